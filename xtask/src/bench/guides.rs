//! `cargo xtask bench guides`: how long guides take to load, look at, pack and replay, beside plain JSON.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::place;
use crate::report::Report;
use crate::tools;

/// The groups that are measured, and the same work with plain JSON beside them.
const GROUPS: [(&str, &str, &str); 5] = [
    (
        "load",
        "read the largest guide, with every rule",
        "parse its text",
    ),
    (
        "lint",
        "look at the whole folder, scenarios played",
        "parse all its guides",
    ),
    (
        "pack-write",
        "write the pack of the guide and what it calls",
        "write the guide as JSON",
    ),
    (
        "pack-read",
        "read that pack",
        "parse the guide's JSON without blanks",
    ),
    (
        "replay",
        "read and replay the longest walk of a scenario",
        "parse its text",
    ),
];

/// `cargo xtask bench guides`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    report.step("Guides, beside plain JSON");
    report.stream(&mut tools::cargo(&[
        "bench",
        "--package",
        "firstline-bench-guides",
    ])?)?;
    let mut table = String::from(
        "# Guides\n\nMedians of one run, microseconds. Beside each stands what `serde_json` needs for plain JSON of the same \
         content in the same run: compare the columns, for the times are of the machine that measured them. Made by \
         `cargo xtask bench guides`.\n\n\
         | | what is done | ours | plain JSON | what that does | times as long |\n|---|---|--:|--:|---|--:|\n",
    );
    for (group, ours, plain) in GROUPS {
        let (our_time, plain_time) = (median(group, "ours")?, median(group, "plain")?);
        let times = our_time / plain_time;
        writeln!(
            table,
            "| {group} | {ours} | {our_time:.0} | {plain_time:.0} | {plain} | {times:.1} |"
        )?;
    }
    let out = place::root().join("docs/benchmarks/guides.md");
    fs::create_dir_all(place::root().join("docs/benchmarks"))?;
    fs::write(&out, table)?;
    report.finish(&format!("written to {}", out.display()));
    Ok(())
}

/// The median that the benchmark left behind, in microseconds.
fn median(group: &str, name: &str) -> Result<f64> {
    let file = place::target().join(format!("criterion/{group}/{name}/new/estimates.json"));
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let estimates: serde_json::Value = serde_json::from_str(&text)?;
    match estimates["median"]["point_estimate"].as_f64() {
        Some(nanoseconds) => Ok(nanoseconds / 1000.0),
        None => bail!("{} has no median", file.display()),
    }
}
