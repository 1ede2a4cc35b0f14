//! Bars beside their names, with a whisker for what a share may really be.

use firstline_insights::{Interval, Share};

use super::{label, percent};
use crate::insights::markup::{Element, el};

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Parts of it, one after the other, from 0 to 1, with the class that colours each.
    pub parts: Vec<(f64, &'static str)>,
    /// Where the end of its first part may lie.
    pub interval: Option<Interval>,
    /// The value behind it.
    pub value: String,
}

impl Bar {
    /// So many of all walks, with both numbers behind it.
    pub fn of_walks(name: &str, walks: Share, class: &'static str) -> Bar {
        let value = walks.value().unwrap_or(0.0);
        Bar {
            name: name.to_owned(),
            parts: vec![(value, class)],
            interval: None,
            value: format!("{:.0} % · {}", value * 100.0, walks.part),
        }
    }
}

/// The height of a bar with its name, in px.
const ROW: f64 = 44.0;

/// Bars below each other.
pub fn draw(name: &str, bars: &[Bar]) -> Element {
    let rows = f64::from(u32::try_from(bars.len()).unwrap_or(0));
    let mut image = super::image("bars", name, rows * ROW + 4.0);
    for (at, bar) in (0_u32..).zip(bars) {
        let top = f64::from(at) * ROW;
        image = image
            .with(label("0", top + 15.0, "name", &bar.name))
            .with(label("100%", top + 15.0, "value", &bar.value))
            .with(rect(0.0, 1.0, top + 21.0, "ground"));
        let mut from = 0.0;
        for (share, class) in &bar.parts {
            image = image.with(rect(from, *share, top + 21.0, class));
            from += share;
        }
        if let Some(Interval { low, high }) = bar.interval {
            let line = |x1: f64, x2: f64, y1: f64, y2: f64| {
                el("line")
                    .at("x1", percent(x1))
                    .at("x2", percent(x2))
                    .at("y1", format!("{y1:.0}"))
                    .at("y2", format!("{y2:.0}"))
                    .class("whisker")
            };
            let middle = top + 28.0;
            image = image
                .with(line(low, high, middle, middle))
                .with(line(low, low, middle - 4.0, middle + 4.0))
                .with(line(high, high, middle - 4.0, middle + 4.0));
        }
    }
    image
}

fn rect(from: f64, width: f64, top: f64, class: &str) -> Element {
    el("rect")
        .at("x", percent(from))
        .at("width", percent(width))
        .at("y", format!("{top:.0}"))
        .at("height", "14")
        .class(class)
}
