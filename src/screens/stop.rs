//! Danger: whom to call, and nothing else.

use yew::Html;

use super::step::{end_layout, values, words};
use crate::parts::{ButtonStyle, Icon, Tone, Ui, badge, hours, link, owned};
use crate::text::Key;
use crate::view::Step;

pub fn draw(ui: &Ui, step: &Step) -> Html {
    let screen = &step.screen;
    let mut layout = end_layout(ui, screen)
        .above(badge(Tone::Bad, Icon::Stop))
        .content(words(ui, screen));
    if screen.links.is_empty() {
        layout = layout.phone(ButtonStyle::Danger, Key::Call);
    } else if screen.contact.is_some() {
        layout = layout.phone(ButtonStyle::Tonal, Key::Call);
    }
    layout = layout.content(values(ui, screen)).content(hours(ui));
    let call = |style, (label, href): &(String, String)| {
        link(style, Some(Icon::Phone), owned(label), owned(href))
    };
    if let [first, others @ ..] = screen.links.as_slice() {
        layout = layout.foot(call(ButtonStyle::Danger, first));
        for other in others {
            layout = layout.content(call(ButtonStyle::Tonal, other));
        }
    }
    layout.draw()
}
