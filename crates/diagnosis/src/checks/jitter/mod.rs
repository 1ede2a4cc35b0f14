//! `jitter`: How much the delay varies.

use crate::catalogue::MS;
use crate::{Check, CheckId, Metric};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("mean", MS)],
    ..Check::new(CheckId::Jitter, "How much the delay varies.")
};
