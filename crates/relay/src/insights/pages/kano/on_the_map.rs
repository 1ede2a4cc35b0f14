//! What the features are to customers: the map.

use firstline_insights::LEAST;
use firstline_kano::{Category, Certainty, judge};

use super::{Known, certainty, key_of, point};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::plot::map;

/// The figure.
pub fn figure(features: &[Known]) -> Figure {
    let shown: Vec<(usize, &Known)> = features
        .iter()
        .enumerate()
        .filter(|(_, known)| known.counts.total() >= LEAST)
        .map(|(at, known)| (at + 1, known))
        .collect();
    let points: Vec<map::Point> = shown
        .iter()
        .filter_map(|(number, known)| point(*number, &known.counts))
        .collect();
    let sure = |category: Category| {
        let mut names = shown.iter().filter(|(_, known)| {
            judge(&known.counts).is_some_and(|judged| {
                judged.category == category && judged.certainty == Certainty::Sure
            })
        });
        names.next().map(|(_, known)| known.name.clone())
    };
    let meaning = match (sure(Category::MustBe), sure(Category::Attractive)) {
        (Some(must), Some(delight)) => {
            format!(
                "“{must}” is a must that must never fail; “{delight}” delights because nobody expects it."
            )
        }
        (Some(must), None) => format!("“{must}” is a must: it must never fail."),
        (None, Some(delight)) => format!("“{delight}” delights because nobody expects it."),
        (None, None) => "Too few customers have answered to be sure of anything yet.".to_owned(),
    };
    Figure {
        id: "map",
        title: "What the features are to customers",
        meaning,
        definition: "Kano's method: each customer is asked how it is if a feature is there, and how it is if it is not. “Better” \
             is (A + O) / (A + O + M + I), upwards; “worse” is −(O + M) / (A + O + M + I), to the right (Berger et al. \
             1993); the lines are 95 % intervals. The category is by Blauth's rule; “sure” means that 30 or more have \
             answered, the category stands out in its group (M, O and A, or I, R and Q) by 6 of 100 or more (Lee and \
             Newcomb 1997), and neither that (Fong's test) nor which group is larger is by chance. Sorted by importance, the mean of both.",
        plot: (!points.is_empty()).then(|| {
            let key = shown.iter().map(|(number, known)| {
                let word = judge(&known.counts).map_or("", |judged| judged.category.word());
                key_of(*number, &known.name, word)
            });
            el("div")
                .class("beside")
                .with(map::draw(
                    "Features by better and worse; numbers as in the list",
                    &points,
                ))
                .with(el("ul").class("key").all(key))
        }),
        columns: vec![
            "no.",
            "feature",
            "category",
            "how sure",
            "answers",
            "M",
            "O",
            "A",
            "I",
            "R",
            "Q",
            "better",
            "worse",
            "importance",
            "what to do",
        ],
        rows: features
            .iter()
            .zip(1_u64..)
            .map(|(known, at)| row(known, at))
            .collect(),
    }
}

fn row(known: &Known, at: u64) -> Vec<Cell> {
    let judged = judge(&known.counts).filter(|_| known.counts.total() >= LEAST);
    let mut row = vec![
        Cell::Count(at),
        Cell::text(&known.name),
        judged.map_or(Cell::None, |judged| Cell::text(judged.category.word())),
        judged.map_or(Cell::None, |judged| Cell::text(certainty(judged.certainty))),
        Cell::count(known.counts.total()),
    ];
    row.extend(Category::ALL.map(|category| match known.counts.total() {
        0..LEAST => Cell::None,
        _ => Cell::number(known.counts.share(category), 2),
    }));
    let shown = |coefficient: Option<f64>| match known.counts.total() {
        0..LEAST => Cell::None,
        _ => Cell::number(coefficient, 2),
    };
    row.push(shown(known.counts.better().map(|better| better.value)));
    row.push(shown(known.counts.worse().map(|worse| worse.value)));
    row.push(shown(known.counts.importance()));
    row.push(judged.map_or(Cell::text("Ask more customers."), |judged| {
        Cell::text(judged.sentence())
    }));
    row
}
