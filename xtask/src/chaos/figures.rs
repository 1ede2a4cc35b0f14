//! The figures of an attack, and whether the claims hold.

use std::time::Duration;

use crate::relay::ledger::Audit;
use crate::relay::process::Relay;

/// The most memory that a relay may have under attack, in megabytes.
pub const MOST_MEMORY: u64 = 200;

/// The figures of an attack.
#[derive(Debug, Default)]
pub struct Figures {
    /// Customers' numbers against the store.
    pub audit: Option<Audit>,
    /// The most memory that the relay had, in megabytes.
    pub peak: Option<u64>,
    /// Its memory before the attack and a moment after it, in megabytes.
    pub before_and_after: Option<(u64, u64)>,
    /// How others were served meanwhile.
    pub served: Option<Served>,
    /// Further remarks.
    pub notes: Vec<String>,
    /// Which claims do not hold.
    pub broken: Vec<String>,
}

/// How customers of another address were served during the attack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// How often they asked.
    pub asked: u64,
    /// How often they were answered as they should be.
    pub answered: u64,
    /// The longest that one waited.
    pub slowest: Duration,
}

impl Figures {
    /// Notes that this must hold.
    pub fn claim(&mut self, holds: bool, claim: impl Into<String>) {
        if !holds {
            self.broken.push(claim.into());
        }
    }

    /// Notes something.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Claims that each answer to a customer is stored, once.
    pub fn hold_to(&mut self, audit: Audit) {
        self.claim(audit.lost == 0, "a ticket with a number is not stored");
        self.claim(audit.doubled == 0, "a ticket is stored twice");
        self.claim(audit.accepted > 0, "no ticket was accepted at all");
        self.audit = Some(audit);
    }

    /// Looks at the memory of the relay.
    pub fn look_at(&mut self, relay: &Relay) {
        self.peak = self.peak.max(relay.peak());
        let most = format!("more than {MOST_MEMORY} MB of memory");
        if self.peak.is_some_and(|peak| peak > MOST_MEMORY) && !self.broken.contains(&most) {
            self.broken.push(most);
        }
    }

    /// Others were answered, each of them within this time.
    pub fn serve(&mut self, served: Served, within: Duration) {
        self.claim(
            served.answered == served.asked && served.asked > 0,
            format!(
                "{} of {} others were not served",
                served.asked - served.answered,
                served.asked
            ),
        );
        self.claim(
            served.slowest <= within,
            format!(
                "another customer waited {} ms, and {} are the most",
                served.slowest.as_millis(),
                within.as_millis()
            ),
        );
        self.served = Some(served);
    }
}
