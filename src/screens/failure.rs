//! Something failed: what happened, what to do now, and the phone.

use firstline_guide::session::Happened;
use yew::{AttrValue, Html, html};

use super::step::step_frame;
use crate::action::Action;
use crate::parts::{
    Cx, Frame, Icon, Look, Tone, badge, button, frame, phone, quiet, step_button, text,
};
use crate::text::Key;
use crate::view::{Failure, Step};

pub fn draw(cx: Cx, failure: &Failure) -> Html {
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
            key: "failure".into(),
            place: cx.t(Key::Help),
            time: AttrValue::default(),
            back: topics.then_some(Action::GuideLeft),
            above: badge(Tone::Warn, Icon::Warning),
            heading: cx.t(heading),
            main: html! { <>{ text(cx.t(words)) }{ call(cx) }</> },
            primary,
            quiet,
        },
    )
}

/// The guide and the session do not fit together: there is nothing to ask, but a person to reach.
pub fn broken(cx: Cx, step: &Step) -> Html {
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
            main: html! { <>{ text(cx.t(Key::BrokenText)) }{ call(cx) }</> },
            primary,
            quiet: Vec::new(),
            ..step_frame(cx, screen)
        },
    )
}

/// The phone and its hours.
pub fn call(cx: Cx) -> Html {
    if cx.view.provider.phone.is_none() {
        return Html::default();
    }
    html! {
        <>
            { phone(cx, Look::Tonal, Key::Call) }
            { for cx.view.provider.hours.iter().map(|hours| quiet(hours.clone().into())) }
        </>
    }
}
