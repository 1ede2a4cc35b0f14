//! `router`: Whether the home router answers.

use crate::{Check, CheckId};

pub(super) use crate::probe::NoProbe as Probe;

/// Its entry in the catalogue.
pub const CHECK: Check = Check {
    needs_line: false,
    ..Check::new(CheckId::Router, "Whether the home router answers.")
};
