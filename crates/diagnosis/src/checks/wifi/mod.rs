//! `wifi`: whether it is the Wi-Fi or the line, by timing both ends of the first leg.

mod judge;
mod probe;
mod rooms;

pub use judge::{WIFI_JITTER_MS, WIFI_LOST_PERCENT, WIFI_SLOW_MS, Wifi, judge};
pub(super) use probe::Probe;
pub use rooms::{Room, judge_rooms};

use crate::catalogue::{MS, PERCENT, for_tools};
use crate::{Check, CheckId, Metric, Saying, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        // By timing.
        Metric::new("leg", MS),
        Metric::new("line", MS),
        // By walking through the home.
        Metric::new("best", MS),
        Metric::new("worst", MS),
        Metric::new("lost", PERCENT),
        Metric::new("rooms", ""),
    ],
    texts: &["weakest"],
    sayings: &[
        Saying::new("good", Verdict::Pass),
        Saying::new("weak", Verdict::Warn),
        Saying::new("bad", Verdict::Fail),
    ],
    asks: for_tools("whom `router` and `latency` ask"),
    ..Check::new(
        CheckId::Wifi,
        "Whether it is the Wi-Fi or the line: from how long the router takes and how long the line takes, or, where the \
         browser may not ask the router, from how rooms differ while the customer walks through them.",
    )
};
