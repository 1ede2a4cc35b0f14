//! `cargo xtask fuzz`: searches for inputs that break what reads guides, packs, trails and status feeds.
//!
//! The suite goes through the committed corpus and its neighbours (`fuzz/tests/corpus.rs`); this takes as long as one has.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::place;
use crate::report::Report;
use crate::tools;

/// How long it searches unless told, in seconds.
const SECONDS: u32 = 60;

/// `cargo xtask fuzz TARGET [SECONDS]`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let (target, seconds) = match arguments {
        [target] => (target, SECONDS),
        [target, seconds] => {
            let read = seconds.parse();
            (
                target,
                read.with_context(|| format!("`{seconds}` is no number of seconds"))?,
            )
        }
        _ => bail!("name a target: {}", targets()?.join(", ")),
    };
    if !targets()?.contains(target) {
        bail!(
            "there is no target `{target}`; there are {}",
            targets()?.join(", ")
        );
    }
    report.step("Tool");
    tools::ensure_for_fuzz(report)?;
    report.step(&format!("Search in {target}, {seconds} seconds"));
    // What is found while searching is kept beside the build; the corpus holds what somebody chose.
    let found = place::target().join("fuzz-found").join(target);
    fs::create_dir_all(&found)?;
    let mut fuzz = tools::command("cargo-fuzz")?;
    fuzz.args(["fuzz", "run", "--features", "search", target])
        .arg(&found)
        .arg(place::root().join("fuzz/corpus").join(target))
        .args(["--", "-timeout=10"])
        .arg(format!("-max_total_time={seconds}"))
        .current_dir(place::root())
        // Coverage and sanitizers are flags that only a nightly compiler takes, or one that is told to be one.
        .env("RUSTC_BOOTSTRAP", "1");
    report.stream(&mut fuzz)?;
    report.finish("nothing found");
    Ok(())
}

/// The programs in `fuzz/targets`.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place::root().join("fuzz/targets"))? {
        let path = entry?.path();
        names.extend(
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
        );
    }
    names.sort();
    Ok(names)
}
