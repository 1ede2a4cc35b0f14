//! Where things lie: the checkout, Cargo's target directory, and the cache of tools.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo's target directory, wherever the person keeps it.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The finished widget of one profile (`release` or `small`).
pub fn widget(profile: &str) -> PathBuf {
    target().join("widget").join(profile)
}

/// The directory that outlives the checkout: tools that take minutes to build are kept here.
///
/// `FIRSTLINE_CACHE`, else `firstline` below `XDG_CACHE_HOME`, else below `~/.cache`.
pub fn cache() -> Result<PathBuf> {
    if let Some(dir) = filled("FIRSTLINE_CACHE") {
        return Ok(root().join(dir));
    }
    if let Some(dir) = filled("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(dir).join("firstline"));
    }
    let home = filled("HOME").context(
        "neither FIRSTLINE_CACHE nor HOME is set: set FIRSTLINE_CACHE to a directory for the tools",
    )?;
    Ok(PathBuf::from(home).join(".cache").join("firstline"))
}

/// An environment variable that is set to something.
fn filled(name: &str) -> Option<std::ffi::OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
