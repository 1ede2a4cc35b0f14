//! `cargo xtask screenshots`: pictures of every named example, for people who look at them.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::place;
use crate::report::Report;
use crate::suite;
use crate::tools;

/// `cargo xtask screenshots [OUTDIR]`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let out = match arguments {
        [] => place::target().join("screenshots"),
        [out] => env::current_dir()?.join(PathBuf::from(out)),
        [_, other, ..] => bail!("one directory is enough, but there is `{other}` too"),
    };
    report.step("Browser");
    tools::ensure_for_browsers(report)?;

    // They come from the same page as the end-to-end test of the examples, so they are built with
    // the same features.
    report.step("Pictures of every example in every language");
    let mut browser = suite::browser_tests(&[
        "--ignored",
        "--exact",
        "screenshots::screenshots",
        "--nocapture",
    ])?;
    browser
        .env("FIRSTLINE_SCREENSHOTS", &out)
        .env("FIRSTLINE_BROWSERS", "chromium");
    report.stream(&mut browser)?;
    report.finish(&format!("look at the sheets in {}", out.display()));
    Ok(())
}
