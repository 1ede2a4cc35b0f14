//! Somebody else takes over: whom to turn to, as large as it can be.

use yew::Html;

use super::step::{step_frame, told};
use crate::parts::{Cx, Look, hours, nothing};
use crate::text::Key;
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step) -> Html {
    let screen = &step.screen;
    step_frame(cx, screen)
        .node(told(cx, screen, nothing()))
        .node(hours(cx))
        .phone(Look::Primary, Key::Call)
        .done()
}
