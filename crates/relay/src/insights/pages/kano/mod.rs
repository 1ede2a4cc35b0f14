//! The features that customers expect, and those that delight them.

mod by_segment;
mod on_the_map;
mod over_time;
mod savings;
mod seen;
mod strengths;

use std::collections::BTreeMap;

use firstline_kano::drift::{Drift, Period, drifts};
use firstline_kano::{Answer, Certainty, Counts};

use super::{Figures, Page, Reading, Span};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::{Element, el};
use crate::insights::told::Told;
use crate::store::insights::Pair;
use seen::Seen;

/// The page.
pub const PAGE: Page = Page {
    path: "kano",
    title: "What customers want",
    question: "What is a must, what delights, what can be saved, and what is changing?",
    narrows: &[],
    one_of: &[],
    needs_guide: false,
    span: Span::Quarter,
    by_week: "Answers",
    read: |reading| Box::pin(read(reading)) as Figures<'_>,
};

/// Weeks that are put together for a look at time: a quarter.
const QUARTER: i64 = 13 * 7;

async fn read(reading: &Reading<'_>) -> Result<Vec<Figure>, crate::store::StoreError> {
    let pairs = reading.app.store.pairs(&reading.slice).await?;
    let features = features(reading, &pairs);
    Ok(vec![
        on_the_map::figure(&features),
        strengths::figure(&features),
        by_segment::figure(&features, &pairs),
        over_time::figure(&features),
        savings::figure(&features),
    ])
}

/// A feature with what was said of it.
struct Known {
    id: String,
    name: String,
    counts: Counts,
    seen: Seen,
    periods: Vec<Period>,
    /// How it changes, beside all others.
    drift: Drift,
}

fn counts<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Counts {
    let mut counts = Counts::default();
    for pair in pairs {
        if let (Some(functional), Some(dysfunctional)) = (
            Answer::from_name(&pair.functional),
            Answer::from_name(&pair.dysfunctional),
        ) {
            counts.add(functional, dysfunctional, pair.customers);
        }
    }
    seen::without_few(&counts)
}

fn features(reading: &Reading<'_>, pairs: &[Pair]) -> Vec<Known> {
    let language = reading.app.config.languages.first();
    let mut known: Vec<Known> = reading
        .app
        .site
        .features
        .iter()
        .map(|feature| {
            let named = language.and_then(|language| feature.name.get(language));
            let name = named
                .or_else(|| feature.name.values().next())
                .cloned()
                .unwrap_or_default();
            let of = || pairs.iter().filter(|pair| pair.feature == feature.id);
            let mut quarters: BTreeMap<i64, Vec<&Pair>> = BTreeMap::new();
            for pair in of() {
                quarters
                    .entry(pair.week.div_euclid(QUARTER))
                    .or_default()
                    .push(pair);
            }
            let all = counts(of());
            Known {
                id: feature.id.clone(),
                name,
                counts: all,
                seen: Seen::of(&all),
                periods: quarters
                    .into_iter()
                    .map(|(at, pairs)| Period {
                        at,
                        counts: counts(pairs.into_iter()),
                    })
                    .collect(),
                drift: Drift::Unknown,
            }
        })
        .collect();
    let periods: Vec<&[Period]> = known.iter().map(|known| known.periods.as_slice()).collect();
    let drifts = drifts(&periods);
    for (known, drift) in known.iter_mut().zip(drifts) {
        known.drift = drift;
    }
    known.sort_by(|a, b| {
        let importance = |known: &Known| known.seen.importance().rank();
        importance(b).total_cmp(&importance(a))
    });
    known
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::TooFew => "too few",
        Certainty::Mixed => "of two minds",
        Certainty::Sure => "sure",
    }
}

/// A share as the literature writes it.
fn in_hundredths(share: Told) -> Cell {
    match (share.cell(), share.value()) {
        (_, Some(value)) => Cell::Number(value, 2),
        (cell, None) => cell,
    }
}

/// Worse: how much it is missed, below zero.
fn worse(missed: Told) -> Cell {
    match (missed.cell(), missed.value()) {
        (_, Some(value)) => Cell::Number(-value, 2),
        (cell, None) => cell,
    }
}

/// A line of the list beside the map.
fn key_of(number: usize, name: &str, word: &str) -> Element {
    el("li")
        .with(el("b").text(number.to_string()))
        .text(format!(" {name} "))
        .with(el("i").text(word))
}
