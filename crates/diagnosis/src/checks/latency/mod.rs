//! `latency`: the delay on an idle line, and how much it varies.

mod judge;
mod probe;

pub use judge::{JITTER_WARN_MS, LATENCY_FAIL_MS, LATENCY_WARN_MS, Latency, Ping, judge};
pub(super) use probe::Probe;

use crate::catalogue::MS;
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("median", MS),
        Metric::new("jitter", MS),
        Metric::new("samples", ""),
    ],
    sayings: &[
        Saying::new("short", Verdict::Pass),
        Saying {
            name: "long",
            verdict: Verdict::Warn,
            when: |finding| finding.metric("median") >= Some(LATENCY_WARN_MS),
        },
        // The delay is short on the whole, but varies a lot, or answers get lost.
        Saying::new("uneven", Verdict::Warn),
        Saying::new("too-long", Verdict::Fail),
    ],
    needs: &[PINGED],
    asks: "the configured target, else the relay; under `connect-src`",
    ..Check::new(
        CheckId::Latency,
        "The delay on an idle line, and how much it varies.",
    )
};

/// What is pinged.
pub const PINGED: Need = Need {
    key: "checks.latency",
    about: "the ping target; the relay itself if left out",
    takes: Takes::Address,
};
