//! `ipv6`: Whether IPv4 and IPv6 each work.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check::new(CheckId::Ipv6, "Whether IPv4 and IPv6 each work.");
