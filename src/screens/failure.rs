//! Something failed: what happened, what to do now, and the phone.

use firstline_guide::session::Happened;
use yew::Html;

use super::step::end_frame;
use crate::action::Action;
use crate::parts::{Cx, Frame, Icon, Look, Tone, all, badge, hours, phone, text};
use crate::text::Key;
use crate::view::{Failure, Step};

#[inline(never)]
pub fn draw(cx: &Cx, failure: &Failure) -> Html {
    let (heading, words) = match failure {
        Failure::NoGuides => (Key::NoGuidesTitle, Key::NoGuidesText),
        Failure::NoGuide => (Key::NoGuideTitle, Key::NoGuideText),
        Failure::BadGuide => (Key::BadGuideTitle, Key::BadGuideText),
    };
    let mut frame = Frame::new(cx, "failure", cx.t(Key::Help), cx.t(heading))
        .above(badge(Tone::Warn, Icon::Warning))
        .node(call(cx, words));
    // Trying again helps where loading failed; what is unsound stays so.
    let sound = *failure != Failure::BadGuide;
    if sound {
        frame = frame.button(Look::Primary, Key::Retry, Action::RetryChosen);
    }
    if *failure != Failure::NoGuides {
        let look = if sound { Look::Quiet } else { Look::Primary };
        frame = frame
            .back(Action::GuideLeft)
            .button(look, Key::StartOver, Action::GuideLeft);
    }
    frame.done()
}

/// The guide and the session do not fit together: there is nothing to ask, but a person to reach.
#[inline(never)]
pub fn broken(cx: &Cx, step: &Step) -> Html {
    let screen = &step.screen;
    let frame = end_frame(cx, screen)
        .above(badge(Tone::Warn, Icon::Warning))
        .heading(cx.t(Key::BrokenTitle))
        .node(call(cx, Key::BrokenText));
    if screen.can_give_up {
        frame
            .step_button(Look::Primary, Key::TalkToUs, Happened::NothingHelped)
            .done()
    } else {
        frame
            .button(Look::Primary, Key::StartOver, Action::GuideLeft)
            .done()
    }
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
