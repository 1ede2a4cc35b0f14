//! A fault that is known: what is known of it, and when it should be over.

use firstline_guide::session::Event;
use yew::Html;

use super::step::{after, end_layout, words};
use crate::parts::{ButtonStyle, Fault, Icon, Tone, Ui, badge, fault_note, finish};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, title: &Option<String>, text: &Option<String>) -> Html {
    let screen = &step.screen;
    let known = title.is_some() || text.is_some() || step.expected_end.is_some();
    let fault = Fault {
        kind: None,
        title: title.as_deref(),
        text: text.as_deref(),
        expected_end: step.expected_end.as_deref(),
    };
    end_layout(ui, screen)
        .above(badge(Tone::Warn, Icon::Clock))
        .content(words(ui, screen))
        .content(if known {
            fault_note(ui, Tone::Warn, Icon::Warning, fault)
        } else {
            Html::default()
        })
        .content(after(ui, screen))
        .foot(finish(ui, ButtonStyle::Primary))
        .step_button(ButtonStyle::Quiet, Key::StillBroken, Event::StillBroken)
        .step_button(ButtonStyle::Quiet, Key::SomethingElse, Event::SomethingElse)
        .draw()
}
