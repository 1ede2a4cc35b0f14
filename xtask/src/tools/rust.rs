//! Parts of the Rust toolchain.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Result, bail, ensure};

use crate::report::Report;

const WASM: &str = "wasm32-unknown-unknown";

/// The standard library for the browser.
pub fn ensure_wasm_target(report: &Report) -> Result<()> {
    if sysroot()?
        .join("lib/rustlib")
        .join(WASM)
        .join("lib")
        .is_dir()
    {
        return Ok(());
    }
    rustup(report, &["target", "add", WASM])
}

/// The sources of the standard library, which the small build compiles for size.
pub fn ensure_std_source(report: &Report) -> Result<()> {
    if sysroot()?
        .join("lib/rustlib/src/rust/library/Cargo.lock")
        .is_file()
    {
        return Ok(());
    }
    rustup(report, &["component", "add", "rust-src"])
}

fn rustup(report: &Report, arguments: &[&str]) -> Result<()> {
    if !super::exists("rustup")? {
        bail!(
            "the Rust toolchain lacks a part, and there is no rustup to add it: `rustup {}`",
            arguments.join(" ")
        );
    }
    report.stream(super::command("rustup")?.args(arguments))
}

/// Where the toolchain of this workspace lies.
pub fn sysroot() -> Result<PathBuf> {
    let output = super::command("rustc")?
        .args(["--print", "sysroot"])
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "`rustc --print sysroot` failed");
    Ok(PathBuf::from(
        String::from_utf8_lossy(&output.stdout).trim(),
    ))
}
