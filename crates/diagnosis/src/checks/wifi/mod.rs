//! `wifi`: Whether it is the Wi-Fi or the line.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check::new(CheckId::Wifi, "Whether it is the Wi-Fi or the line.");
