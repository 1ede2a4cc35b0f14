//! Danger: whom to call, and nothing else.

use yew::Html;

use super::step::{paragraphs, step_frame};
use crate::parts::{Cx, Frame, Icon, Look, Tone, all, badge, frame, link, phone, picture};
use crate::text::Key;
use crate::view::Step;

pub fn draw(cx: &Cx, step: &Step) -> Html {
    let screen = &step.screen;
    let mut calls = screen.links.iter().enumerate().map(|(at, (label, href))| {
        let look = if at == 0 { Look::Danger } else { Look::Tonal };
        link(
            look,
            Some(Icon::Phone),
            label.clone().into(),
            href.clone().into(),
        )
    });
    let primary = calls.next().or_else(|| phone(cx, Look::Danger, Key::Call));
    let mut nodes = vec![
        paragraphs(&screen.text),
        picture(cx, "fl-picture", &screen.picture),
    ];
    nodes.extend(calls);
    frame(
        cx,
        Frame {
            above: badge(Tone::Bad, Icon::Stop),
            main: all(nodes),
            primary,
            quiet: Vec::new(),
            ..step_frame(cx, screen)
        },
    )
}
