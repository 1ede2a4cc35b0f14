//! `speed`: goodput down and up, the delay under each load, and what the line is good for.
//!
//! What measures is not here: a test must fill the line, which takes streams, sockets and a script of its own that is fetched
//! only for it (`embed/speed.js`). Here is what its numbers mean.

mod good_for;
mod judge;
mod probe;

pub use judge::{
    LIVELY_RPM, ONE_CONNECTION_PERCENT, PLAN_FAIL_PERCENT, PLAN_WARN_PERCENT, SLOW_MBIT, Speed,
    USELESS_MBIT, WINDOW_MBIT, judge,
};
pub(super) use probe::Probe;

use crate::catalogue::{MBIT, MS, PERCENT};
use crate::{Check, CheckId, Finding, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("download", MBIT),
        Metric::new("upload", MBIT),
        // While nothing else goes over the line.
        Metric::new("latency", MS),
        Metric::new("jitter", MS),
        // Under the load that delays more; then under each.
        Metric::new("loaded-latency", MS),
        Metric::new("loaded-down", MS),
        Metric::new("loaded-up", MS),
        // Round trips a minute under load.
        Metric::new("rpm", ""),
        // What one connection alone gets of the download.
        Metric::new("single", MBIT),
        Metric::new("of-plan", PERCENT),
        Metric::new("upload-of-plan", PERCENT),
        // Lost packets, where the check `loss` measured them beside it.
        Metric::new("loss", PERCENT),
        // What the line is good for: 0 bad, 1 poor, 2 average, 3 good, 4 great.
        Metric::new("streaming", ""),
        Metric::new("games", ""),
        Metric::new("calls", ""),
        Metric::new("work", ""),
        Metric::new("megabytes", "MB"),
    ],
    texts: good_for::LIMITS,
    sayings: &[
        Saying {
            name: "as-sold",
            verdict: Verdict::Pass,
            when: |finding| {
                finding.metric("of-plan").is_some()
                    && judge::is_whole(finding)
                    && !judge::is_rough(finding)
            },
        },
        Saying {
            name: "download-as-sold",
            verdict: Verdict::Pass,
            when: |finding| finding.metric("of-plan").is_some() && !judge::is_whole(finding),
        },
        Saying {
            name: "roughly-as-sold",
            verdict: Verdict::Pass,
            when: |finding| finding.metric("of-plan").is_some(),
        },
        Saying::new("fast", Verdict::Pass),
        Saying {
            name: "perhaps-below-plan",
            verdict: Verdict::Warn,
            when: |finding| judge::is_below_plan(finding) && judge::is_rough(finding),
        },
        Saying {
            name: "below-plan",
            verdict: Verdict::Warn,
            when: judge::is_below_plan,
        },
        Saying {
            name: "stalls",
            verdict: Verdict::Warn,
            when: judge::stalls,
        },
        Saying {
            name: "one-slow",
            verdict: Verdict::Warn,
            when: judge::one_is_slow,
        },
        Saying {
            name: "perhaps-slow",
            verdict: Verdict::Warn,
            when: judge::is_rough,
        },
        Saying::new("slow", Verdict::Warn),
        Saying {
            name: "far-below-plan",
            verdict: Verdict::Fail,
            when: |finding: &Finding| finding.metric("of-plan").is_some(),
        },
        Saying::new("very-slow", Verdict::Fail),
    ],
    needs: &[TARGETS],
    asks: "the configured addresses, by `https:` and `wss:`; under `connect-src`",
    ..Check::new(
        CheckId::Speed,
        "Goodput down and up, and the delay under load. The customer starts it, and learns before how much data it takes.",
    )
};

/// Where the speed test goes.
pub const TARGETS: Need = Need {
    key: "checks.speed",
    about: "roots of relays for the speed test: pings go to the first, loads to the others; none without it",
    takes: Takes::Addresses,
};
