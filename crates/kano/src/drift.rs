//! How a feature changes over time: what delights becomes performance, then a must, then nobody speaks
//! of it (Kano 2001, "Life cycle and creation of attractive quality").

use firstline_insights::Share;
use firstline_insights::several::{by_chance, holm};

use crate::answer::Category;
use crate::counts::Counts;

/// What a feature was in one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// When, by any number that rises: a quarter, a month.
    pub at: i64,
    /// What customers said.
    pub counts: Counts,
}

/// How a feature drifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drift {
    /// Too few customers in the first or in the last stretch.
    Unknown,
    /// No change that chance would not explain.
    Steady,
    /// Its lack annoys more than before: towards the must.
    TowardsMust,
    /// It delights more than before.
    TowardsDelight,
    /// It is used up: it delights less, and its lack annoys less.
    TowardsIndifference,
    /// Its lack annoys less than before, and it delights no more: a must on its way to being all the same.
    MissedLess,
    /// It delights less than before, and its lack annoys no more: a delight on its way to being all the same.
    DelightsLess,
}

/// Compares the first with the last stretch of time of each of these features, which stand on one page: for each it is
/// tested whether customers miss it more or less, and whether they like it more or less. All those tests together call
/// chance a change on one page in twenty at most ([`holm`]).
#[must_use]
pub fn drifts(features: &[&[Period]]) -> Vec<Drift> {
    let ends: Vec<Option<(Counts, Counts)>> =
        features.iter().map(|of| first_and_last(of)).collect();
    let chances: Vec<f64> = ends
        .iter()
        .flatten()
        .flat_map(|(first, last)| {
            [missed, liked].map(|of| by_chance(share(first, of), share(last, of)))
        })
        .collect();
    let mut sure = holm(&chances).into_iter();
    ends.iter()
        .map(|ends| {
            let Some((first, last)) = ends else {
                return Drift::Unknown;
            };
            let mut moved = |of: fn(&Counts) -> u64| {
                let rises = share(last, of).value() > share(first, of).value();
                match (sure.next(), rises) {
                    (Some(true), true) => Move::Up,
                    (Some(true), false) => Move::Down,
                    _ => Move::None,
                }
            };
            let missed = moved(missed);
            direction(missed, moved(liked))
        })
        .collect()
}

/// The same of a feature alone.
#[must_use]
pub fn drift(periods: &[Period]) -> Drift {
    drifts(&[periods]).pop().unwrap_or(Drift::Unknown)
}

/// Where a share went that is no chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Up,
    None,
    Down,
}

fn direction(missed: Move, liked: Move) -> Drift {
    match (missed, liked) {
        (Move::Up, _) => Drift::TowardsMust,
        (_, Move::Up) => Drift::TowardsDelight,
        (Move::Down, Move::Down) => Drift::TowardsIndifference,
        (Move::Down, Move::None) => Drift::MissedLess,
        (Move::None, Move::Down) => Drift::DelightsLess,
        (Move::None, Move::None) => Drift::Steady,
    }
}

/// The first and the last stretch of time in which enough were asked; `None` if there are not two.
fn first_and_last(periods: &[Period]) -> Option<(Counts, Counts)> {
    let enough = |period: &&Period| period.counts.total() >= crate::judge::ENOUGH;
    let first = periods.iter().find(enough)?;
    let last = periods.iter().rev().find(enough)?;
    (first.at != last.at).then_some((first.counts, last.counts))
}

/// Whom its lack annoys.
fn missed(counts: &Counts) -> u64 {
    counts.of(Category::OneDimensional) + counts.of(Category::MustBe)
}

/// Whom it pleases.
fn liked(counts: &Counts) -> u64 {
    counts.of(Category::OneDimensional) + counts.of(Category::Attractive)
}

fn share(counts: &Counts, of: fn(&Counts) -> u64) -> Share {
    Share::new(of(counts), four(counts))
}

/// Those who are in the four categories that the coefficients are of.
fn four(counts: &Counts) -> u64 {
    [
        Category::MustBe,
        Category::OneDimensional,
        Category::Attractive,
        Category::Indifferent,
    ]
    .map(|category| counts.of(category))
    .iter()
    .sum()
}

impl Drift {
    /// The same in a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Drift::Unknown => "Not asked long enough to see it change.",
            Drift::Steady => "It has not changed.",
            Drift::TowardsMust => "It is becoming a must: its lack annoys more than it did.",
            Drift::TowardsDelight => "It delights more than it did.",
            Drift::TowardsIndifference => "It is used up: fewer care whether it is there.",
            Drift::MissedLess => "It matters less: its lack annoys fewer than it did.",
            Drift::DelightsLess => "It matters less: it pleases fewer than it did.",
        }
    }
}
