//! `latency`: the delay on an idle line, and how much it varies.

mod judge;
mod probe;

pub use judge::{JITTER_WARN_MS, LATENCY_FAIL_MS, LATENCY_WARN_MS, Latency, Ping, Watched, judge};
pub(super) use probe::Probe;
pub(crate) use probe::pings;

use crate::catalogue::{MS, PERCENT, SECONDS, for_tools};
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("median", MS),
        Metric::new("jitter", MS),
        Metric::new("samples", ""),
        // The rest only where the line was watched.
        Metric::new("lost", PERCENT),
        Metric::new("drops", ""),
        Metric::new("longest-drop", SECONDS),
    ],
    sayings: &[
        Saying::new("short", Verdict::Pass),
        Saying {
            name: "dropped",
            verdict: Verdict::Warn,
            when: |finding| finding.metric("drops") >= Some(1.0),
        },
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
    asks: for_tools("the configured target, else the relay; under `connect-src`"),
    ..Check::new(
        CheckId::Latency,
        "The delay on an idle line, and how much it varies.",
    )
};

/// What is pinged.
pub const PINGED: Need = Need {
    key: "checks.latency",
    about: for_tools("the ping target; the relay itself if left out"),
    takes: Takes::Address,
};
