//! `own-line`: Whether this device is on the provider's own line.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check::new(
    CheckId::OwnLine,
    "Whether this device is on the provider's own line.",
);
