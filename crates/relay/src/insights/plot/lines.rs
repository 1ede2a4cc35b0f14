//! Lines over time.

use super::{label, percent};
use crate::insights::markup::{Element, el};

/// A line: its name, the class that colours it, and its points: where in time, from 0 to 1, and its value.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// The class that colours it.
    pub class: &'static str,
    /// Where in time, from 0 to 1, and the value.
    pub points: Vec<(f64, f64)>,
}

/// The height of the field, in px, and what stands above and below it.
const FIELD: f64 = 180.0;
const ABOVE: f64 = 12.0;
const BELOW: f64 = 24.0;
/// Where the field begins: before it stand the numbers.
const LEFT: f64 = 0.10;

/// Lines in one field. `ticks` are values with what is written beside them, `times` the same for time.
pub fn draw(
    name: &str,
    most: f64,
    ticks: &[(f64, String)],
    times: &[(f64, String)],
    lines: &[Line],
) -> Element {
    let most = most.max(f64::MIN_POSITIVE);
    let x = |at: f64| percent(LEFT + (0.98 - LEFT) * at);
    let y = |value: f64| ABOVE + FIELD * (1.0 - (value / most).clamp(0.0, 1.0));
    let mut image = super::image("lines", name, ABOVE + FIELD + BELOW);
    for (value, text) in ticks {
        image = image
            .with(straight(&x(0.0), y(*value), &x(1.0), y(*value), "tick"))
            .with(label(
                &percent(LEFT - 0.015),
                y(*value) + 4.0,
                "value",
                text,
            ));
    }
    for (at, text) in times {
        let class = match at {
            at if *at < 0.05 => "first",
            at if *at > 0.95 => "value",
            _ => "time",
        };
        image = image.with(label(&x(*at), ABOVE + FIELD + 18.0, class, text));
    }
    for line in lines {
        for pair in line.points.windows(2) {
            if let [(x1, y1), (x2, y2)] = pair {
                image = image.with(straight(&x(*x1), y(*y1), &x(*x2), y(*y2), line.class));
            }
        }
        for (at, value) in &line.points {
            let dot = el("circle")
                .at("cx", x(*at))
                .at("cy", format!("{:.1}", y(*value)))
                .at("r", "3")
                .class(line.class);
            image = image.with(dot);
        }
    }
    image
}

fn straight(x1: &str, y1: f64, x2: &str, y2: f64, class: &str) -> Element {
    el("line")
        .at("x1", x1)
        .at("x2", x2)
        .at("y1", format!("{y1:.1}"))
        .at("y2", format!("{y2:.1}"))
        .class(class)
}

/// What the lines are called, in their colours. Lines differ by their dashes too.
pub fn legend(lines: &[Line]) -> Element {
    el("ul").class("legend").all(lines.iter().map(|line| {
        let mark = el("svg")
            .at("width", "28")
            .at("height", "10")
            .at("aria-hidden", "true");
        let mark = mark.with(straight("0", 5.0, "28", 5.0, line.class));
        el("li").with(mark).text(format!(" {}", line.name))
    }))
}
