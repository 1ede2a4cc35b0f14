//! Looks at a guide as a whole.

use super::resolve::Resolved;
use crate::problem::Report;
use crate::raw;

pub(super) fn guide(_raw: &raw::Guide, _resolved: &Resolved, _source: &str, _report: &mut Report) {}
