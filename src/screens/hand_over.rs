//! Somebody else takes over, or another guide: whom to turn to, and the way back to the topics.

use yew::Html;

use super::step::{step_frame, told};
use crate::action::Action;
use crate::parts::{Cx, Look, hours, nothing};
use crate::text::Key;
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step) -> Html {
    let screen = &step.screen;
    // Where a link leads on, the way back is no answer.
    let look = if screen.links.is_empty() {
        Look::Primary
    } else {
        Look::Quiet
    };
    step_frame(cx, screen)
        .node(told(cx, screen, nothing()))
        .node(hours(cx))
        .button(look, Key::StartOver, Action::GuideLeft)
        .phone(Look::Tonal, Key::Call)
        .done()
}
