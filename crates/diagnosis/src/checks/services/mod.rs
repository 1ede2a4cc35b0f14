//! `services`: Whether what the customer wants to reach answers.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check::new(
    CheckId::Services,
    "Whether what the customer wants to reach answers.",
);
