//! The beginning and the end that several benchmarks share.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::place;
use crate::report::Report;
use crate::tools;

/// The number of runs that was asked for, or this one if none was.
///
/// # Errors
/// If there are more arguments than one, or it is no number.
pub fn runs(arguments: &[String], usual: usize) -> Result<usize> {
    match arguments {
        [] => Ok(usual),
        [runs] => runs
            .parse()
            .with_context(|| format!("`{runs}` is no number of runs")),
        _ => bail!("one number of runs is enough"),
    }
}

/// The binaries of the relay and of the bare handler beside it, built for speed; and what puts load on them.
///
/// # Errors
/// If a tool cannot be installed, or a build fails.
pub fn relay_and_bare(report: &mut Report) -> Result<(PathBuf, PathBuf)> {
    report.step("Tools");
    tools::ensure_for_load(report)?;
    report.step("Relay and bare handler");
    report.stream(&mut tools::cargo(&[
        "build",
        "--release",
        "--package",
        "firstline",
        "--package",
        "firstline-bench-relay",
    ])?)?;
    let release = place::target().join("release");
    Ok((
        release.join("firstline"),
        release.join("firstline-bench-relay"),
    ))
}

/// The binary of the relay alone, built for speed or plainly.
///
/// # Errors
/// If the build fails.
pub fn relay_alone(report: &mut Report, for_speed: bool) -> Result<PathBuf> {
    report.step("Relay");
    let mut arguments = vec!["build", "--package", "firstline"];
    if for_speed {
        arguments.push("--release");
    }
    report.stream(&mut tools::cargo(&arguments)?)?;
    let profile = if for_speed { "release" } else { "debug" };
    Ok(place::target().join(profile).join("firstline"))
}

/// Writes the report of this benchmark into `docs/benchmarks`, and says where it lies.
///
/// # Errors
/// If it cannot be written.
pub fn write(report: &Report, name: &str, text: &str) -> Result<()> {
    let folder = place::root().join("docs/benchmarks");
    std::fs::create_dir_all(&folder)?;
    let out = folder.join(name).with_extension("md");
    std::fs::write(&out, text)?;
    report.note(&format!("written: {}", out.display()));
    Ok(())
}
