//! `isp`: whether the provider's own edge answers.

mod judge;
mod probe;

pub use judge::judge;
pub(super) use probe::Probe;
pub(crate) use probe::{literals, relay, targets};

use crate::catalogue::{MS, for_tools};
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[
        Metric::new("time", MS),
        // After how long the browser itself gave up; absent if our deadline came first.
        Metric::new("failed", MS),
    ],
    sayings: &[
        Saying::new("answers", Verdict::Pass),
        Saying::new("silent", Verdict::Fail),
    ],
    needs: &[EDGE],
    asks: for_tools("the configured targets, else the relay; under `connect-src`"),
    ..Check::new(CheckId::Isp, "Whether the provider's own edge answers.")
};

/// The provider's edge.
pub const EDGE: Need = Need {
    key: "checks.isp",
    about: for_tools(
        "addresses on your own network, with CORS, by name and by number; the relay itself if empty",
    ),
    takes: Takes::Addresses,
};
