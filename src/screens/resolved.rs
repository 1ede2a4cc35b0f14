//! An end that says that the problem is gone, and looks once more whether it stays so.

use firstline_guide::session::{Happened, Recheck};
use yew::Html;

use super::step::{end_frame, told};
use crate::action::Action;
use crate::parts::{At, Cx, Icon, Look, Tone, announce, badge, button, state, text};
use crate::text::{Key, in_time};
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step, recheck: &Recheck) -> Html {
    let (tone, mark, words) = match recheck {
        Recheck::Planned { at } => {
            let when = in_time(cx.words, cx.view.now, *at);
            (
                Tone::Plain,
                Icon::Clock,
                cx.words.fill(Key::ResolvedSoon, &[("when", &when)]),
            )
        }
        Recheck::Running { .. } => (Tone::Plain, Icon::Running, cx.t(Key::ResolvedRunning)),
        Recheck::Passed => (Tone::Good, Icon::Check, cx.t(Key::ResolvedPassed)),
        Recheck::Failed => return failed(cx, step),
        Recheck::Unknown => (Tone::Plain, Icon::Dash, cx.t(Key::ResolvedUnknown)),
    };
    // A countdown is not read out at every tick.
    let still = matches!(recheck, Recheck::Planned { .. });
    let special = state(tone, mark, words)
        .when(!still, At::Role, "status")
        .done();
    end_frame(cx, &step.screen)
        .above(badge(Tone::Good, Icon::Check))
        .node(told(cx, &step.screen, special))
        .foot(finish(cx, Look::Primary))
        .step_button(Look::Quiet, Key::StillBroken, Happened::StillBroken)
        .step_button(Look::Quiet, Key::SomethingElse, Happened::SomethingElse)
        .done()
}

/// The second look found it gone again: then this is no end, and what the author says of one is
/// not so.
fn failed(cx: &Cx, step: &Step) -> Html {
    end_frame(cx, &step.screen)
        .above(announce(cx.t(Key::ResolvedFailed)))
        .above(badge(Tone::Warn, Icon::Warning))
        .heading(cx.t(Key::ResolvedFailed))
        .node(text(cx.t(Key::ResolvedFailedText)))
        .step_button(Look::Primary, Key::Next, Happened::StillBroken)
        .step_button(Look::Quiet, Key::SomethingElse, Happened::SomethingElse)
        .way(finish(cx, Look::Quiet))
        .done()
}

/// Leaves: closes a panel, or goes back to the topics where there is nothing to close.
pub fn finish(cx: &Cx, look: Look) -> Html {
    if cx.view.inline {
        button(cx, look, Key::StartOver, Action::GuideLeft)
    } else {
        button(cx, look, Key::Finish, Action::CloseChosen)
    }
}
