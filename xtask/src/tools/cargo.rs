//! Tools that come as crates: by `cargo binstall` where a person has it, else built.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::place;
use crate::report::Report;

/// A tool from crates.io, pinned.
pub struct CargoTool {
    /// Its name on the command line.
    pub program: &'static str,
    /// Its name as a package.
    pub package: &'static str,
    /// The exact version.
    pub version: &'static str,
    /// Whether it is built with the lock file that it brings.
    pub locked: bool,
    /// How to build it faster.
    pub environment: &'static [(&'static str, &'static str)],
}

/// Takes the tool from `PATH` or the cache, or installs it into the cache.
pub fn ensure(report: &Report, tool: &CargoTool) -> Result<()> {
    if super::fits(tool.program, tool.version)? {
        return Ok(());
    }
    if super::exists("cargo-binstall")? && binstall(report, tool).is_ok() {
        if super::fits(tool.program, tool.version)? {
            return Ok(());
        }
        report.note("what cargo binstall brought does not run here");
    }
    report.note(&format!(
        "{} {} is not here: building it once, for all checkouts (some minutes)",
        tool.program, tool.version
    ));
    build(report, tool)?;
    ensure!(
        super::fits(tool.program, tool.version)?,
        "{} was installed, but `{} --version` does not say {}",
        tool.package,
        tool.program,
        tool.version
    );
    Ok(())
}

fn binstall(report: &Report, tool: &CargoTool) -> Result<()> {
    let mut command = super::command("cargo-binstall")?;
    command
        .args(["--no-confirm", "--force", "--version", tool.version])
        .arg("--install-path")
        .arg(super::bin_dir()?)
        .arg(tool.package)
        .stdin(Stdio::null());
    let tried = report.logged(&format!("binstall-{}", tool.program), &mut command);
    if tried.is_err() {
        report.note("cargo binstall could not bring it");
    }
    tried
}

fn build(report: &Report, tool: &CargoTool) -> Result<()> {
    let cache = place::cache()?;
    // A target directory of its own: one that is built by halves is taken up again, and our own
    // stays free of it.
    let target = cache.join("build");
    fs::create_dir_all(&target)
        .with_context(|| format!("cannot write to the cache, {}", cache.display()))?;
    let mut command = super::cargo(&["install", "--force", "--version", tool.version])?;
    if tool.locked {
        command.arg("--locked");
    }
    command
        .arg("--root")
        .arg(cache.join("tools"))
        .arg(tool.package)
        .envs(tool.environment.iter().copied())
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        // Outside the workspace: its profiles and its configuration are none of the tool's.
        .current_dir(&cache);
    report.logged(&format!("install-{}", tool.program), &mut command)?;
    // Some hundred megabytes that nothing needs again.
    let _ = fs::remove_dir_all(&target);
    Ok(())
}
