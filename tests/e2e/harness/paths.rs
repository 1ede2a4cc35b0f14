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
    let cache = || {
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
        root()
            .join(cache)
            .join("npm/node_modules/axe-core/axe.min.js")
    };
    given("FIRSTLINE_AXE", cache, "cargo xtask tools")
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
