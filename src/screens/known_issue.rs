//! A fault that is known: what is known of it, and when it should be over.

use firstline_guide::session::Happened;
use yew::Html;

use super::resolved::finish;
use super::step::{end_frame, told};
use crate::parts::{Cx, Icon, Look, Tone, badge, el, note, nothing, own, strong, text};
use crate::text::Key;
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step, title: &Option<String>, words: &Option<String>) -> Html {
    let known = title.is_some() || words.is_some() || step.expected_end.is_some();
    let special = if known {
        let mut inside = el("div", "");
        if let Some(title) = title {
            inside = inside.node(strong(own(title)));
        }
        if let Some(words) = words {
            inside = inside.node(text(own(words)));
        }
        if let Some(time) = &step.expected_end {
            inside = inside.node(text(cx.words.fill(Key::ExpectedEnd, &[("time", time)])));
        }
        note(Tone::Warn, Icon::Warning, inside)
    } else {
        nothing()
    };
    end_frame(cx, &step.screen)
        .above(badge(Tone::Warn, Icon::Clock))
        .node(told(cx, &step.screen, special))
        .foot(finish(cx, Look::Primary))
        .step_button(Look::Quiet, Key::StillBroken, Happened::StillBroken)
        .step_button(Look::Quiet, Key::SomethingElse, Happened::SomethingElse)
        .done()
}
