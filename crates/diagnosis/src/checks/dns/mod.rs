//! `dns`: Whether names resolve.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check::new(CheckId::Dns, "Whether names resolve.");
