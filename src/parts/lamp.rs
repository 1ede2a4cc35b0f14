//! A lamp as it looks: its shape tells as much as its colour.

use yew::{AttrValue, Html};

use super::{At, Cx, el};
use crate::text::Key;
use crate::view::Light;

/// What a lamp shows when nothing is said of it.
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

/// What a state is: its colour, `None` where the lamp is off, and whether it blinks.
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

/// A lamp: filled where it is steady, dashed round where it blinks, hollow where it is off.
#[inline(never)]
pub fn lamp(state: &str) -> Html {
    let (colour, blinks) = seen(state);
    let shine = colour.map_or("#8d99ac", |(_, shine)| shine);
    let circle = |radius| {
        el("circle", "")
            .at(At::CentreX, "12")
            .at(At::CentreY, "12")
            .at(At::Radius, radius)
            .at(At::Stroke, shine)
    };
    let class = if blinks {
        "fl-icon fl-lamp fl-blink"
    } else {
        "fl-icon fl-lamp"
    };
    let light = circle("4").when(colour.is_some(), At::Fill, shine);
    let mut drawing = el("svg", class)
        .at(At::ViewBox, "0 0 24 24")
        .at(At::Hidden, "true")
        .with(light);
    if blinks {
        drawing = drawing.with(circle("8.5").at(At::Dashes, "2.7 4"));
    }
    drawing.done()
}

/// A state in words, the behaviour before the colour: `blinking green`.
#[inline(never)]
pub fn look(cx: &Cx, state: &str) -> AttrValue {
    let (colour, blinks) = seen(state);
    let Some((colour, _)) = colour else {
        return cx.t(Key::LampOff);
    };
    let key = if blinks {
        Key::LampBlinking
    } else {
        Key::LampSteady
    };
    cx.words.fill(key, &[("colour", &cx.t(colour))])
}

/// What a lamp shows when all is well.
pub fn usual(light: &Light) -> &str {
    use firstline_guide::model::Meaning;
    let mut states = light.states.iter();
    states
        .find(|(_, means)| *means == Meaning::Ok)
        .map_or(OFF, |(state, _)| state)
}
