//! A fault that is known: what is known of it, and when it should be over.

use firstline_guide::session::Happened;
use yew::{Html, html};

use super::resolved::finish;
use super::step::{step_frame, told};
use crate::parts::{Cx, Frame, Icon, Look, Tone, badge, frame, note, step_button, text};
use crate::text::Key;
use crate::view::Step;

pub fn draw(cx: Cx, step: &Step, title: &Option<String>, words: &Option<String>) -> Html {
    let known = title.is_some() || words.is_some() || step.expected_end.is_some();
    let special = html! {
        if known {
            { note(Tone::Warn, Icon::Warning, title.clone().unwrap_or_default().into(), html! {
                <>
                    { for words.iter().map(|words| text(words.clone())) }
                    if let Some(time) = &step.expected_end {
                        { text(cx.words.fill(Key::ExpectedEnd, &[("time", time)])) }
                    }
                </>
            }) }
        }
    };
    frame(
        cx,
        Frame {
            above: badge(Tone::Warn, Icon::Clock),
            main: told(cx, &step.screen, special),
            primary: finish(cx, Look::Primary),
            quiet: vec![
                step_button(cx, Look::Quiet, Key::StillBroken, Happened::StillBroken),
                step_button(cx, Look::Quiet, Key::SomethingElse, Happened::SomethingElse),
            ],
            ..step_frame(cx, &step.screen)
        },
    )
}
