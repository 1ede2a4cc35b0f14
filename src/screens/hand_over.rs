//! Somebody else takes over, or another guide: whom to turn to, and the way back to the topics.

use yew::Html;

use super::step::{after, step_layout, words};
use super::welcome::rows;
use crate::action::Action;
use crate::parts::{ButtonStyle, Ui, hours};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step) -> Html {
    let screen = &step.screen;
    // If a guide or a link leads on, the way back is no answer.
    let style = if screen.links.is_empty() && step.topic.is_none() {
        ButtonStyle::Primary
    } else {
        ButtonStyle::Quiet
    };
    step_layout(ui, screen)
        .content(words(ui, screen))
        .content(rows(ui, step.topic.as_slice()))
        .content(after(ui, screen))
        .content(hours(ui))
        .button(style, Key::StartOver, Action::GuideLeft)
        .phone(ButtonStyle::Tonal, Key::Call)
        .draw()
}
