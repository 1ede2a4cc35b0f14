//! A guide's graph, from where walks begin downwards: the more walks, the wider the line; red is who left.

use std::collections::BTreeMap;

use firstline_insights::number;

use super::label;
use crate::insights::markup::{Element, el};
use crate::insights::told::{Place, Ways};

const WIDE: f64 = 188.0;
const HIGH: f64 = 52.0;
const BESIDE: f64 = 20.0;
const BETWEEN: f64 = 56.0;

/// The most letters of a name in a box.
const LETTERS: usize = 22;

/// A place that is drawn.
struct Seen {
    layer: usize,
    is_end: bool,
    many: u64,
    told: Place,
}

/// Draws it. `title` gives the words of a place.
pub fn draw(name: &str, ways: &Ways<'_>, title: &dyn Fn(&str) -> String) -> Element {
    let traffic = ways.traffic();
    // What fewer than five went through is not drawn: it may be one person.
    let seen: BTreeMap<&str, Seen> = traffic
        .places
        .iter()
        .filter_map(|(name, place)| {
            let told = ways.place(name)?;
            let many = told.reached.part().filter(|many| *many > 0)?;
            let seen = Seen {
                layer: place.layer,
                is_end: place.is_end,
                many,
                told,
            };
            Some((name.as_str(), seen))
        })
        .collect();
    let layers = layers(&seen);
    let widest = layers.iter().map(Vec::len).max().unwrap_or(0);
    let width = count(widest) * (WIDE + BESIDE) + BESIDE;
    let height = count(layers.len()) * (HIGH + BETWEEN);
    let mut at: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (row, places) in layers.iter().enumerate() {
        let free = width - count(places.len()) * (WIDE + BESIDE) + BESIDE;
        for (column, place) in places.iter().enumerate() {
            let left = free / 2.0 + count(column) * (WIDE + BESIDE);
            at.insert(place, (left, 4.0 + count(row) * (HIGH + BETWEEN)));
        }
    }
    let passages: Vec<_> = ways
        .passages()
        .into_iter()
        .filter_map(|(passage, told)| Some((passage, told.part().filter(|many| *many > 0)?)))
        .collect();
    let most = passages.iter().map(|(_, many)| *many).max().unwrap_or(1);
    let mut image = el("svg")
        .class("graph")
        .at("role", "img")
        .at("aria-label", name)
        .at("width", format!("{width:.0}"))
        .at("height", format!("{height:.0}"))
        .at("viewBox", format!("0 0 {width:.0} {height:.0}"));
    for (passage, many) in passages {
        let (Some(from), Some(to)) = (at.get(passage.from.as_str()), at.get(passage.to.as_str()))
        else {
            continue;
        };
        let thick = 1.0 + 15.0 * number::of(many) / number::of(most);
        image = image.with(
            el("path")
                .class("way")
                .at("d", way(*from, *to))
                .at("stroke-width", format!("{thick:.1}"))
                .with(el("title").text(format!("{many} walks"))),
        );
    }
    for (place, (left, top)) in &at {
        if let Some(found) = seen.get(place) {
            image = image.with(draw_place(place, found, *left, *top, title));
        }
    }
    image
}

fn count(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Places by how many steps they are from the beginning; in each, the busiest in the middle.
fn layers<'a>(seen: &BTreeMap<&'a str, Seen>) -> Vec<Vec<&'a str>> {
    let mut by_layer: BTreeMap<usize, Vec<(&str, u64)>> = BTreeMap::new();
    for (name, place) in seen {
        by_layer
            .entry(place.layer)
            .or_default()
            .push((name, place.many));
    }
    let mut layers = Vec::new();
    for mut places in by_layer.into_values() {
        places.sort_by_key(|(_, reached)| std::cmp::Reverse(*reached));
        let mut ordered = std::collections::VecDeque::new();
        for (at, (name, _)) in places.into_iter().enumerate() {
            if at % 2 == 0 {
                ordered.push_back(name);
            } else {
                ordered.push_front(name);
            }
        }
        // Rows of six at the most: a wider one is seen by nobody.
        let ordered: Vec<&str> = ordered.into();
        layers.extend(ordered.chunks(6).map(<[&str]>::to_vec));
    }
    layers
}

/// From below one box to above another; at the side of both if it goes back up.
fn way((left, top): (f64, f64), (to_left, to_top): (f64, f64)) -> String {
    let middle = WIDE / 2.0;
    if to_top > top {
        let (x1, y1, x2, y2) = (left + middle, top + HIGH, to_left + middle, to_top);
        let bend = (y1 + y2) / 2.0;
        format!("M{x1:.0} {y1:.0}C{x1:.0} {bend:.0} {x2:.0} {bend:.0} {x2:.0} {y2:.0}")
    } else {
        let (x1, y1, x2, y2) = (
            left + WIDE,
            top + HIGH / 2.0,
            to_left + WIDE,
            to_top + HIGH / 2.0,
        );
        let bend = x1.max(x2) + BESIDE;
        format!("M{x1:.0} {y1:.0}C{bend:.0} {y1:.0} {bend:.0} {y2:.0} {x2:.0} {y2:.0}")
    }
}

fn draw_place(
    id: &str,
    place: &Seen,
    left: f64,
    top: f64,
    title: &dyn Fn(&str) -> String,
) -> Element {
    let words = title(id);
    let short: String = match words.chars().count() > LETTERS {
        true => words.chars().take(LETTERS - 1).chain(['…']).collect(),
        false => words.clone(),
    };
    let lost = place.told.lost.value().unwrap_or(0.0);
    let class = if place.is_end { "place end" } else { "place" };
    let rect = |x: f64, width: f64, class: &str| {
        el("rect")
            .at("x", format!("{x:.1}"))
            .at("y", format!("{top:.1}"))
            .at("width", format!("{width:.1}"))
            .at("height", format!("{HIGH}"))
            .at("rx", "6")
            .class(class)
    };
    let minutes = place.told.minutes.value();
    let minutes = minutes.map_or(String::new(), |minutes| format!(" · {minutes:.1} min"));
    let text = |offset: f64, class: &str, words: &str| {
        label(&format!("{:.0}", left + 10.0), top + offset, class, words)
    };
    let many = place.many;
    let left_there = place.told.lost.part();
    let left_there = left_there.map_or(String::new(), |lost| format!(", {lost} left"));
    el("g")
        .with(el("title").text(format!("{words} ({id}): {many} walks{left_there}")))
        .with(rect(left, WIDE, class))
        .with(rect(left + WIDE * (1.0 - lost), WIDE * lost, "lost"))
        .with(text(21.0, "words", &short))
        .with(text(40.0, "small", &format!("{many} walks{minutes}")))
}
