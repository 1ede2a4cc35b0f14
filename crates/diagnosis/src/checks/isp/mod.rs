//! `isp`: whether the provider's own edge answers.

mod judge;
mod probe;

pub use judge::judge;
pub(super) use probe::Probe;
pub(crate) use probe::targets;

use crate::catalogue::MS;
use crate::{Check, CheckId, Metric, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("time", MS)],
    sayings: &[
        Saying::new("answers", Verdict::Pass),
        Saying::new("silent", Verdict::Fail),
    ],
    needs: &[EDGE],
    asks: "the configured targets, else the relay; under `connect-src`",
    ..Check::new(CheckId::Isp, "Whether the provider's own edge answers.")
};

/// The provider's edge.
pub const EDGE: Need = Need {
    key: "checks.isp",
    about: "addresses on your own network, with CORS; the relay itself if empty",
    takes: Takes::Addresses,
};
