//! How a feature changes over time: what delights becomes performance, then a must, then nobody speaks
//! of it (Kano 2001, "Life cycle and creation of attractive quality").

use firstline_insights::share::{Share, difference};

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
    /// It delighted more and is missed less than before: towards the must.
    TowardsMust,
    /// It delights more than before.
    TowardsDelight,
    /// It is used up: fewer care whether it is there.
    TowardsIndifference,
}

/// Compares the first with the last stretch of time. A change counts where the 95 % interval of the
/// difference leaves zero out.
#[must_use]
pub fn drift(periods: &[Period]) -> Drift {
    let enough = |period: &&Period| period.counts.total() >= crate::judge::ENOUGH;
    let (Some(first), Some(last)) = (
        periods.iter().find(enough),
        periods.iter().rev().find(enough),
    ) else {
        return Drift::Unknown;
    };
    if first.at == last.at {
        return Drift::Unknown;
    }
    let moved = |part: fn(&Counts) -> u64| {
        let share = |counts: &Counts| Share::new(part(counts), four(counts));
        let (by, interval) = difference(share(&first.counts), share(&last.counts))?;
        interval.has_direction().then_some(by)
    };
    let missed = moved(|counts| counts.of(Category::OneDimensional) + counts.of(Category::MustBe));
    let liked =
        moved(|counts| counts.of(Category::OneDimensional) + counts.of(Category::Attractive));
    match (liked, missed) {
        (_, Some(missed)) if missed > 0.0 => Drift::TowardsMust,
        (Some(liked), None) if liked < 0.0 => Drift::TowardsIndifference,
        (Some(liked), Some(missed)) if liked < 0.0 && missed < 0.0 => Drift::TowardsIndifference,
        (Some(liked), _) if liked > 0.0 => Drift::TowardsDelight,
        (None, Some(_)) => Drift::TowardsDelight,
        _ => Drift::Steady,
    }
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
        }
    }
}
