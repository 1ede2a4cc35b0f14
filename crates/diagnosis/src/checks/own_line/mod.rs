//! `own-line`: whether this device is on the provider's own line.

mod judge;
mod probe;
pub mod whoami;

pub use judge::{OwnLine, judge};
pub(super) use probe::Probe;

use crate::catalogue::for_tools;
use crate::{Check, CheckId, Saying, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    texts: &["family"],
    aliases: &[("ours", Verdict::Pass), ("elsewhere", Verdict::Warn)],
    sayings: &[
        Saying::new("ours", Verdict::Pass),
        Saying {
            name: "mobile",
            verdict: Verdict::Warn,
            when: |finding| finding.confidence == crate::Confidence::High,
        },
        Saying::new("elsewhere", Verdict::Warn),
    ],
    asks: for_tools("the relay; under `connect-src`"),
    ..Check::new(
        CheckId::OwnLine,
        "Whether this device is on your own line, or on mobile data, a VPN or another network, from where your line \
         cannot be checked. \"Not set up\" until the relay knows your networks.",
    )
};
