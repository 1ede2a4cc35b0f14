//! Danger: whom to call, and nothing else.

use yew::Html;

use super::step::{end_frame, said};
use crate::parts::{Cx, Icon, Look, Tone, badge, link, own};
use crate::text::Key;
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step) -> Html {
    let screen = &step.screen;
    let mut frame = end_frame(cx, screen)
        .above(badge(Tone::Bad, Icon::Stop))
        .node(said(cx, screen));
    if screen.links.is_empty() {
        frame = frame.phone(Look::Danger, Key::Call);
    }
    for (at, (label, href)) in screen.links.iter().enumerate() {
        let look = if at == 0 { Look::Danger } else { Look::Tonal };
        let call = link(look, Some(Icon::Phone), own(label), own(href));
        frame = if at == 0 {
            frame.foot(call)
        } else {
            frame.node(call)
        };
    }
    frame.done()
}
