//! The outbox: tickets on their way to the helpdesk.
//!
//! A ticket is in the outbox from the commit in which it is stored. [`run`] delivers: at least once,
//! each with one key, a customer's tickets in their order, gently after an outage (`pace`), and not
//! for ever: what is given up waits for an operator. [`follow()`] asks how far the helpdesk is.
//!
//! Notes to the helpdesk go the same way behind their tickets, and mail to customers in a lane of its own.

mod courier;
mod follow;
mod gone;
mod pace;
mod tally;
mod worker;

use std::sync::Arc;

use crate::config::HelpdeskConfig;
use crate::store::Store;

pub use courier::{Courier, Post};
pub use follow::{Asking, follow, look};
pub use pace::{Pace, jittered};
pub use tally::{Outcome, Tally};
pub use worker::run;

/// Everything that delivering needs, by the operator's files as they are now.
#[derive(Clone, Debug)]
pub struct Delivering {
    /// Where tickets wait.
    pub store: Store,
    /// The courier that carries them.
    pub courier: Courier,
    /// How gently.
    pub config: Arc<HelpdeskConfig>,
    /// The counts of deliveries.
    pub tally: Arc<Tally>,
}

fn millis(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
