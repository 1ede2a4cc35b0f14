//! The map of features: how much each delights when it is there, against how much it annoys when it is not.

use super::{label, percent};
use crate::insights::markup::{Element, el};

/// A feature on the map.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its number, as the table has it.
    pub number: usize,
    /// How much it annoys when it is missing, from 0 to 1, with the ends of the interval.
    pub worse: (f64, f64, f64),
    /// How much it delights when it is there, the same.
    pub better: (f64, f64, f64),
}

const FIELD: f64 = 340.0;
const LEFT: f64 = 0.11;

/// The map. What lies at the right is missed when it is not there; what lies high delights when it is.
pub fn draw(name: &str, points: &[Point]) -> Element {
    let x = |at: f64| percent(LEFT + (0.97 - LEFT) * at);
    let y = |at: f64| 30.0 + FIELD * (1.0 - at.clamp(0.0, 1.0));
    let line = |x1: f64, y1: f64, x2: f64, y2: f64, class: &str| {
        el("line")
            .at("x1", x(x1))
            .at("y1", format!("{:.1}", y(y1)))
            .at("x2", x(x2))
            .at("y2", format!("{:.1}", y(y2)))
            .class(class)
    };
    let mut image = super::image("map", name, FIELD + 76.0)
        .with(line(0.5, 0.0, 0.5, 1.0, "tick"))
        .with(line(0.0, 0.5, 1.0, 0.5, "tick"))
        .with(line(0.0, 0.0, 1.0, 0.0, "axis"))
        .with(line(0.0, 0.0, 0.0, 1.0, "axis"));
    for (at, text) in [(0.0, "0"), (0.5, "0.5"), (1.0, "1")] {
        image = image
            .with(label(&percent(LEFT - 0.02), y(at) + 4.0, "value", text))
            .with(label(&x(at), FIELD + 48.0, "time", text));
    }
    for (at, height, text) in [
        (0.02, 0.95, "Delight"),
        (0.52, 0.95, "Performance"),
        (0.02, 0.03, "Indifferent"),
        (0.52, 0.03, "Must"),
    ] {
        image = image.with(label(&x(at), y(height), "corner", text));
    }
    image = image
        .with(label(
            &x(0.5),
            FIELD + 68.0,
            "time",
            "missed when it is not there →",
        ))
        .with(label("0", 14.0, "first", "↑ liked when it is there"));
    for point in points {
        let (worse, better) = (point.worse, point.better);
        image = image
            .with(line(worse.1, better.0, worse.2, better.0, "whisker"))
            .with(line(worse.0, better.1, worse.0, better.2, "whisker"));
    }
    for point in points {
        let (at, height) = (point.worse.0, point.better.0);
        image = image
            .with(
                el("circle")
                    .at("cx", x(at))
                    .at("cy", format!("{:.1}", y(height)))
                    .at("r", "11")
                    .class("point"),
            )
            .with(label(
                &x(at),
                y(height) + 4.0,
                "number",
                &point.number.to_string(),
            ));
    }
    image
}
