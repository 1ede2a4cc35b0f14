//! Danger: whom to call, and nothing else.

use yew::{Html, html};

use super::step::{paragraphs, step_frame};
use crate::parts::{Cx, Frame, Icon, Look, Tone, badge, frame, link, phone, picture};
use crate::text::Key;
use crate::view::Step;

pub fn draw(cx: Cx, step: &Step) -> Html {
    let screen = &step.screen;
    let call = |at: usize, look: Look| {
        let (label, href) = screen.links.get(at)?;
        Some(link(
            look,
            Some(Icon::Phone),
            label.clone().into(),
            href.clone().into(),
        ))
    };
    let main = html! {
        <>
            { paragraphs(&screen.text) }
            { picture(cx, "fl-picture", &screen.picture) }
            { for (1..screen.links.len()).filter_map(|at| call(at, Look::Tonal)) }
        </>
    };
    frame(
        cx,
        Frame {
            above: badge(Tone::Bad, Icon::Stop),
            main,
            primary: call(0, Look::Danger).unwrap_or_else(|| phone(cx, Look::Danger, Key::Call)),
            quiet: Vec::new(),
            ..step_frame(cx, screen)
        },
    )
}
