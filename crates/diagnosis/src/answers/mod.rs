//! Asking several targets whether they answer: what most checks and the watch of the line are judged from.

mod address;
mod ask;
mod server_timing;
mod tally;

use crate::NotMeasured;

pub use address::{TargetKind, is_local};
pub(crate) use address::{encoded, fresh, host, once};
pub(crate) use ask::{DEADLINE, Expected, LATE, Target, anything, ask_all, ask_once, readable};
pub(crate) use server_timing::app_duration;
pub(crate) use tally::Tally;

use crate::net::Milliseconds;

/// What one target did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetResult {
    /// How the target is named.
    pub kind: TargetKind,
    /// What came of asking it.
    pub reach: Reach,
    /// How long its name took to be resolved, where the browser says so: zero if it was known already.
    pub lookup: Option<Milliseconds>,
}

impl TargetResult {
    /// A result of which nothing more is known.
    pub fn new(kind: TargetKind, reach: Reach) -> TargetResult {
        TargetResult {
            kind,
            reach,
            lookup: None,
        }
    }
}

/// What came of asking a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// It answered: the way there and back is open.
    Answered {
        /// From asking until the answer came.
        elapsed: Milliseconds,
    },
    /// Something answered that could not be read, although the target should allow that. The target may
    /// lack its CORS headers, or something else stands in its place.
    Unreadable {
        /// From asking until the answer came.
        elapsed: Milliseconds,
    },
    /// A page stands in between that wants a sign-in or a payment: the answer leads elsewhere, or it is
    /// 511 Network Authentication Required (RFC 6585, 6).
    SignInPage,
    /// The browser gave up: no address, no route, refused, reset.
    Failed {
        /// From asking until the browser gave up.
        elapsed: Milliseconds,
    },
    /// Nothing came before our own deadline.
    TimedOut,
    /// It tells nothing of the line, and why.
    NotMeasured(NotMeasured),
}
