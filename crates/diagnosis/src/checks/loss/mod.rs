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
    needs: &[ECHO, WITNESS],
    asks: for_tools(
        "the configured echo, and the relay for contrast; under `connect-src`. The witness over WebRTC, which no directive names",
    ),
    ..Check::new(
        CheckId::Loss,
        "How many packets get lost, and whether UDP passes at all, without which calls fail.",
    )
};

/// Who sends datagrams back.
pub const ECHO: Need = Need {
    key: "checks.loss",
    about: for_tools(
        "a WebTransport echo of datagrams, such as https://edge.isp.example/probe/echo; left out, the relay's own \
         (`probe.echo`), and \"not set up\" without that",
    ),
    takes: Takes::Address,
};

/// Who else answers over UDP: without it, an echo that is down would look like a line that lets no UDP pass.
pub const WITNESS: Need = Need {
    key: "checks.stun",
    about: for_tools(
        "a STUN server on another machine than the echo of `checks.loss`, by its number, such as stun:192.0.2.1:3478; left out, \
         it is never said that UDP does not pass",
    ),
    takes: Takes::Stun,
};
