//! `loss`: how many packets get lost, and whether UDP passes at all.

mod judge;
mod probe;

pub use judge::{LOSS_FAIL_PERCENT, LOSS_WARN_PERCENT, Loss, judge};
pub(super) use probe::Probe;

use crate::catalogue::{PERCENT, for_tools};
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("share", PERCENT), Metric::new("sent", "")],
    sayings: &[
        Saying::new("none", Verdict::Pass),
        Saying::new("some", Verdict::Warn),
        Saying {
            name: "blocked",
            verdict: Verdict::Fail,
            when: |finding| finding.metric("share").is_none(),
        },
        Saying::new("much", Verdict::Fail),
    ],
    needs: &[ECHO],
    asks: for_tools("the configured echo, and the relay for contrast; under `connect-src`"),
    ..Check::new(
        CheckId::Loss,
        "How many packets get lost, and whether UDP passes at all, without which calls fail.",
    )
};

/// Who sends datagrams back.
pub const ECHO: Need = Need {
    key: "checks.loss",
    about: for_tools(
        "a WebTransport echo of datagrams, such as https://edge.isp.example/probe/echo; \"not set up\" if left out",
    ),
    takes: Takes::Address,
};
