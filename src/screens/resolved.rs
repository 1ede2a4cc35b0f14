//! An end that says that the problem is gone, and looks once more whether it stays so.

use firstline_guide::session::{Happened, Recheck};
use yew::{Html, html};

use super::step::{step_frame, told};
use crate::action::Action;
use crate::parts::{Cx, Frame, Icon, Look, Tone, badge, button, frame, icon, step_button};
use crate::text::{Key, in_time};
use crate::view::Step;

pub fn draw(cx: Cx, step: &Step, recheck: &Recheck) -> Html {
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
        Recheck::Failed => (Tone::Bad, Icon::Cross, cx.t(Key::ResolvedFailed)),
        Recheck::Unknown => (Tone::Plain, Icon::Dash, cx.t(Key::ResolvedUnknown)),
    };
    // A countdown is not read out at every tick.
    let role = (!matches!(recheck, Recheck::Planned { .. })).then_some("status");
    let special = html! {
        <p class={yew::classes!("fl-over", tone.class())} {role}>
            { icon(mark) }
            <span>{ words }</span>
        </p>
    };
    let failed = *recheck == Recheck::Failed;
    let (end, still) = if failed {
        (Look::Quiet, Look::Primary)
    } else {
        (Look::Primary, Look::Quiet)
    };
    let finish = finish(cx, end);
    let still = step_button(cx, still, Key::StillBroken, Happened::StillBroken);
    let other = step_button(cx, Look::Quiet, Key::SomethingElse, Happened::SomethingElse);
    let (primary, quiet) = if failed {
        (still, vec![other, finish])
    } else {
        (finish, vec![still, other])
    };
    frame(
        cx,
        Frame {
            above: if failed {
                badge(Tone::Bad, Icon::Cross)
            } else {
                badge(Tone::Good, Icon::Check)
            },
            main: told(cx, &step.screen, special),
            primary,
            quiet,
            ..step_frame(cx, &step.screen)
        },
    )
}

/// Leaves: closes a panel, or goes back to the topics where there is nothing to close.
pub fn finish(cx: Cx, look: Look) -> Html {
    if cx.view.inline {
        button(cx, look, Key::StartOver, Action::GuideLeft)
    } else {
        button(cx, look, Key::Finish, Action::CloseChosen)
    }
}
