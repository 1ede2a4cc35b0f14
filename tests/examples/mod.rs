//! Named examples of every screen and its states. Snapshots, the accessibility run and the
//! screenshots all draw from here, so that no state exists that nobody has looked at.

mod checks;
mod ends;
mod inputs;
mod instructions;
mod lights;
#[allow(dead_code, reason = "for those who look at them in a browser")]
pub mod page;
mod questions;
mod screen;
#[allow(dead_code, reason = "for those who look at them in every language")]
pub mod spoken;
mod tickets;
mod welcome;

use std::rc::Rc;

use firstline_guide::model::Picture;
use firstline_guide::session::{Body, Millis, Screen};
use firstline_widget::text::Words;
use firstline_widget::view::{Page, Provider, Step, View};

pub use screen::render;
#[allow(
    unused_imports,
    reason = "for the tests, not for those who look at examples"
)]
pub use screen::{render_ahead, render_alone};

/// A screen in one of its states.
pub struct Example {
    /// Its name: the screen, then the state.
    pub name: &'static str,
    /// What the app shows.
    pub view: View,
    /// The words it is drawn with.
    pub words: Words,
}

/// All examples, in the order in which a customer may meet them.
pub fn all() -> Vec<Example> {
    let mut all = Vec::new();
    all.extend(welcome::examples());
    all.extend(questions::examples());
    all.extend(inputs::examples());
    all.extend(instructions::examples());
    all.extend(lights::examples());
    all.extend(checks::examples());
    all.extend(ends::examples());
    all.extend(tickets::examples());
    all
}

/// The clock of all examples: 2026-11-22, 14:30 in Coordinated Universal Time.
pub const NOW: Millis = 1_795_357_800_000;

pub fn example(name: &'static str, page: Page) -> Example {
    Example {
        name,
        view: view(page),
        words: Words::of("en"),
    }
}

fn view(page: Page) -> View {
    View {
        provider: Rc::new(Provider {
            name: "Brightwater".into(),
            phone: Some("0800 555 0199".into()),
            hours: Some("Mon–Fri 8:00–20:00, Sat 9:00–17:00".into()),
            open: None,
        }),
        now: NOW,
        inline: false,
        pictures: "pictures/".into(),
        copied: None,
        waiting: None,
        language: None,
        page,
    }
}

fn screen(title: &str, body: Body) -> Screen {
    Screen {
        key: "step#3".into(),
        guide: "No internet connection".into(),
        can_go_back: true,
        can_give_up: true,
        title: title.into(),
        text: Vec::new(),
        hint: None,
        picture: None,
        links: Vec::new(),
        values: Vec::new(),
        contact: None,
        line: None,
        variant: None,
        body,
    }
}

pub fn step(screen: Screen) -> Page {
    Page::Step(Step {
        screen,
        timers: Vec::new(),
        passed: Vec::new(),
        fault: firstline_widget::view::Standing::default(),
        expected_end: None,
        typed: None,
        ticked: None,
        progress: None,
        boxes: firstline_widget::view::Boxes::None,
        topic: None,
    })
}

fn picture(file: &str, alt: &str) -> Option<Picture> {
    Some(Picture {
        file: file.into(),
        alt: alt.into(),
    })
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| text.to_string()).collect()
}
