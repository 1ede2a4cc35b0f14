//! What the features are to customers: the map.

use firstline_kano::{Category, Certainty, judge};

use super::{Known, certainty, in_hundredths, key_of, worse};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::plot::map;

/// The figure.
pub fn figure(features: &[Known]) -> Figure {
    let shown: Vec<(usize, &Known)> = features
        .iter()
        .enumerate()
        .filter(|(_, known)| known.seen.is_enough())
        .map(|(at, known)| (at + 1, known))
        .collect();
    let points: Vec<map::Point> = shown
        .iter()
        .filter_map(|(number, known)| known.seen.point(*number))
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
             Newcomb 1997), and neither that (Fong's test) nor which group is larger is by chance. Sorted by importance, the mean of both. \
             Where fewer than five are in a category, none of M, O, A and I is shown; fewer than five who contradict themselves or \
             would rather not have it are left out of all.",
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
    let seen = &known.seen;
    let judged = judge(&known.counts).filter(|_| seen.is_enough());
    let mut row = vec![
        Cell::Count(at),
        Cell::text(&known.name),
        judged.map_or(Cell::None, |judged| Cell::text(judged.category.word())),
        judged.map_or(Cell::None, |judged| Cell::text(certainty(judged.certainty))),
        seen.total().cell(),
    ];
    row.extend(Category::ALL.map(|category| in_hundredths(seen.category(category))));
    row.push(in_hundredths(seen.better()));
    row.push(worse(seen.missed()));
    row.push(seen.importance().cell());
    row.push(judged.map_or(Cell::text("Ask more customers."), |judged| {
        Cell::text(judged.sentence())
    }));
    row
}
