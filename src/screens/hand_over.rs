//! Somebody else takes over: whom to turn to, as large as it can be.

use yew::{Html, html};

use super::step::{links, paragraphs, step_frame};
use crate::parts::{Cx, Frame, Look, frame, phone, picture, quiet};
use crate::text::Key;
use crate::view::Step;

pub fn draw(cx: Cx, step: &Step) -> Html {
    let screen = &step.screen;
    let main = html! {
        <>
            { paragraphs(&screen.text) }
            { picture(cx, "fl-picture", &screen.picture) }
            { links(screen, Look::Tonal) }
            { for screen.hint.iter().map(|hint| quiet(hint.clone().into())) }
            { for cx.view.provider.hours.iter().map(|hours| quiet(hours.clone().into())) }
        </>
    };
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
