//! `cargo xtask screenshots`: pictures of every named example, for people who look at them; and `cargo xtask topics`:
//! every topic walked in the browser, and a contact sheet of every guide.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::place;
use crate::report::Report;
use crate::suite;
use crate::tools;
use crate::widget::{self, Profile};

/// `cargo xtask screenshots [OUTDIR]`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let what = "Pictures of every example in every language";
    pictures(
        report,
        arguments,
        "screenshots",
        what,
        "screenshots::screenshots",
    )
}

/// `cargo xtask topics [OUTDIR]`: the walks of the suite in their long form, each topic in two languages and to two ends,
/// and then the sheets. `FIRSTLINE_DEV_TOPIC=drops` takes one guide alone, `FIRSTLINE_DEV_LANGUAGE=ar` draws the sheets in Arabic.
pub fn topics(report: &mut Report, arguments: &[String]) -> Result<()> {
    report.step("Browser");
    tools::ensure_for_browsers(report)?;
    report.step("Relay");
    report.stream(&mut tools::cargo(&["build", "--workspace"])?)?;
    report.step("Widget (small)");
    let widget = widget::build(report, Profile::Small)?;
    report.step("Each topic, walked in the browser in two languages and to two ends");
    let mut walks = suite::browser_tests(&["topics::topics_are_walked", "--nocapture"])?;
    walks
        .env("FIRSTLINE_DEV_TOPICS", "all")
        .env("FIRSTLINE_BIN", place::target().join("debug/firstline"))
        .env("FIRSTLINE_WIDGET", &widget)
        .env("FIRSTLINE_BROWSERS", "chromium");
    report.stream(&mut walks)?;
    let what = "A sheet of every guide, in light and dark";
    pictures(report, arguments, "topics", what, "topics::sheets::sheets")
}

fn pictures(
    report: &mut Report,
    arguments: &[String],
    folder: &str,
    what: &str,
    test: &str,
) -> Result<()> {
    let out = match arguments {
        [] => place::target().join(folder),
        [out] => env::current_dir()?.join(PathBuf::from(out)),
        [_, other, ..] => bail!("one directory is enough, but there is `{other}` too"),
    };
    report.step("Browser");
    tools::ensure_for_browsers(report)?;

    // They come from the same page as the end-to-end test of the examples, so they are built with
    // the same features.
    report.step(what);
    let mut browser = suite::browser_tests(&["--ignored", "--exact", test, "--nocapture"])?;
    browser
        .env("FIRSTLINE_DEV_SCREENSHOTS", &out)
        .env("FIRSTLINE_BROWSERS", "chromium");
    report.stream(&mut browser)?;
    report.finish(&format!("look at the sheets in {}", out.display()));
    Ok(())
}
