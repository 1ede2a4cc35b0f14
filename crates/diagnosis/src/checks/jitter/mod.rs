//! `jitter`: how much the delay varies.

mod judge;
mod probe;

pub use judge::{JITTER_FAIL_MS, judge};
pub(super) use probe::Probe;

use crate::catalogue::{MS, for_tools};
use crate::{Check, CheckId, Metric, Saying, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("mean", MS)],
    sayings: &[
        Saying::new("even", Verdict::Pass),
        Saying::new("uneven", Verdict::Warn),
        Saying::new("too-uneven", Verdict::Fail),
    ],
    asks: for_tools("whom `latency` asks"),
    ..Check::new(
        CheckId::Jitter,
        "How much the delay varies, which calls and games feel before the delay itself.",
    )
};
