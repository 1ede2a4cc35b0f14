//! `loss`: How many packets get lost.

use crate::catalogue::PERCENT;
use crate::{Check, CheckId, Metric};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("share", PERCENT)],
    ..Check::new(CheckId::Loss, "How many packets get lost.")
};
