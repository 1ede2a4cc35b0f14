//! A lamp as it looks: its shape tells as much as its colour.

use firstline_guide::model::Meaning;
use yew::{AttrValue, Html, html};

use super::Ui;
use crate::text::Key;
use crate::view::Light;

/// What a lamp shows if the catalogue does not say it.
pub const OFF: &str = "off";

/// Colours as the catalogue names them, as people name them, and as they shine on a dark ground.
const COLOURS: [(&str, Key, &str); 6] = [
    ("green", Key::ColourGreen, "#3ddc84"),
    ("white", Key::ColourWhite, "#fff"),
    ("blue", Key::ColourBlue, "#63b0ff"),
    ("amber", Key::ColourAmber, "#ffb938"),
    ("red", Key::ColourRed, "#ff6b5e"),
    ("purple", Key::ColourPurple, "#c792ff"),
];

/// A state's colour, which is `None` if the lamp is off, and whether it blinks.
fn seen(state: &str) -> (Option<(Key, &'static str)>, bool) {
    let (name, blinks) = match state.strip_suffix("-flashing") {
        Some(name) => (name, true),
        None => (state, false),
    };
    for (known, key, shine) in COLOURS {
        if known == name {
            return (Some((key, shine)), blinks);
        }
    }
    (None, false)
}

/// A lamp: filled if it is steady, dashed round if it blinks, hollow if it is off.
pub fn lamp(state: &str) -> Html {
    let (colour, blinks) = seen(state);
    let shine = colour.map(|(_, shine)| shine);
    let stroke = shine.unwrap_or("#8d99ac");
    let class = if blinks {
        "fl-icon fl-lamp fl-blink"
    } else {
        "fl-icon fl-lamp"
    };
    html! {
        <svg {class} viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="12" cy="12" r="4" {stroke} fill={shine} />
            if blinks {
                <circle cx="12" cy="12" r="8.5" {stroke} stroke-dasharray="2.7 4" />
            }
        </svg>
    }
}

/// A state in words, the behaviour before the colour: `blinking green`.
pub fn look(ui: &Ui, state: &str) -> AttrValue {
    let (colour, blinks) = seen(state);
    let Some((colour, _)) = colour else {
        return ui.text(Key::LampOff);
    };
    let key = if blinks {
        Key::LampBlinking
    } else {
        Key::LampSteady
    };
    ui.words.fill(key, &[("colour", &ui.text(colour))])
}

/// What a lamp shows when all is well.
pub fn usual(light: &Light) -> &str {
    let mut states = light.states.iter();
    states
        .find(|(_, means)| *means == Meaning::Ok)
        .map_or(OFF, |(state, _)| state)
}

/// What a meaning is called, and how it shows.
pub fn meaning_words(meaning: Meaning) -> (Key, Option<Key>) {
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
