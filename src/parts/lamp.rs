//! A lamp as it looks: its shape says as much as its colour.

use yew::{Html, html};

use crate::text::Key;

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
pub(super) fn parse(state: &str) -> (Option<(Key, &'static str)>, bool) {
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
    let (colour, blinks) = parse(state);
    let shine = colour.map(|(_, shine)| shine);
    let stroke = shine.unwrap_or("#8d99ac");
    html! {
        <svg
            class="fl-icon fl-lamp"
            data-moves={blinks.then_some("blink")}
            viewBox="0 0 24 24"
            aria-hidden="true"
        >
            <circle cx="12" cy="12" r="4" {stroke} fill={shine} />
            if blinks {
                <circle cx="12" cy="12" r="8.5" {stroke} stroke-dasharray="2.7 4" />
            }
        </svg>
    }
}
