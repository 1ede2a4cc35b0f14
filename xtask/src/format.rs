//! `cargo xtask format`: formats every Rust file, also those that a macro declares, which `cargo fmt` does not find.

use std::process::Command;

use anyhow::{Context, Result};

use crate::place;
use crate::report::Report;
use crate::tools;

/// `cargo xtask format`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    report.step("Format");
    report.stream(&mut rustfmt(&[])?)?;
    report.finish("formatted");
    Ok(())
}

/// Fails if a file is not formatted, and shows what would change.
pub fn check(report: &Report) -> Result<()> {
    report.stream(&mut rustfmt(&["--check"])?)
}

fn rustfmt(arguments: &[&str]) -> Result<Command> {
    let mut git = Command::new("git");
    git.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "*.rs",
    ]);
    let listed = git.current_dir(place::root()).output();
    let listed = listed.context("git lists the files")?;
    let listed = String::from_utf8(listed.stdout)?;
    // A file that was removed and not committed yet is still listed.
    let files = listed
        .lines()
        .filter(|file| place::root().join(file).is_file());
    let mut rustfmt = tools::command("rustfmt")?;
    rustfmt
        .args(["--edition", "2024"])
        .args(arguments)
        .args(files)
        .current_dir(place::root());
    Ok(rustfmt)
}
