//! `cargo xtask test`: the whole suite, on one target directory, nothing built twice.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use firstline_lab::{Impossible, NOT_TESTED};

use crate::chaos;
use crate::place;
use crate::postgres::{Server, TEST_DATABASE};
use crate::report::Report;
use crate::size;
use crate::tools;
use crate::unsteady;
use crate::widget::{self, Profile};

/// The folder with TM Forum's definitions, for the tests of the relay.
const TMF621: &str = "FIRSTLINE_DEV_TMF621";

/// `cargo xtask test`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    all(report)?;
    report.finish("all tests passed");
    Ok(())
}

/// The suite, in the order in which a failure is cheapest.
pub fn all(report: &mut Report) -> Result<()> {
    // Every test that cannot be made here writes its name into it; a run before may have left some.
    let untested = not_tested();
    match std::fs::remove_file(&untested) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let tested = tests(report);
    let names = std::fs::read_to_string(&untested).unwrap_or_default();
    for name in names.lines() {
        report.note(&format!("*** NOT TESTED: {name}"));
    }
    tested
}

/// Where tests say that they tested nothing.
fn not_tested() -> PathBuf {
    place::target().join("not-tested.txt")
}

fn tests(report: &mut Report) -> Result<()> {
    report.step("Tools, browsers, helpdesks and PostgreSQL");
    tools::ensure_for_widget(report)?;
    tools::ensure_std_source(report)?;
    tools::ensure_for_browsers(report)?;
    tools::ensure_for_helpdesks(report)?;
    tools::ensure_for_database(report)?;

    // Always the whole workspace: Cargo unites the features of what it is asked for, so that a
    // smaller question would compile the shared crates a second time. The binary `firstline` comes
    // along, because its package has tests that run it.
    report.step("Native tests");
    let mut native = tools::cargo(&["test", "--workspace", "--no-fail-fast"])?;
    native.env(NOT_TESTED, not_tested());
    match tools::tmf621() {
        Ok(folder) => {
            native.env(TMF621, folder);
        }
        Err(why) => Impossible::new(format!("{why:#}"))
            .not_tested("TMF621, against the definitions that TM Forum publishes"),
    }
    report.stream(&mut native)?;

    report.step("Documentation of the code");
    let mut doc = tools::cargo(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ])?;
    // It is written with what is private, so that links to that lead somewhere.
    let flags = "--deny warnings --allow rustdoc::private_intra_doc_links";
    report.stream(doc.env("RUSTDOCFLAGS", flags))?;

    report.step("Attacks on a real relay, in the short form");
    chaos::short(report, place::target().join("debug/firstline"))?;

    // Apart, because they need what was installed above: plain `cargo test` leaves them out.
    report.step("Tests against real helpdesks: Request Tracker, a mail server");
    report.stream(&mut tools::cargo(&[
        "test",
        "--workspace",
        "--no-fail-fast",
        "--test",
        "relay",
        "--test",
        "helpdesk",
        "--",
        "--ignored",
        // They come next, with a server.
        "--skip",
        "postgres::",
    ])?)?;

    report.step("The tests of store and relay once more, on PostgreSQL");
    on_postgresql(report)?;

    report.step("Tests of what asks the browser's tables, as WebAssembly in Node");
    report.stream(&mut wasm_tests()?)?;

    report.step("Widget (small)");
    let dir = widget::build(report, Profile::Small)?;

    report.step("Sizes");
    size::check(report)?;

    report.step("End-to-end tests, in Chromium and Firefox on the small build");
    let tests = |words: &[&str]| {
        let mut tests = browser_tests(words)?;
        tests
            .env("FIRSTLINE_BIN", place::target().join("debug/firstline"))
            .env("FIRSTLINE_WIDGET", &dir)
            .env(NOT_TESTED, not_tested());
        Ok(tests)
    };
    let unsteady = unsteady::run(report, |line| report.said(line), tests)?;
    for name in unsteady {
        report.note(&format!("*** UNSTEADY: {name} passed alone only"));
    }
    Ok(())
}

/// Runs the tests of the store on the other database, and those that only that one has.
fn on_postgresql(report: &mut Report) -> Result<()> {
    let server = Server::start()?;
    for words in [
        &["--lib", "--", "store::"][..],
        &["--test", "relay"],
        &[
            "--test",
            "relay",
            "--test",
            "crash",
            "--test",
            "region",
            "--",
            "--ignored",
            "postgres::",
        ],
    ] {
        let mut tests = tools::cargo(&["test", "--workspace", "--no-fail-fast"])?;
        tests.args(words).env(TEST_DATABASE, server.url());
        report.stream(&mut tests)?;
    }
    Ok(())
}

/// The tests that run as WebAssembly, by the runner that comes with wasm-bindgen and is on our `PATH`.
fn wasm_tests() -> Result<Command> {
    let mut tests = tools::cargo(&[
        "test",
        "--package",
        "firstline-widget",
        "--target",
        "wasm32-unknown-unknown",
        "--test",
        "browser",
    ])?;
    let runner = "wasm-bindgen-test-runner";
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    Ok(tests)
}

/// The end-to-end tests, with these words for the program that runs them: always built the same way.
pub fn browser_tests(words: &[&str]) -> Result<Command> {
    let mut tests = tools::cargo(&[
        "test",
        "--workspace",
        "--features",
        "firstline-widget/e2e",
        "--test",
        "e2e",
        "--",
    ])?;
    tests.args(words).env("FIRSTLINE_AXE", tools::axe()?);
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::process::Command;

    use crate::place;

    /// A relay refuses variables of ours that it does not know, and tests hand theirs on to it.
    #[test]
    fn every_variable_that_tests_set_is_one_that_a_relay_passes_over_or_knows() {
        let found = Command::new("git")
            .args(["grep", "-hoE", "\"FIRSTLINE_[A-Z_]+\"", "--", "*.rs"])
            .args([":!crates/relay/src", ":!crates/relay/tests"])
            .current_dir(place::root())
            .output()
            .unwrap();
        let found = String::from_utf8(found.stdout).unwrap();
        let names: BTreeSet<&str> = found.lines().map(|name| name.trim_matches('"')).collect();
        assert!(names.len() > 20, "{names:?}");
        for name in names {
            let read = firstline_relay::Config::read(None, [(name.to_owned(), String::new())]);
            assert!(read.is_ok(), "{name}: begin it with FIRSTLINE_DEV_");
        }
    }
}
