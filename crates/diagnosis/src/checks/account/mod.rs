//! `account`: whether the account is in order, or suspended.

mod judge;
mod probe;

pub use judge::{Account, judge};
pub(super) use probe::Probe;

use crate::catalogue::for_tools;
use crate::{Check, CheckId, Need, Saying, Takes, Verdict};

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    texts: &["plan"],
    aliases: &[
        ("active", Verdict::Pass),
        ("limited", Verdict::Warn),
        ("suspended", Verdict::Fail),
    ],
    sayings: &[
        Saying::new("active", Verdict::Pass),
        Saying::new("limited", Verdict::Warn),
        Saying::new("suspended", Verdict::Fail),
    ],
    needs: &[ENDPOINT],
    asks: for_tools(
        "the page's fact `account-state`, else the configured address; under `connect-src`",
    ),
    ..Check::new(
        CheckId::Account,
        "Whether the account is in order, limited (a walled garden, a used up allowance) or suspended.",
    )
};

/// Who knows the account.
pub const ENDPOINT: Need = Need {
    key: "checks.account",
    about: for_tools(
        "where your network says who asks it: JSON with `state` (active, limited, suspended) and `plan`, with CORS; \
         \"not set up\" without it and without the page's fact `account-state`",
    ),
    takes: Takes::Address,
};
