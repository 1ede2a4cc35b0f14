//! Something failed: what happened, what to do now, and the phone.

use firstline_guide::session::Happened;
use yew::{AttrValue, Html};

use super::step::step_frame;
use crate::action::Action;
use crate::parts::{
    Cx, Frame, Icon, Look, Tone, all, badge, button, frame, hours, phone, step_button, text,
};
use crate::text::Key;
use crate::view::{Failure, Step};

pub fn draw(cx: &Cx, failure: &Failure) -> Html {
    let (heading, words) = match failure {
        Failure::NoGuides => (Key::NoGuidesTitle, Key::NoGuidesText),
        Failure::NoGuide => (Key::NoGuideTitle, Key::NoGuideText),
        Failure::BadGuide => (Key::BadGuideTitle, Key::BadGuideText),
    };
    let topics = *failure != Failure::NoGuides;
    // Trying again helps where loading failed; what is unsound stays so.
    let (primary, quiet) = if *failure == Failure::BadGuide {
        (
            button(cx, Look::Primary, Key::StartOver, Action::GuideLeft),
            Vec::new(),
        )
    } else {
        let other = button(cx, Look::Quiet, Key::StartOver, Action::GuideLeft);
        let other = if topics { vec![other] } else { Vec::new() };
        (
            button(cx, Look::Primary, Key::Retry, Action::RetryChosen),
            other,
        )
    };
    frame(
        cx,
        Frame {
            key: String::from("failure"),
            place: cx.t(Key::Help),
            time: AttrValue::default(),
            back: topics.then_some(Action::GuideLeft),
            above: badge(Tone::Warn, Icon::Warning),
            heading: cx.t(heading),
            main: call(cx, words),
            primary: Some(primary),
            quiet,
        },
    )
}

/// The guide and the session do not fit together: there is nothing to ask, but a person to reach.
pub fn broken(cx: &Cx, step: &Step) -> Html {
    let screen = &step.screen;
    let primary = if screen.can_give_up {
        step_button(cx, Look::Primary, Key::TalkToUs, Happened::NothingHelped)
    } else {
        button(cx, Look::Primary, Key::StartOver, Action::GuideLeft)
    };
    frame(
        cx,
        Frame {
            above: badge(Tone::Warn, Icon::Warning),
            heading: cx.t(Key::BrokenTitle),
            main: call(cx, Key::BrokenText),
            primary: Some(primary),
            quiet: Vec::new(),
            ..step_frame(cx, screen)
        },
    )
}

/// What happened and what to do, with the phone and its hours.
fn call(cx: &Cx, words: Key) -> Html {
    let mut nodes = vec![text(cx.t(words))];
    if let Some(phone) = phone(cx, Look::Tonal, Key::Call) {
        nodes.push(phone);
        nodes.push(hours(cx));
    }
    all(nodes)
}
