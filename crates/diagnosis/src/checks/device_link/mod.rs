//! `device-link`: whether the device thinks that it has a link.

mod judge;
mod probe;

pub use judge::{DeviceLink, judge};
pub(super) use probe::Probe;

use crate::catalogue::for_tools;
use crate::{Check, CheckId, Saying, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    sayings: &[
        Saying::new("linked", Verdict::Pass),
        Saying::new("unlinked", Verdict::Fail),
    ],
    asks: for_tools("the relay; under `connect-src`"),
    needs_line: false,
    ..Check::new(
        CheckId::DeviceLink,
        "Whether the device thinks that it has a link.",
    )
};
