//! The ticket is sent, or waits in this browser, or was refused.

use firstline_guide::session::Millis;
use yew::Html;

use super::resolved::finish;
use super::step::paragraphs;
use crate::action::Action;
use crate::parts::{
    At, Cx, Frame, Icon, Look, Tone, all, badge, copy, el, hours, note, own, state, text,
};
use crate::text::{Key, ago};
use crate::view::{Sent, SentState};

#[inline(never)]
pub fn draw(cx: &Cx, page: &Sent) -> Html {
    let receipt = copy(cx, Look::Tonal, Key::SentCopy, &page.receipt);
    // The rest of the help stays open, whatever became of the ticket.
    let new =
        |heading| Frame::new(cx, "sent", cx.t(Key::Help), cx.t(heading)).back(Action::GuideLeft);
    let frame = match &page.state {
        SentState::Stored { number } => new(Key::SentTitle)
            .above(badge(Tone::Good, Icon::Check))
            .node(stored(cx, page, number))
            .foot(finish(cx, Look::Primary)),
        SentState::Waiting {
            since,
            trying,
            kept,
        } => new(Key::WaitingTitle)
            .above(badge(Tone::Plain, Icon::Clock))
            .node(text(cx.t(if *kept {
                Key::WaitingText
            } else {
                Key::WaitingLoose
            })))
            .node(standing(cx, *since, *trying))
            .button(Look::Primary, Key::WaitingTry, Action::SendChosen)
            .phone(Look::Quiet, Key::CallInstead)
            .button(Look::Quiet, Key::WaitingDelete, Action::DeleteChosen),
        SentState::Refused => new(Key::RefusedTitle)
            .above(badge(Tone::Bad, Icon::Warning))
            .node(text(cx.t(Key::RefusedText)))
            .node(hours(cx))
            .phone(Look::Primary, Key::Call)
            .button(Look::Quiet, Key::WaitingDelete, Action::DeleteChosen),
    };
    frame.node(receipt).done()
}

fn stored(cx: &Cx, page: &Sent, number: &str) -> Html {
    let number = el("div", "")
        .with(el("p", "fl-detail").text(cx.t(Key::SentNumber)))
        .with(el("p", "fl-number").with(el("bdi", "").text(own(number))));
    let promise = el("div", "").node(text(cx.t(Key::SentNotAgain)));
    let promise = note(Tone::Good, Icon::Check, promise);
    all(vec![number.done(), paragraphs(&page.next), promise])
}

fn standing(cx: &Cx, since: Millis, trying: bool) -> Html {
    let (mark, words) = if trying {
        (Icon::Running, cx.t(Key::WaitingTrying))
    } else {
        let when = ago(cx.words, cx.view.now, since);
        (
            Icon::Clock,
            cx.words.fill(Key::WaitingSince, &[("ago", &when)]),
        )
    };
    state(Tone::Plain, mark, words)
        .at(At::Role, "status")
        .done()
}
