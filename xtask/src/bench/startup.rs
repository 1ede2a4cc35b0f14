//! `cargo xtask bench startup`: how long until help can be used, beside Typebot, SurveyJS and a page by hand.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::setup;
use crate::place;
use crate::report::Report;
use crate::suite;
use crate::tools;
use crate::widget::{self, Profile};

/// The pages that are bundled, one script each in `benches/startup`.
const PAGES: [&str; 3] = ["preact", "surveyjs", "typebot"];

/// `cargo xtask bench startup [RUNS]`. With fewer runs than five no report is written.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let runs = setup::runs(arguments, 5)?;
    report.step("Tools and browser");
    tools::ensure_for_widget(report)?;
    tools::ensure_std_source(report)?;
    tools::ensure_for_browsers(report)?;

    report.step("The others");
    let sources = place::root().join("benches").join("startup");
    let folder = tools::ensure_packages(report, &sources, "bench-startup")?;
    for page in PAGES {
        bundle(report, &sources, &folder, page)?;
    }

    report.step("Widget (small) and relay");
    let dir = widget::build(report, Profile::Small)?;
    report.stream(&mut tools::cargo(&[
        "build",
        "--release",
        "--package",
        "firstline",
    ])?)?;

    report.step("Visits");
    let mut bench = suite::browser_tests(&[
        "--ignored",
        "--exact",
        "bench::startup::startup",
        "--nocapture",
    ])?;
    bench
        .env("FIRSTLINE_BIN", place::target().join("release/firstline"))
        .env("FIRSTLINE_WIDGET", &dir)
        .env("FIRSTLINE_BROWSERS", "chromium")
        .env("FIRSTLINE_DEV_BENCH", &folder)
        .env("FIRSTLINE_DEV_BENCH_RUNS", runs.to_string());
    let out = place::root().join("docs/benchmarks/startup.md");
    if runs >= 5 {
        fs::create_dir_all(place::root().join("docs/benchmarks"))?;
        bench.env("FIRSTLINE_DEV_BENCH_REPORT", &out);
    }
    report.stream(&mut bench)?;
    report.finish("measured");
    Ok(())
}

/// Bundles a page into the cache, as whoever publishes it would.
fn bundle(report: &Report, sources: &Path, folder: &Path, page: &str) -> Result<()> {
    let out = folder.join("bundled");
    fs::create_dir_all(&out)?;
    let mut esbuild = tools::command("esbuild")?;
    esbuild
        .arg(sources.join(format!("{page}.js")))
        .args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--legal-comments=none",
        ])
        .arg(format!(
            "--outfile={}",
            out.join(format!("{page}.js")).display()
        ))
        // The sources lie in the checkout, and what they import in the cache.
        .env("NODE_PATH", folder.join("node_modules"));
    report.logged(&format!("bundle-{page}"), &mut esbuild)
}
