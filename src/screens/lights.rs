//! The lamps of a box: what they may show, each by its printed label and its behaviour. Colour
//! comes last and never alone.

use firstline_guide::model::Meaning;
use firstline_guide::session::Happened;
use yew::{AttrValue, Html};

use super::step::{step_frame, told};
use crate::action::Action;
use crate::parts::{Choice, Cx, choice, options};
use crate::text::Key;
use crate::view::Step;

#[inline(never)]
pub fn draw(cx: &Cx, step: &Step, meanings: &[Meaning], chosen: Option<Meaning>) -> Html {
    let row = |meaning: &Meaning| {
        let (label, sign) = words(*meaning);
        let row = Choice {
            detail: sign.map_or(AttrValue::default(), |sign| cx.t(sign)),
            chosen: chosen == Some(*meaning),
            ..Choice::plain(cx.t(label))
        };
        choice(cx, row, Action::Step(Happened::LightsRead {
            meaning: *meaning,
            seen: None,
        }))
    };
    step_frame(cx, &step.screen)
        .node(told(cx, &step.screen, options(meanings.iter().map(row))))
        .done()
}

/// What a meaning is called, and how it shows.
pub fn words(meaning: Meaning) -> (Key, Option<Key>) {
    match meaning {
        Meaning::Ok => (Key::LightsOk, Some(Key::LightsOkSign)),
        Meaning::NoPower => (Key::LightsNoPower, Some(Key::LightsNoPowerSign)),
        Meaning::OnBattery => (Key::LightsOnBattery, Some(Key::LightsOnBatterySign)),
        Meaning::NoLine => (Key::LightsNoLine, Some(Key::LightsNoLineSign)),
        Meaning::NoLogin => (Key::LightsNoLogin, Some(Key::LightsNoLoginSign)),
        Meaning::Connecting => (Key::LightsConnecting, Some(Key::LightsConnectingSign)),
        Meaning::Updating => (Key::LightsUpdating, Some(Key::LightsUpdatingSign)),
        Meaning::Disabled => (Key::LightsDisabled, Some(Key::LightsDisabledSign)),
        Meaning::NoRouter => (Key::LightsNoRouter, Some(Key::LightsNoRouterSign)),
        Meaning::Message => (Key::LightsMessage, Some(Key::LightsMessageSign)),
        Meaning::Broken => (Key::LightsBroken, Some(Key::LightsBrokenSign)),
        Meaning::Unsure => (Key::Unsure, None),
    }
}
