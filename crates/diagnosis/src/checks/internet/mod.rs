//! `internet`: whether the world beyond the provider answers.

mod judge;
mod probe;

pub use judge::judge;
pub(super) use probe::Probe;
pub(crate) use probe::targets;

use crate::catalogue::{MS, for_tools};
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("answered", ""),
        Metric::new("asked", ""),
        Metric::new("time", MS),
        // After how long the browser itself gave up; absent if our deadline came first.
        Metric::new("failed", MS),
    ],
    sayings: &[
        Saying::new("answers", Verdict::Pass),
        Saying::new("partly", Verdict::Warn),
        Saying::new("silent", Verdict::Fail),
    ],
    needs: &[OTHERS],
    asks: for_tools("the configured targets; under `connect-src`"),
    ..Check::new(
        CheckId::Internet,
        "Whether the world beyond the provider answers.",
    )
};

/// Others than the provider.
pub const OTHERS: Need = Need {
    key: "checks.internet",
    about: for_tools("addresses of others, several; \"not set up\" if empty"),
    takes: Takes::Addresses,
};
