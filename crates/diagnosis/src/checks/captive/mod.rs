//! `captive`: whether a page stands in between that wants a sign-in or a payment.

mod judge;
mod probe;

pub use judge::{Captive, judge};
pub(super) use probe::Probe;

use crate::catalogue::for_tools;
use crate::{Check, CheckId, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    sayings: &[
        Saying::new("none", Verdict::Pass),
        Saying::new("perhaps", Verdict::Unknown),
        Saying::new("in-between", Verdict::Fail),
    ],
    // Where that page shows, in a tab of its own.
    texts: &["page"],
    needs: &[API],
    asks: for_tools(
        "the relay, those of `checks.isp` that are numbers, and the configured address; under `connect-src`",
    ),
    ..Check::new(
        CheckId::Captive,
        "Whether a page stands in between that wants a sign-in or a payment.",
    )
};

/// Who knows for sure.
pub const API: Need = Need {
    key: "checks.captive",
    about: for_tools(
        "where your network says whether it holds a customer back, and at which page, as JSON of RFC 8908 with CORS; may \
         be left out",
    ),
    takes: Takes::Address,
};
