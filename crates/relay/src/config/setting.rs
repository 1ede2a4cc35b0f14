//! A key of `firstline.toml`.

use std::path::Path;

use super::values::{Given, ValueKind};
use super::{Config, PREFIX};

/// A key.
#[derive(Debug)]
pub struct Setting {
    /// Its name, with its section: `checks.isp`.
    pub key: &'static str,
    /// One line on what it is.
    pub about: &'static str,
    pub(super) kind: ValueKind,
    pub(super) set: fn(&Setting, &mut Config, Given, &Path) -> Result<(), String>,
}

impl Setting {
    /// Its environment variable: `FIRSTLINE_CHECKS_ISP`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key.replace('.', "_").to_uppercase())
    }
}
