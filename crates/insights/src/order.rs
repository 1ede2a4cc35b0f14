//! In which order remedies should be tried.
//!
//! A customer does one remedy after the other until one helps. Where each fault has one cause and each
//! remedy mends one, the expected time is least if remedies come by falling probability over cost
//! (Heckerman, Breese and Rommelse 1995, "Decision-theoretic troubleshooting", Communications of the ACM
//! 38(3)). The probability is that a walk which begins has the cause which this remedy mends. It is not
//! the share of tries that help: a remedy that comes late is only tried on what the earlier ones left.

use std::collections::{BTreeMap, BTreeSet};

use crate::helpful::Tries;
use crate::number;
use crate::share::{Interval, Share, Z95};

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
    /// Whether it belongs right behind the one before it: nothing comes between them, and where one goes, the other goes along.
    pub follows: bool,
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
    /// The standard error of the minutes, as a share of them.
    pub error_of_minutes: f64,
}

impl Placed {
    /// From where to where what it mends for each minute may lie: both the probability and the minutes are measured.
    fn rate(&self) -> Interval {
        let value = self.probability / self.minutes;
        let minutes = Z95 * self.error_of_minutes;
        let apart = |end: f64| match self.probability > 0.0 && end > 0.0 {
            true => (end / self.probability).ln().hypot(minutes),
            false => f64::INFINITY,
        };
        let high = match self.probability > 0.0 {
            true => value * apart(self.interval.high).exp(),
            // Nothing was mended: only the end is known.
            false => self.interval.high / self.minutes * minutes.exp(),
        };
        Interval {
            low: value * (-apart(self.interval.low)).exp(),
            high,
        }
    }
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
    let mut weighed = weigh(remedies);
    let mut blocks: Vec<Block<'_>> = Vec::new();
    // Whether the remedy before has a place, which one that follows it goes along with.
    let mut leads = false;
    for (at, remedy) in remedies.iter().enumerate() {
        let enough = is_enough(&remedy.tries) && (leads || !remedy.follows);
        leads = enough;
        let Some(placed) = enough.then(|| weighed.remove(&at)).flatten() else {
            continue;
        };
        match blocks.last_mut() {
            Some(block) if remedy.follows => block.add(remedy, placed),
            _ => blocks.push(Block::of(remedy, placed)),
        }
    }
    let written: Vec<Placed> = blocks
        .iter()
        .flat_map(|block| block.placed.clone())
        .collect();
    if written.len() < 2 {
        return None;
    }
    let order = arrange(&blocks);
    // All pairs, not neighbours alone: between two that change places a third one may stand.
    let is_sure = order.iter().enumerate().all(|(at, first)| {
        let passed = order.iter().skip(at + 1);
        passed
            .filter(|second| first.written() > second.written())
            .all(|second| first.whole().rate().low > second.whole().rate().high)
    });
    let order: Vec<Placed> = order
        .into_iter()
        .flat_map(|block| block.placed.clone())
        .collect();
    Some(Proposal {
        written_minutes: expected_minutes(&written),
        proposed_minutes: expected_minutes(&order),
        order,
        is_sure,
    })
}

/// Remedies that stay together, in their order.
#[derive(Clone, Debug)]
struct Block<'a> {
    remedies: Vec<&'a Remedy>,
    placed: Vec<Placed>,
}

impl<'a> Block<'a> {
    fn of(remedy: &'a Remedy, placed: Placed) -> Block<'a> {
        Block {
            remedies: vec![remedy],
            placed: vec![placed],
        }
    }

    fn add(&mut self, remedy: &'a Remedy, placed: Placed) {
        self.remedies.push(remedy);
        self.placed.push(placed);
    }

    fn written(&self) -> usize {
        self.placed
            .iter()
            .map(|placed| placed.written)
            .min()
            .unwrap_or(0)
    }

    fn has(&self, place: &str) -> bool {
        self.remedies.iter().any(|remedy| remedy.place == place)
    }

    fn is_fixed(&self) -> bool {
        self.remedies.iter().any(|remedy| remedy.fixed)
    }

    /// All of it as if it were one: what it mends, and the minutes of all of it. By the same quotient as a single remedy a row of
    /// them stands in its best place (Sidney 1975, "Decomposition algorithms for single-machine sequencing with precedence
    /// relations", Operations Research 23(2)).
    fn whole(&self) -> Placed {
        let sum = |of: &dyn Fn(&Placed) -> f64| self.placed.iter().map(of).sum::<f64>();
        let minutes = sum(&|placed| placed.minutes);
        let error = sum(&|placed| (placed.minutes * placed.error_of_minutes).powi(2)).sqrt();
        Placed {
            place: String::new(),
            written: self.written(),
            probability: sum(&|placed| placed.probability),
            interval: Interval {
                low: sum(&|placed| placed.interval.low),
                high: sum(&|placed| placed.interval.high),
            },
            minutes,
            error_of_minutes: error / minutes,
        }
    }

    fn value(&self) -> f64 {
        let whole = self.whole();
        whole.probability / whole.minutes
    }
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
/// times the share that the remedies before it leave. By the positions in which they are written.
fn weigh(remedies: &[Remedy]) -> BTreeMap<usize, Placed> {
    let mut left: Vec<Measured> = Vec::new();
    let mut weighed = BTreeMap::new();
    for (written, remedy) in remedies.iter().enumerate() {
        // What nobody has tried has mended nothing.
        let Some(mends) = Measured::of(remedy.tries.fixes()) else {
            continue;
        };
        if let Some(minutes) = remedy.tries.minutes() {
            let all = product(left.iter().copied().chain([mends]));
            let placed = Placed {
                place: remedy.place.clone(),
                written,
                probability: all.value,
                interval: all.interval,
                minutes: minutes.max(1.0 / 60.0),
                error_of_minutes: remedy.tries.error_of_minutes().unwrap_or(0.0),
            };
            weighed.insert(written, placed);
        }
        left.push(mends.rest());
    }
    weighed
}

/// A share that was measured.
#[derive(Clone, Copy, Debug)]
struct Measured {
    value: f64,
    interval: Interval,
}

impl Measured {
    fn of(share: Share) -> Option<Measured> {
        Some(Measured {
            value: share.value()?,
            interval: share.interval()?,
        })
    }

    /// What it leaves.
    fn rest(self) -> Measured {
        Measured {
            value: 1.0 - self.value,
            interval: Interval {
                low: 1.0 - self.interval.high,
                high: 1.0 - self.interval.low,
            },
        }
    }
}

/// The product of shares that were measured one by one, with an interval that is made of all of theirs: their logarithms' distances
/// from the ends, squared and added up (Zou and Donner 2008, "Construction of confidence limits about effect measures: a general
/// approach", Statistics in Medicine 27(10); Newcombe's difference is made in the same way).
fn product(of: impl Iterator<Item = Measured> + Clone) -> Measured {
    let value: f64 = of.clone().map(|one| one.value).product();
    let apart = |end: fn(&Measured) -> f64| {
        let logs = of.clone().map(|one| (end(&one) / one.value).ln().powi(2));
        logs.sum::<f64>().sqrt()
    };
    let interval = match value > 0.0 {
        true => Interval {
            low: value * (-apart(|one| one.interval.low)).exp(),
            high: (value * apart(|one| one.interval.high).exp()).min(1.0),
        },
        // Of nothing there is no logarithm: it may be all that the ends allow.
        false => Interval {
            low: 0.0,
            high: of.map(|one| one.interval.high).product(),
        },
    };
    Measured { value, interval }
}

/// The best that may come next, again and again. A block may come when all that must be before it is there; one that is fixed
/// stays in its position, and nothing passes it.
fn arrange<'a>(blocks: &'a [Block<'a>]) -> Vec<&'a Block<'a>> {
    let mut waiting: Vec<usize> = (0..blocks.len()).collect();
    let mut order: Vec<&Block<'_>> = Vec::with_capacity(blocks.len());
    while !waiting.is_empty() {
        let is_there = |place: &str| order.iter().any(|block| block.has(place));
        let is_known = |place: &str| blocks.iter().any(|block| block.has(place));
        let barrier = waiting.iter().copied().find(|at| blocks[*at].is_fixed());
        let may = |at: &usize| {
            let block = &blocks[*at];
            let in_bounds = barrier.is_none_or(|barrier| {
                *at < barrier || waiting.iter().all(|other| *other >= barrier) && *at == barrier
            });
            let mut after = block.remedies.iter().flat_map(|remedy| &remedy.after);
            in_bounds && after.all(|place| is_there(place) || !is_known(place) || block.has(place))
        };
        let candidates = waiting.iter().copied().filter(may);
        let best = candidates
            .max_by(|a, b| {
                let by_value = blocks[*a].value().total_cmp(&blocks[*b].value());
                by_value.then(b.cmp(a))
            })
            // Constraints that go in a circle: the written order stands.
            .unwrap_or(waiting[0]);
        waiting.retain(|at| *at != best);
        order.push(&blocks[best]);
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
