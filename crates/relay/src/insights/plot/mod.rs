//! Plots, drawn as SVG without script. Widths are in percent, so that letters stay as large as they are on a
//! phone; only the graph of a guide is as wide as it needs, and scrolls.

pub mod bars;
pub mod graph;
pub mod lines;
pub mod map;

use super::markup::{Element, el};

/// A share of the width as SVG wants it.
fn percent(share: f64) -> String {
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}

/// An image with a name for those who do not see it. What it shows stands in the table below it.
fn image(class: &str, name: &str, height: f64) -> Element {
    el("svg")
        .class(class)
        .at("role", "img")
        .at("aria-label", name)
        .at("width", "100%")
        .at("height", format!("{height:.0}"))
}

/// A text in an image.
fn label(x: &str, y: f64, class: &str, text: &str) -> Element {
    el("text")
        .at("x", x)
        .at("y", format!("{y:.0}"))
        .class(class)
        .text(text)
}
