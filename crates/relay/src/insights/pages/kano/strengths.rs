//! How sure the categories are: the numbers behind it.

use firstline_insights::Interval;
use firstline_kano::{Certainty, Coefficient, Judgement, judge};

use super::Known;
use crate::insights::figure::{Cell, Figure};
use crate::insights::told::Told;

/// The figure.
pub fn figure(features: &[Known]) -> Figure {
    let judged: Vec<(&Known, Judgement)> = features
        .iter()
        .filter(|known| known.seen.is_enough())
        .filter_map(|known| Some((known, judge(&known.counts)?)))
        .collect();
    let sure = judged
        .iter()
        .filter(|(_, judged)| judged.certainty == Certainty::Sure)
        .count();
    let interval = |told: Told, coefficient: Option<Coefficient>| {
        coefficient.filter(|_| told.is_told()).map_or_else(
            || told.cell(),
            |found| {
                let Interval { low, high } = found.interval;
                Cell::text(format!("{low:.2} to {high:.2}"))
            },
        )
    };
    Figure {
        id: "strengths",
        title: "How sure the categories are",
        meaning: format!(
            "Of {} features, {sure} are surely what the map says.",
            judged.len()
        ),
        definition: "Strength: by how much the share of the category is above that of the next in its group (Lee and Newcomb 1997; 0.06 \
             and more stands out). Total strength: the share of customers who see any use in the feature. Fong's test (1996) \
             of the two most frequent categories: chance at 90 % explains a difference below 1.65 · √((a + b)(2n − a − b) / 2n) \
             customers. The intervals of better and worse are of 95 %.",
        plot: None,
        columns: vec![
            "feature",
            "category",
            "next to it",
            "strength",
            "total strength",
            "difference",
            "Fong's least",
            "by chance?",
            "better",
            "worse",
        ],
        rows: judged
            .iter()
            .map(|(known, judged)| {
                let (counts, seen) = (&known.counts, &known.seen);
                let [first, second, ..] = counts.ranked();
                let difference = counts.of(first) - counts.of(second);
                let next = counts.in_its_group().map(|[_, next]| next.word());
                vec![
                    Cell::text(&known.name),
                    Cell::text(judged.category.word()),
                    next.map_or(Cell::None, Cell::text),
                    seen.of_categories(counts.strength_in_its_group(), 2).cell(),
                    seen.of_categories(counts.total_strength(), 2).cell(),
                    seen.counted(difference).cell(),
                    seen.of_categories(Some(counts.fong_threshold()), 1).cell(),
                    Cell::text(match counts.is_significant() {
                        true => "no",
                        false => "it may be",
                    }),
                    interval(seen.better(), counts.better()),
                    interval(seen.missed(), counts.worse()),
                ]
            })
            .collect(),
    }
}
