//! Something failed: what happened, what to do now, and the phone.

use firstline_guide::session::Event;
use yew::{Html, html};

use super::step::end_layout;
use crate::action::Action;
use crate::parts::{ButtonStyle, Icon, Layout, Tone, Ui, badge, hours, paragraph, phone};
use crate::text::Key;
use crate::view::{Failure, Step};

pub fn draw(ui: &Ui, failure: &Failure) -> Html {
    let (heading, words) = match failure {
        Failure::NoGuides => (Key::NoGuidesTitle, Key::NoGuidesText),
        Failure::NoGuide => (Key::NoGuideTitle, Key::NoGuideText),
        Failure::BadGuide => (Key::BadGuideTitle, Key::BadGuideText),
    };
    let mut layout = Layout::new(ui, "failure", ui.text(Key::Help), ui.text(heading))
        .above(badge(Tone::Warn, Icon::Warning))
        .content(explained(ui, words));
    // To try again helps if loading failed; an unsound guide stays unsound.
    let sound = *failure != Failure::BadGuide;
    if sound {
        layout = layout.button(ButtonStyle::Primary, Key::Retry, Action::RetryChosen);
    }
    if *failure != Failure::NoGuides {
        let style = if sound {
            ButtonStyle::Quiet
        } else {
            ButtonStyle::Primary
        };
        layout = layout
            .back(Action::GuideLeft)
            .button(style, Key::StartOver, Action::GuideLeft);
    }
    layout.draw()
}

/// The guide and the session do not fit together: there is nothing to ask, but a person to reach.
pub fn broken(ui: &Ui, step: &Step) -> Html {
    let screen = &step.screen;
    let layout = end_layout(ui, screen)
        .above(badge(Tone::Warn, Icon::Warning))
        .heading(ui.text(Key::BrokenTitle))
        .content(explained(ui, Key::BrokenText));
    if screen.can_give_up {
        layout
            .step_button(ButtonStyle::Primary, Key::TalkToUs, Event::NothingHelped)
            .draw()
    } else {
        layout
            .button(ButtonStyle::Primary, Key::StartOver, Action::GuideLeft)
            .draw()
    }
}

/// The failure and the advice, with the phone and its hours.
fn explained(ui: &Ui, words: Key) -> Html {
    html! {
        <>
            { paragraph(ui.text(words)) }
            if let Some(phone) = phone(ui, ButtonStyle::Tonal, Key::Call) {
                { phone }
                { hours(ui) }
            }
        </>
    }
}
