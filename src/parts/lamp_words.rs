//! Words for lamps: where one is on its box, what it does, and what that means.

use std::rc::Rc;

use firstline_guide::model::{Meaning, Value};
use firstline_guide::session::LightReading;
use yew::AttrValue;

use super::lamp::parse;
use super::{Ui, owned};
use crate::text::{Key, Words};
use crate::view::{Arrangement, Equipment, Light, Pattern};

/// What a lamp shows if the catalogue does not say it.
const OFF: &str = "off";

/// A state in words, the behaviour before the colour: `blinking green`.
pub fn state_words(ui: &Ui, state: &str) -> AttrValue {
    let (colour, blinks) = parse(state);
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
pub fn usual_state(light: &Light) -> &str {
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

/// What lamps mean, in words, by the names under which texts insert it: `lights.no-line`.
pub fn meanings(words: &Words) -> Vec<(String, Value)> {
    let named = |meaning: &Meaning| {
        let (key, _) = meaning_words(*meaning);
        let name = ["lights.", meaning.name()].concat();
        (name, Value::Text(words.get(key).to_string()))
    };
    Meaning::ALL.iter().map(named).collect()
}

/// Where a lamp is, counted as people look at the box.
pub fn lamp_place(ui: &Ui, shown: &Equipment, at: usize) -> AttrValue {
    let key = match (shown.lights.len(), shown.arrangement) {
        (1, _) => return ui.text(Key::LampOnly),
        (_, Arrangement::Column) => Key::LampFromTop,
        (_, Arrangement::Row) => Key::LampFromLeft,
    };
    let number = |count: usize| ui.words.number(count as f64, "");
    let all = number(shown.lights.len());
    ui.words
        .fill(key, &[("at", &number(at + 1)), ("all", &all)])
}

/// What a lamp shows when all is well, in words.
pub fn usual_words(ui: &Ui, light: &Light) -> AttrValue {
    let mut looks = String::new();
    for (state, means) in &light.states {
        if *means == Meaning::Ok {
            if !looks.is_empty() {
                looks.push_str(&ui.text(Key::Or));
            }
            looks.push_str(&state_words(ui, state));
        }
    }
    if looks.is_empty() {
        looks.push_str(&ui.text(Key::LampOff));
    }
    ui.words.fill(Key::LampUsual, &[("look", &looks)])
}

/// A pattern, described from its lamps as people look at the box.
pub fn pattern_words(ui: &Ui, shown: &Equipment, pattern: &Pattern) -> AttrValue {
    let mut words = String::new();
    for (at, light) in shown.lights.iter().enumerate() {
        for (id, state) in &pattern.lights {
            if *id == light.id {
                if !words.is_empty() {
                    words.push_str(&ui.text(Key::Comma));
                }
                words.push_str(&shows(ui, shown, at, state));
            }
        }
    }
    words.into()
}

/// A lamp and what it shows: `Internet: blinking red`.
fn shows(ui: &Ui, shown: &Equipment, at: usize, state: &str) -> AttrValue {
    let label = &shown.lights[at].label;
    let light = if label.is_empty() {
        lamp_place(ui, shown, at)
    } else {
        owned(label)
    };
    let look = state_words(ui, state);
    let values = [("light", &*light), ("look", &*look)];
    ui.words.fill(Key::LampShows, &values)
}

/// What is printed on a box, on a line of its own. If the script runs from right to left, a mark
/// (Unicode's RLM) keeps Latin letters from turning the line.
pub fn printed(ui: &Ui, words: &str) -> AttrValue {
    if &*ui.text(Key::Direction) == "rtl" {
        format!("\u{200f}{words}").into()
    } else {
        owned(words)
    }
}

/// What the customer saw on a box, for the ticket: its name, and which lamp showed what.
pub fn reading_words(ui: &Ui, boxes: &[Rc<Equipment>], seen: &LightReading) -> AttrValue {
    let Some(shown) = boxes.iter().find(|known| known.id == seen.equipment) else {
        return owned(&seen.equipment);
    };
    let mut patterns = shown.patterns.iter();
    let mut lights = shown.lights.iter();
    let look = if let Some(pattern) = patterns.find(|known| known.id == seen.light) {
        pattern_words(ui, shown, pattern)
    } else if let Some(at) = lights.position(|known| known.id == seen.light) {
        shows(ui, shown, at, &seen.state)
    } else {
        return printed(ui, &shown.name);
    };
    let values = [("box", shown.name.as_str()), ("look", &*look)];
    ui.words.fill(Key::BoxShows, &values)
}
