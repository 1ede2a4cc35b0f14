//! `ipv6`: whether IPv4 and IPv6 each work.

mod judge;
mod probe;

pub use judge::{NO_ROUTE_MS, judge};
pub(super) use probe::Probe;

use crate::catalogue::{MS, for_tools};
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("v6", MS), Metric::new("v4", MS)],
    sayings: &[
        Saying {
            name: "both",
            verdict: Verdict::Pass,
            when: |finding| finding.metric("v6").is_some(),
        },
        // Nobody has given this device an IPv6 address, which is no fault.
        Saying::new("v4-alone", Verdict::Pass),
        Saying {
            name: "v6-broken",
            verdict: Verdict::Warn,
            when: |finding| finding.metric("v4").is_some(),
        },
        Saying::new("v4-broken", Verdict::Warn),
    ],
    needs: &[V6, V4],
    asks: for_tools("the configured hosts; under `connect-src`"),
    ..Check::new(
        CheckId::Ipv6,
        "Whether IPv4 and IPv6 each work. One that is broken makes calls fail and pages slow.",
    )
};

/// Reached over IPv6 alone.
pub const V6: Need = Need {
    key: "checks.ipv6",
    about: for_tools(
        "a host that has an IPv6 address only, such as https://v6.isp.example/probe/ping; \"not set up\" if left out",
    ),
    takes: Takes::Ipv6,
};

/// Reached over IPv4 alone.
pub const V4: Need = Need {
    key: "checks.ipv4",
    about: for_tools(
        "a host that has an IPv4 address only, such as https://v4.isp.example/probe/ping; \"not set up\" if left out",
    ),
    takes: Takes::Ipv4,
};
