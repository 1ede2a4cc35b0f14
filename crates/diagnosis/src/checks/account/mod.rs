//! `account`: Whether the account is suspended, and what was bought.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check::new(
    CheckId::Account,
    "Whether the account is suspended, and what was bought.",
);
