//! A fault that is known: what is known of it, and when it should be over.

use firstline_guide::session::Event;
use yew::{Html, html};

use super::step::{after, end_layout, words};
use crate::parts::{ButtonStyle, Icon, Tone, Ui, badge, finish, note};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step, title: &Option<String>, text: &Option<String>) -> Html {
    let screen = &step.screen;
    let known = title.is_some() || text.is_some() || step.expected_end.is_some();
    let inside = html! {
        <div>
            if let Some(title) = title {
                <strong>{ title }</strong>
            }
            if let Some(text) = text {
                <p>{ text }</p>
            }
            if let Some(time) = &step.expected_end {
                <p>{ ui.words.fill(Key::ExpectedEnd, &[("time", time)]) }</p>
            }
        </div>
    };
    end_layout(ui, screen)
        .above(badge(Tone::Warn, Icon::Clock))
        .content(words(ui, screen))
        .content(if known {
            note(Tone::Warn, Icon::Warning, inside)
        } else {
            Html::default()
        })
        .content(after(ui, screen))
        .foot(finish(ui, ButtonStyle::Primary))
        .step_button(ButtonStyle::Quiet, Key::StillBroken, Event::StillBroken)
        .step_button(ButtonStyle::Quiet, Key::SomethingElse, Event::SomethingElse)
        .draw()
}
