//! The ticket is sent, or waits in this browser, or was refused.

use firstline_guide::session::Millis;
use yew::{AttrValue, Html};

use super::resolved::finish;
use super::step::paragraphs;
use crate::action::Action;
use crate::parts::{
    At, Cx, Frame, Icon, Look, Tone, all, badge, button, copy, el, frame, hours, note, phone,
    state, text,
};
use crate::text::{Key, ago};
use crate::view::{Sent, SentState};

pub fn draw(cx: &Cx, page: &Sent) -> Html {
    let receipt = copy(cx, Look::Tonal, Key::SentCopy, &page.receipt);
    let delete = |cx| button(cx, Look::Quiet, Key::WaitingDelete, Action::DeleteChosen);
    let (above, heading, main, primary, quiet) = match &page.state {
        SentState::Stored { number } => (
            badge(Tone::Good, Icon::Check),
            Key::SentTitle,
            vec![stored(cx, page, number), receipt],
            Some(finish(cx, Look::Primary)),
            Vec::new(),
        ),
        SentState::Waiting { since, trying } => {
            let mut ways: Vec<Html> = phone(cx, Look::Quiet, Key::CallInstead)
                .into_iter()
                .collect();
            ways.push(delete(cx));
            (
                badge(Tone::Plain, Icon::Clock),
                Key::WaitingTitle,
                vec![
                    text(cx.t(Key::WaitingText)),
                    standing(cx, *since, *trying),
                    receipt,
                ],
                Some(button(
                    cx,
                    Look::Primary,
                    Key::WaitingTry,
                    Action::SendChosen,
                )),
                ways,
            )
        }
        SentState::Refused => (
            badge(Tone::Bad, Icon::Warning),
            Key::RefusedTitle,
            vec![text(cx.t(Key::RefusedText)), hours(cx), receipt],
            phone(cx, Look::Primary, Key::Call),
            vec![delete(cx)],
        ),
    };
    // What is stored is over; what waits or was refused leaves the rest of the help open.
    let over = matches!(page.state, SentState::Stored { .. });
    frame(
        cx,
        Frame {
            key: String::from("sent"),
            place: cx.t(Key::Help),
            time: AttrValue::default(),
            back: (!over).then_some(Action::GuideLeft),
            above,
            heading: cx.t(heading),
            main: all(main),
            primary,
            quiet,
        },
    )
}

fn stored(cx: &Cx, page: &Sent, number: &str) -> Html {
    let number = el("div", "")
        .add(el("p", "fl-detail").text(cx.t(Key::SentNumber)))
        .add(el("p", "fl-number").text(number.to_owned().into()));
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
