//! `speed`: Throughput down and up, and the delay under load.

use crate::catalogue::{MBIT, MS};
use crate::{Check, CheckId, Metric};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("download", MBIT),
        Metric::new("upload", MBIT),
        Metric::new("loaded-latency", MS),
    ],
    ..Check::new(
        CheckId::Speed,
        "Throughput down and up, and the delay under load.",
    )
};
