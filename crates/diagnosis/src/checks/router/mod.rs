//! `router`: whether the home router answers, and how long the first leg takes.

mod judge;
mod probe;

pub use judge::{Leg, judge};
pub(super) use probe::Probe;
pub(crate) use probe::leg;

use crate::catalogue::{MS, PERCENT, for_tools};
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("time", MS),
        Metric::new("jitter", MS),
        Metric::new("lost", PERCENT),
    ],
    sayings: &[
        Saying::new("answers", Verdict::Pass),
        Saying::new("refuses", Verdict::Unknown),
        Saying::new("silent", Verdict::Fail),
    ],
    needs: &[BOXES],
    asks: for_tools(
        "the configured boxes, where the browser lets a page ask the home network; the customer is asked to agree \
         before. Under `connect-src`, and in a frame with `allow=\"local-network; local-network-access\"`",
    ),
    needs_line: false,
    ..Check::new(
        CheckId::Router,
        "Whether the home router answers, and after how long.",
    )
};

/// The customers' boxes.
pub const BOXES: Need = Need {
    key: "checks.router",
    about: for_tools(
        "addresses of your customers' boxes at home, such as http://192.168.1.1/; \"not set up\" if empty",
    ),
    takes: Takes::AtHome,
};
