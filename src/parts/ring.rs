//! A countdown by the wall clock.

use firstline_guide::session::Millis;
use yew::Html;

use super::{At, el};
use crate::text::{self, clock};

/// A ring that empties from `from` to `until`, with what is left written in it. It is drawn anew
/// from the clock, so a sleeping tab or a reload costs it nothing.
pub fn ring(now: Millis, from: Millis, until: Millis) -> Html {
    let whole = until.saturating_sub(from).max(1);
    let left = until.saturating_sub(now).min(whole);
    let mut dashes = text::whole(left * 100 / whole);
    dashes.push_str(" 100");
    let circle = || {
        el("circle", "")
            .at(At::CentreX, "42")
            .at(At::CentreY, "42")
            .at(At::Radius, "36")
    };
    let left = circle()
        .at(At::PathLength, "100")
        .set(At::Dashes, dashes.into())
        .at(At::Transform, "rotate(-90 42 42)");
    let drawing = el("svg", "")
        .at(At::ViewBox, "0 0 84 84")
        .at(At::Hidden, "true")
        .with(circle())
        .with(left);
    el("div", "fl-ring")
        .at(At::Role, "timer")
        .with(drawing)
        .with(el("span", "").text(clock(now, until).into()))
        .done()
}
