//! What is changing: yesterday's delight is today's must.

use firstline_insights::number;
use firstline_kano::ENOUGH;
use firstline_kano::drift::{Drift, Period};

use super::seen::Seen;
use super::{Known, QUARTER, worse};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::pages::date;
use crate::insights::plot::lines;

/// The figure.
pub fn figure(features: &[Known]) -> Figure {
    let enough = |period: &&Period| period.counts.total() >= ENOUGH;
    let first = features
        .iter()
        .flat_map(|known| known.periods.iter().filter(enough))
        .map(|period| period.at)
        .min();
    let last = features
        .iter()
        .flat_map(|known| known.periods.iter().filter(enough))
        .map(|period| period.at)
        .max();
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
    let span = number::of(u64::try_from(last - first).unwrap_or(0)).max(1.0);
    let moving: Vec<&Known> = features
        .iter()
        .filter(|known| !matches!(known.drift, Drift::Steady | Drift::Unknown))
        .collect();
    const CLASSES: [&str; 4] = ["line-1", "line-2", "line-3", "line-4"];
    let drawn: Vec<lines::Line> = moving
        .iter()
        .zip(CLASSES)
        .map(|(known, class)| lines::Line {
            name: known.name.clone(),
            class,
            points: known
                .periods
                .iter()
                .filter(enough)
                .filter_map(|period| {
                    let at = number::of(u64::try_from(period.at - first).unwrap_or(0)) / span;
                    Some((at, Seen::of(&period.counts).missed().value()?))
                })
                .collect(),
        })
        .collect();
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, format!("{share:.2}")));
    let times = [(0.0, date(first * QUARTER)), (1.0, date(last * QUARTER))];
    let plot = (!drawn.is_empty() && first != last).then(|| {
        el("div")
            .with(lines::draw(
                "How much features are missed, by quarter",
                1.0,
                &ticks,
                &times,
                &drawn,
            ))
            .with(lines::legend(&drawn))
    });
    Figure {
        id: "drift",
        title: "What is changing",
        meaning: moving
            .first()
            .map_or("No feature has surely changed.".to_owned(), |known| {
                format!("“{}”: {}", known.name, lower(known.drift.sentence()))
            }),
        definition: "How much each feature is missed when it is not there (“worse”, upwards), by quarters of 30 answers or more. \
             Only features that have changed are drawn: the first and the last quarter differ by more than chance \
             explains. All features are tested together, by Holm's method (1979): that chance alone is called a change happens \
             on one page in twenty. Yesterday's delight is today's must (Kano 2001).",
        plot,
        columns: vec![
            "feature",
            "first quarter",
            "worse",
            "last quarter",
            "worse then",
            "what happens",
        ],
        rows: features
            .iter()
            .filter_map(|known| {
                let first = known.periods.iter().find(enough)?;
                let last = known.periods.iter().rev().find(enough)?;
                let worse = |period: &Period| worse(Seen::of(&period.counts).missed());
                Some(vec![
                    Cell::text(&known.name),
                    Cell::text(date(first.at * QUARTER)),
                    worse(first),
                    Cell::text(date(last.at * QUARTER)),
                    worse(last),
                    Cell::text(known.drift.sentence()),
                ])
            })
            .collect(),
    }
}

fn lower(sentence: &str) -> String {
    let mut signs = sentence.chars();
    signs.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(signs).collect()
    })
}
