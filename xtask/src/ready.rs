//! `cargo xtask ready`: what is run before a commit.

use anyhow::Result;

use crate::format;
use crate::report::Report;
use crate::suite;
use crate::tidy;
use crate::tools;

/// `cargo xtask ready`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    report.step("Format");
    format::check(report)?;

    report.step("Tidy");
    tidy::check(report)?;

    report.step("Clippy");
    report.stream(&mut tools::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "firstline-widget/e2e",
        "--",
        "--deny",
        "warnings",
    ])?)?;

    // The library and its binary only: tests need crates that do not know the browser.
    report.step("Clippy, for the browser");
    tools::ensure_wasm_target(report)?;
    report.stream(&mut tools::cargo(&[
        "clippy",
        "--package",
        "firstline-widget",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "--deny",
        "warnings",
    ])?)?;

    report.step("Licences, sources, versions, advisories");
    tools::ensure_for_deny(report)?;
    let deny =
        |what: &[&str]| tools::cargo(&[&["deny", "--workspace", "--all-features"], what].concat());
    report.stream(&mut deny(&["check", "licenses", "bans", "sources"])?)?;
    // The list of advisories comes from the network.
    if report.stream(&mut deny(&["fetch", "db"])?).is_ok() {
        report.stream(&mut deny(&["check", "--disable-fetch", "advisories"])?)?;
    } else {
        report.note("NO ADVISORY WAS LOOKED AT: their list cannot be fetched from here");
    }

    suite::all(report)?;
    report.finish("ready");
    Ok(())
}
