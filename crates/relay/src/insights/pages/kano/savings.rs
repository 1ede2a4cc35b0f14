//! What can be saved.

use firstline_kano::{Certainty, Judgement, judge};

use super::Known;
use crate::insights::figure::{Cell, Figure};

/// The figure.
pub fn figure(features: &[Known]) -> Figure {
    let found: Vec<(&Known, Judgement)> = features
        .iter()
        .filter_map(|known| Some((known, judge(&known.counts)?)))
        .filter(|(_, judged)| judged.is_saving() && judged.certainty == Certainty::Sure)
        .collect();
    Figure {
        id: "savings",
        title: "What can be saved",
        meaning: match found.as_slice() {
            [] => "No feature is surely indifferent or unwanted.".to_owned(),
            [(one, _)] => format!("“{}” can be saved.", one.name),
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|(known, _)| format!("“{}”", known.name))
                    .collect();
                format!("{} can be saved.", names.join(", "))
            }
        },
        definition: "Features that are surely indifferent (nobody would miss them) or unwanted (customers would rather not have them).",
        plot: None,
        columns: vec!["feature", "category", "answers", "what to do"],
        rows: found
            .iter()
            .map(|(known, judged)| {
                vec![
                    Cell::text(&known.name),
                    Cell::text(judged.category.word()),
                    known.seen.total().cell(),
                    Cell::text(judged.sentence()),
                ]
            })
            .collect(),
    }
}
