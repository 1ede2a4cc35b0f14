//! What a feature is to several groups of customers.

use firstline_kano::{Certainty, ENOUGH, Judgement, judge};

use super::seen::Seen;
use super::{Known, certainty, counts, in_hundredths, key_of, worse};
use crate::insights::figure::{Cell, Figure};
use crate::insights::markup::el;
use crate::insights::plot::map;
use crate::store::insights::Pair;

/// A feature in the eyes of one group of customers.
struct Segment<'a> {
    feature: &'a Known,
    by: &'static str,
    group: String,
    seen: Seen,
    judged: Judgement,
}

impl Segment<'_> {
    fn named(&self) -> String {
        format!("{} {}", self.by, self.group)
    }

    fn is_sure(&self) -> bool {
        self.judged.certainty == Certainty::Sure
    }
}

/// What puts a customer into a group; empty if the page did not tell it.
type Key = fn(&Pair) -> &str;

/// The groups of customers that are large enough, of each feature.
fn groups<'a>(features: &'a [Known], pairs: &[Pair]) -> Vec<Segment<'a>> {
    let kinds: [(&'static str, Key); 2] = [
        ("technology", |pair| &pair.technology),
        ("years of contract", |pair| &pair.years),
    ];
    let mut segments = Vec::new();
    for feature in features {
        let of = |pair: &&Pair| pair.feature == feature.id;
        for (by, key) in kinds {
            let mut names: Vec<&str> = pairs.iter().filter(of).map(key).collect();
            names.sort_unstable();
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                let counts = counts(pairs.iter().filter(of).filter(|pair| key(pair) == name));
                if counts.total() < ENOUGH {
                    continue;
                }
                segments.extend(judge(&counts).map(|judged| Segment {
                    feature,
                    by,
                    group: name.to_owned(),
                    seen: Seen::of(&counts),
                    judged,
                }));
            }
        }
    }
    segments
}

/// Two groups of one kind for whom a feature is surely two different things.
fn divided<'a>(segments: &'a [Segment<'a>]) -> Option<(&'a Segment<'a>, &'a Segment<'a>)> {
    let sure = || segments.iter().filter(|segment| segment.is_sure());
    sure().find_map(|one| {
        let differs = |other: &&Segment<'_>| {
            other.feature.id == one.feature.id
                && other.by == one.by
                && other.judged.category != one.judged.category
        };
        Some((one, sure().find(differs)?))
    })
}

/// How far the groups of this feature lie apart on the map.
fn spread(segments: &[Segment<'_>], feature: &str) -> f64 {
    let of = segments
        .iter()
        .filter(|segment| segment.feature.id == feature);
    let ends = |of: &mut dyn Iterator<Item = f64>| {
        of.fold((f64::MAX, f64::MIN), |(least, most), value| {
            (least.min(value), most.max(value))
        })
    };
    let better = ends(&mut of.clone().filter_map(|of| of.seen.better().value()));
    let worse = ends(&mut of.filter_map(|of| of.seen.missed().value()));
    (better.1 - better.0).max(0.0) + (worse.1 - worse.0).max(0.0)
}

/// The figure.
pub fn figure(features: &[Known], pairs: &[Pair]) -> Figure {
    let segments = groups(features, pairs);
    let divided = divided(&segments);
    let drawn = divided.map(|(one, _)| one.feature).or_else(|| {
        let apart = |known: &&Known| spread(&segments, &known.id);
        features
            .iter()
            .filter(|known| apart(known) > 0.0)
            .max_by(|a, b| apart(a).total_cmp(&apart(b)))
    });
    let plot = drawn.map(|feature| {
        let of = || {
            let numbered = segments.iter().enumerate();
            numbered.filter(|(_, segment)| segment.feature.id == feature.id)
        };
        let points: Vec<map::Point> = of()
            .filter_map(|(at, segment)| segment.seen.point(at + 1))
            .collect();
        let key = of()
            .map(|(at, segment)| key_of(at + 1, &segment.named(), segment.judged.category.word()));
        let name = format!("“{}” in the eyes of several groups", feature.name);
        el("div")
            .class("beside")
            .with(map::draw(&name, &points))
            .with(
                el("div")
                    .with(el("p").text(name))
                    .with(el("ul").class("key").all(key)),
            )
    });
    Figure {
        id: "segments",
        title: "By technology and age of the contract",
        meaning: divided.map_or(
            "No feature is surely something else to one group of customers than to another."
                .to_owned(),
            |(one, other)| {
                format!(
                    "“{}” is {} for {} and {} for {}.",
                    one.feature.name,
                    one.judged.category.word(),
                    one.named(),
                    other.judged.category.word(),
                    other.named()
                )
            },
        ),
        definition: "The same method on the customers of one technology of the line, or of one age of the contract, where the page \
             tells it. Groups of fewer than 30 answers are left out. Drawn is the feature that is surely two things to two groups, or \
             else the one whose groups lie furthest apart.",
        plot,
        columns: vec![
            "no.", "feature", "by", "group", "answers", "category", "how sure", "better", "worse",
        ],
        rows: segments
            .iter()
            .zip(1_u64..)
            .map(|(segment, at)| {
                vec![
                    Cell::Count(at),
                    Cell::text(&segment.feature.name),
                    Cell::text(segment.by),
                    Cell::text(&segment.group),
                    segment.seen.total().cell(),
                    Cell::text(segment.judged.category.word()),
                    Cell::text(certainty(segment.judged.certainty)),
                    in_hundredths(segment.seen.better()),
                    worse(segment.seen.missed()),
                ]
            })
            .collect(),
    }
}
