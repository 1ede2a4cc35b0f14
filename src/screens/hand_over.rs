//! Somebody else takes over: whom to turn to, as large as it can be.

use yew::Html;

use super::step::{step_frame, told};
use crate::parts::{Cx, Frame, Look, all, frame, hours, nothing, phone};
use crate::text::Key;
use crate::view::Step;

pub fn draw(cx: &Cx, step: &Step) -> Html {
    let screen = &step.screen;
    let main = all(vec![told(cx, screen, nothing()), hours(cx)]);
    let primary = phone(cx, Look::Primary, Key::Call);
    frame(
        cx,
        Frame {
            main,
            primary,
            ..step_frame(cx, screen)
        },
    )
}
