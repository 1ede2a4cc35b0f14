//! `outage`: known faults and maintenance in the customer's area.

pub mod feed;
mod judge;
mod probe;

pub use feed::Update;
pub use judge::{Issue, Outage, judge};
pub(super) use probe::Probe;
pub use probe::measure;

use crate::catalogue::for_tools;
use crate::{Check, CheckId, Metric, Saying, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    metrics: &[Metric::new("items", "")],
    texts: &["id", "title", "text", "began", "expected-end"],
    aliases: &[
        ("none", Verdict::Pass),
        ("maintenance", Verdict::Warn),
        ("fault", Verdict::Fail),
        // Where nobody knows where the customer is.
        ("elsewhere", Verdict::Unknown),
    ],
    sayings: &[
        Saying::new("none", Verdict::Pass),
        Saying::new("maintenance", Verdict::Warn),
        Saying::new("fault", Verdict::Fail),
        // Something is known, but not whether it is here.
        Saying::new("elsewhere", Verdict::Unknown),
    ],
    asks: for_tools("the relay; under `connect-src`"),
    ..Check::new(
        CheckId::Outage,
        "Known faults and maintenance in the customer's area.",
    )
};
