//! `dns`: whether names resolve, and how long that takes.

mod judge;
mod probe;

pub use judge::{SLOW_LOOKUP_MS, judge};
pub(super) use probe::Probe;

use crate::catalogue::{MS, for_tools};
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("lookup", MS),
        Metric::new("answered", ""),
        Metric::new("asked", ""),
    ],
    sayings: &[
        Saying::new("resolve", Verdict::Pass),
        Saying {
            name: "slow",
            verdict: Verdict::Warn,
            when: |finding| finding.metric("lookup") >= Some(SLOW_LOOKUP_MS),
        },
        Saying::new("partly", Verdict::Warn),
        Saying::new("fail", Verdict::Fail),
    ],
    needs: &[NAMES],
    asks: for_tools(
        "fresh names under the configured zones, and those of `checks.isp` that are numbers; under `connect-src`",
    ),
    ..Check::new(
        CheckId::Dns,
        "Whether names resolve that were never asked for before, against addresses that need none, and how long a \
         name takes.",
    )
};

/// Names that nobody has asked for before.
pub const NAMES: Need = Need {
    key: "checks.dns",
    about: for_tools(
        "addresses under a wildcard zone of yours, such as https://*.dns.isp.example/probe/ping; \"not set up\" if empty",
    ),
    takes: Takes::Addresses,
};
