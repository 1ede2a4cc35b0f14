//! `dns`: whether names resolve, and how long that takes.

mod judge;
mod probe;

pub use judge::{SLOW_LOOKUP_MS, judge};
pub(super) use probe::Probe;

use crate::catalogue::{MS, for_tools};
use crate::{Check, CheckId, Finding, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("lookup", MS),
        Metric::new("answered", ""),
        Metric::new("asked", ""),
    ],
    // Whose resolver it was: `ours` or `elsewhere`.
    texts: &["resolver"],
    sayings: &[
        Saying {
            name: "elsewhere",
            verdict: Verdict::Pass,
            when: is_elsewhere,
        },
        Saying::new("resolve", Verdict::Pass),
        Saying {
            name: "slow-elsewhere",
            verdict: Verdict::Warn,
            when: |finding| is_slow(finding) && is_elsewhere(finding),
        },
        Saying {
            name: "slow",
            verdict: Verdict::Warn,
            when: is_slow,
        },
        Saying::new("partly", Verdict::Warn),
        Saying::new("fail", Verdict::Fail),
    ],
    needs: &[NAMES, RESOLVER],
    asks: for_tools(
        "fresh names under the configured zones, a fresh one that only your own resolvers know, and those of `checks.isp` that \
         are numbers; under `connect-src`",
    ),
    ..Check::new(
        CheckId::Dns,
        "Whether names resolve that were never asked for before, against addresses that need none, and how long a \
         name takes; and whether it is your own resolver that is asked.",
    )
};

fn is_slow(finding: &Finding) -> bool {
    finding.metric("lookup") >= Some(SLOW_LOOKUP_MS)
}

fn is_elsewhere(finding: &Finding) -> bool {
    finding.text("resolver") == Some("elsewhere")
}

/// Names that nobody has asked for before.
pub const NAMES: Need = Need {
    key: "checks.dns",
    about: for_tools(
        "addresses under a wildcard zone of yours, such as https://*.dns.isp.example/probe/ping; \"not set up\" if empty",
    ),
    takes: Takes::FreshNames,
};

/// A name that nobody else's resolver knows.
pub const RESOLVER: Need = Need {
    key: "checks.resolver",
    about: for_tools(
        "an address under a zone that your own resolvers alone know, such as https://*.resolver.isp.example/probe/ping; left \
         out, it is not said whose resolver a customer asks",
    ),
    takes: Takes::FreshName,
};
