//! In which order remedies should be tried.
//!
//! A customer does one remedy after the other until one helps. Where each fault has one cause and each
//! remedy mends one, the expected time is least if remedies come by falling probability over cost
//! (Heckerman, Breese and Rommelse 1995, "Decision-theoretic troubleshooting", Communications of the ACM
//! 38(3)). The probability is that a walk which begins has the cause which this remedy mends. It is not
//! the share of tries that help: a remedy that comes late is only tried on what the earlier ones left.

use std::collections::BTreeSet;

use crate::helpful::Tries;
use crate::number;
use crate::share::Interval;

/// A remedy as it stands in the guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// Its place in the guide.
    pub place: String,
    /// What came of it.
    pub tries: Tries,
    /// What must be tried before it, as the author wrote it: places.
    pub after: BTreeSet<String>,
    /// Whether the author holds it in its position.
    pub fixed: bool,
}

/// A remedy in the proposed order.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its place in the guide.
    pub place: String,
    /// Its position in the written order, from 0.
    pub written: usize,
    /// The probability that it mends what a walk began with.
    pub probability: f64,
    /// From where to where that probability may lie.
    pub interval: Interval,
    /// Minutes that it takes.
    pub minutes: f64,
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The remedies in the order that is proposed.
    pub order: Vec<Placed>,
    /// Minutes to the fix or to the end of all remedies, in the written order.
    pub written_minutes: f64,
    /// The same in the proposed order.
    pub proposed_minutes: f64,
    /// Whether the numbers carry it: each remedy that moves up lies above each one that it passes, with 95 %
    /// confidence.
    pub is_sure: bool,
}

impl Proposal {
    /// Whether it is the order that is written.
    #[must_use]
    pub fn is_as_written(&self) -> bool {
        self.order.iter().is_sorted_by_key(|placed| placed.written)
    }
}

/// Proposes an order for all remedies of a row, which are given as they are written; `None` if fewer than two of them were
/// tried [enough](is_enough). The others have no place in the order, but what they mend is mended before those after them.
#[must_use]
pub fn propose(remedies: &[Remedy]) -> Option<Proposal> {
    let (remedies, written): (Vec<&Remedy>, Vec<Placed>) = weigh(remedies)
        .into_iter()
        .filter(|(remedy, _)| is_enough(&remedy.tries))
        .unzip();
    if remedies.len() < 2 {
        return None;
    }
    let order = arrange(&remedies, &written);
    // All pairs, not neighbours alone: between two that change places a third one may stand.
    let is_sure = order.iter().enumerate().all(|(at, first)| {
        let passed = order.iter().skip(at + 1);
        passed
            .filter(|second| first.written > second.written)
            .all(|second| {
                first.interval.low / first.minutes > second.interval.high / second.minutes
            })
    });
    Some(Proposal {
        written_minutes: expected_minutes(&written),
        proposed_minutes: expected_minutes(&order),
        order,
        is_sure,
    })
}

/// Minutes until a walk is mended or everything was tried.
#[must_use]
pub fn expected_minutes(order: &[Placed]) -> f64 {
    let mut left = 1.0_f64;
    let mut minutes = 0.0;
    for placed in order {
        minutes += left * placed.minutes;
        left = (left - placed.probability).max(0.0);
    }
    minutes
}

/// Each remedy that was tried and timed with its probability among walks that begin: what it mends of those that reach it,
/// times the share that the remedies before it leave.
fn weigh(remedies: &[Remedy]) -> Vec<(&Remedy, Placed)> {
    let mut left = 1.0_f64;
    let mut weighed = Vec::with_capacity(remedies.len());
    for (written, remedy) in remedies.iter().enumerate() {
        let share = remedy.tries.fixes();
        // What nobody has tried has mended nothing.
        let (Some(value), Some(interval)) = (share.value(), share.interval()) else {
            continue;
        };
        if let Some(minutes) = remedy.tries.minutes() {
            let placed = Placed {
                place: remedy.place.clone(),
                written,
                probability: left * value,
                interval: Interval {
                    low: left * interval.low,
                    high: left * interval.high,
                },
                minutes: minutes.max(1.0 / 60.0),
            };
            weighed.push((remedy, placed));
        }
        left *= 1.0 - value;
    }
    weighed
}

/// The best that may come next, again and again. A remedy may come when all that must be before it is
/// there; one that is fixed stays in its position, and nothing passes it.
fn arrange(remedies: &[&Remedy], written: &[Placed]) -> Vec<Placed> {
    let value = |placed: &Placed| placed.probability / placed.minutes;
    let mut waiting: Vec<usize> = (0..written.len()).collect();
    let mut order: Vec<Placed> = Vec::with_capacity(written.len());
    while !waiting.is_empty() {
        let is_there = |place: &String| order.iter().any(|placed| placed.place == *place);
        let is_known = |place: &String| remedies.iter().any(|remedy| remedy.place == *place);
        let barrier = waiting.iter().copied().find(|at| remedies[*at].fixed);
        let may = |at: &usize| {
            let remedy = remedies[*at];
            let in_bounds = barrier.is_none_or(|barrier| {
                *at < barrier || waiting.iter().all(|other| *other >= barrier) && *at == barrier
            });
            in_bounds
                && remedy
                    .after
                    .iter()
                    .all(|place| is_there(place) || !is_known(place))
        };
        let candidates: Vec<usize> = waiting.iter().copied().filter(may).collect();
        let best = candidates
            .iter()
            .copied()
            .max_by(|a, b| {
                value(&written[*a])
                    .total_cmp(&value(&written[*b]))
                    .then(b.cmp(a))
            })
            // Constraints that go in a circle: the written order stands.
            .unwrap_or(waiting[0]);
        waiting.retain(|at| *at != best);
        order.push(written[best].clone());
    }
    order
}

/// One sentence on what is proposed.
#[must_use]
pub fn sentence(proposal: &Proposal) -> String {
    if proposal.is_as_written() {
        return "The steps already stand in the order that gets customers out the soonest."
            .to_owned();
    }
    let saved = proposal.written_minutes - proposal.proposed_minutes;
    let sure = if proposal.is_sure {
        "the numbers carry it"
    } else {
        "the numbers are still few, so look again before you take it"
    };
    format!(
        "In this order a walk would take {:.1} minutes instead of {:.1}, {:.1} less; {sure}.",
        proposal.proposed_minutes, proposal.written_minutes, saved
    )
}

/// How much of the walks that begin are mended by one of them.
#[must_use]
pub fn mended(order: &[Placed]) -> f64 {
    order.iter().map(|placed| placed.probability).sum()
}

/// Tries that are enough to say anything at all of a remedy.
#[must_use]
pub fn is_enough(tries: &Tries) -> bool {
    tries.tried >= 30 && number::of(tries.left) >= 30.0
}
