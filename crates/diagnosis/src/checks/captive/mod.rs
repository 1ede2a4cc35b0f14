//! `captive`: Whether a login page stands in between.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check::new(CheckId::Captive, "Whether a login page stands in between.");
