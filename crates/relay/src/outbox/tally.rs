//! The counts of deliveries, for metrics and for `/readyz`.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::gone::Gone;
use crate::helpdesk::{Failure, FailureKind};
use crate::store::deliveries::Lane;

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The helpdesk has the ticket.
    Delivered,
    /// It did not work.
    Failed(FailureKind),
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 6] = [
        Outcome::Delivered,
        Outcome::Failed(FailureKind::Later),
        Outcome::Failed(FailureKind::Unsure),
        Outcome::Failed(FailureKind::Setup),
        Outcome::Failed(FailureKind::Refused),
        Outcome::Failed(FailureKind::Gone),
    ];

    /// Its name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Delivered => "delivered",
            Outcome::Failed(FailureKind::Later) => "later",
            Outcome::Failed(FailureKind::Unsure) => "unsure",
            Outcome::Failed(FailureKind::Setup) => "setup",
            Outcome::Failed(FailureKind::Refused) => "refused",
            Outcome::Failed(FailureKind::Gone) => "gone",
        }
    }

    fn place(self) -> usize {
        Outcome::ALL
            .iter()
            .position(|one| *one == self)
            .unwrap_or(0)
    }
}

/// That the helpdesk takes nothing now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// Since when, milliseconds since 1970.
    pub since: i64,
    /// The reason why the last try failed; it says nothing of a customer.
    pub said: String,
}

/// The counts since the relay started.
#[derive(Debug)]
pub struct Tally {
    accepted: AtomicU64,
    tries: [AtomicU64; Outcome::ALL.len()],
    failing: Mutex<Option<Failing>>,
    /// When the helpdesk last took or refused something, by the clock of the store; before that, when time began.
    answered: AtomicI64,
    /// Whether it says how far tickets are, as last asked.
    can_be_asked: AtomicBool,
    /// Which tickets the helpdesk does not know.
    pub(super) gone: Gone,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally {
            accepted: AtomicU64::default(),
            tries: Default::default(),
            failing: Mutex::default(),
            answered: AtomicI64::new(i64::MIN),
            can_be_asked: AtomicBool::new(true),
            gone: Gone::default(),
        }
    }
}

impl Tally {
    /// A ticket was stored.
    pub fn accepted(&self) {
        self.accepted.fetch_add(1, Ordering::Relaxed);
    }

    /// A try ended; logs when the helpdesk begins to fail and when it answers again. `alone` is one that fails although
    /// others arrive.
    pub(super) fn ended(&self, lane: Lane, failure: Option<&Failure>, alone: bool, wall: i64) {
        let outcome = failure.map_or(Outcome::Delivered, |failure| Outcome::Failed(failure.kind));
        self.tries[outcome.place()].fetch_add(1, Ordering::Relaxed);
        if failure.is_some_and(|failure| failure.kind != FailureKind::Refused) && alone {
            return;
        }
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        match failure.filter(|failure| failure.kind != FailureKind::Refused) {
            Some(failure) => {
                let since = failing.as_ref().map(|failing| failing.since);
                if since.is_none() {
                    self.can_be_asked.store(false, Ordering::Relaxed);
                    let said = &failure.said;
                    match lane {
                        Lane::Helpdesk => {
                            tracing::error!(said, "the helpdesk takes no tickets: they wait");
                        }
                        Lane::Mail => {
                            tracing::error!(said, "the mail server takes no mail: it waits");
                        }
                    }
                }
                *failing = Some(Failing {
                    since: since.unwrap_or(wall),
                    said: failure.said.clone(),
                });
            }
            None => {
                if failing.take().is_some() {
                    let lane = lane.name();
                    tracing::info!(lane, "what waited is taken again");
                }
            }
        }
    }

    /// The helpdesk took or refused something at this time, by the clock of the store: it answers.
    pub(super) fn answers(&self, now: i64) {
        self.answered.fetch_max(now, Ordering::Relaxed);
    }

    /// Whether the helpdesk took or refused something after this time.
    pub(super) fn answered_since(&self, time: i64) -> bool {
        self.answered.load(Ordering::Relaxed) > time
    }

    /// The helpdesk was asked how far a ticket is, and answered or not.
    pub(super) fn asked(&self, answered: bool) {
        self.can_be_asked.store(answered, Ordering::Relaxed);
    }

    /// Whether the helpdesk may be asked how far tickets are. One that takes nothing now may answer that all the same: perhaps
    /// what was tried last is all that it does not take.
    pub(super) fn can_be_asked(&self) -> bool {
        self.can_be_asked.load(Ordering::Relaxed) || self.failing().is_none()
    }

    /// How many tickets were stored.
    pub fn all_accepted(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }

    /// How many tries ended so.
    pub fn tries(&self, outcome: Outcome) -> u64 {
        self.tries[outcome.place()].load(Ordering::Relaxed)
    }

    /// Whether the helpdesk takes nothing now.
    pub fn failing(&self) -> Option<Failing> {
        self.failing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
