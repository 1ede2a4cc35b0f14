//! `services`: whether what the customer wants to reach answers.

mod judge;
mod probe;

pub use judge::judge;
pub(super) use probe::Probe;

use crate::catalogue::for_tools;
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("answered", ""), Metric::new("asked", "")],
    // The hosts that did not answer.
    texts: &["silent"],
    sayings: &[
        Saying::new("answer", Verdict::Pass),
        Saying::new("partly", Verdict::Warn),
        Saying::new("silent", Verdict::Fail),
    ],
    needs: &[SERVICES],
    asks: for_tools("the configured services, and those of `checks.internet`; under `connect-src`"),
    ..Check::new(
        CheckId::Services,
        "Whether what customers want to reach answers, while other places do.",
    )
};

/// What customers want to reach.
pub const SERVICES: Need = Need {
    key: "checks.services",
    about: for_tools(
        "addresses of what your customers use: video, games, mail, work; \"not set up\" if empty",
    ),
    takes: Takes::Addresses,
};
