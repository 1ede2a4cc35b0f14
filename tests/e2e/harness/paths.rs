//! Where what is tested lies. `cargo xtask test` says it; the defaults are where it puts them.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Cargo's target directory.
pub fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The binary: `FIRSTLINE_BIN`.
pub fn binary() -> PathBuf {
    given(
        "FIRSTLINE_BIN",
        || target().join("debug/firstline"),
        "cargo build --bin firstline",
    )
}

/// The built widget: `FIRSTLINE_WIDGET`.
pub fn widget() -> PathBuf {
    given(
        "FIRSTLINE_WIDGET",
        || target().join("widget/small"),
        "cargo xtask widget small",
    )
}

/// axe-core: `FIRSTLINE_AXE`.
pub fn axe() -> PathBuf {
    given(
        "FIRSTLINE_AXE",
        || cache().join("npm/node_modules/axe-core/axe.min.js"),
        "cargo xtask tools",
    )
}

/// A program that `cargo xtask tools` builds: that of `PATH`, where `cargo xtask test` puts the
/// cache first, else that of the cache.
pub fn tool(name: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| cache().join("tools/bin").join(name))
}

/// Where tools lie that outlive the checkout.
fn cache() -> PathBuf {
    let filled = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let cache = filled("FIRSTLINE_CACHE").unwrap_or_else(|| {
        filled("XDG_CACHE_HOME")
            .unwrap_or_else(|| filled("HOME").unwrap_or_default().join(".cache"))
            .join("firstline")
    });
    root().join(cache)
}

fn given(name: &str, default: impl FnOnce() -> PathBuf, made_by: &str) -> PathBuf {
    let path = env::var_os(name).map_or_else(default, PathBuf::from);
    let path = root().join(path);
    assert!(
        path.exists(),
        "{} is not there: run `{made_by}`, or set {name}",
        path.display()
    );
    path
}
