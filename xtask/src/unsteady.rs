//! Tests in browsers that fail beside the others are run once more, each alone. On a machine that does too much at
//! once a browser answers late, and that says nothing about Firstline. What fails alone as well has failed; what
//! passes alone is named at the end, for whoever makes it steady. Tests without a browser get no second try: what
//! fails there now and then is a fault.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::report::Report;

/// How many may fail beside the others: more is no chance.
const MOST: usize = 4;

/// Runs these tests, which take names of tests and words of the test program. Gives the names of those that passed
/// alone only.
pub fn run(
    report: &Report,
    show: impl Fn(&str),
    tests: impl Fn(&[&str]) -> Result<Command>,
) -> Result<Vec<String>> {
    let (passed, failed) = heard(report, show, &mut tests(&[])?)?;
    if passed {
        return Ok(failed);
    }
    if failed.is_empty() || failed.len() > MOST {
        bail!("{} tests failed: {}", failed.len(), failed.join(", "));
    }
    for name in &failed {
        report.note(&format!("{name} failed beside the others; now alone"));
        report.stream(&mut tests(&["--exact", name])?)?;
    }
    Ok(failed)
}

/// Runs it, shows what it prints, and tells whether it succeeded and the tests that it named as failed.
fn heard(
    report: &Report,
    show: impl Fn(&str),
    command: &mut Command,
) -> Result<(bool, Vec<String>)> {
    let mut child = report.spawned(command.stdout(Stdio::piped()))?;
    let out = child.stdout.take().context("its output is not to be had")?;
    let mut failed = Vec::new();
    for line in BufReader::new(out).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        show(&line);
        failed.extend(failed_test(&line).map(str::to_owned));
    }
    Ok((child.wait()?.success(), failed))
}

/// The test that this line of a test program says has failed.
fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a shell script that stands for the test program: `$1` is `--exact` when one test is asked for. Nothing
    /// of its output is shown, which would look like that of real tests.
    fn with(script: &str) -> Result<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tests.sh");
        std::fs::write(&path, script).unwrap();
        let shown = |_: &str| ();
        run(&Report::start(), shown, |words| {
            let mut command = Command::new("sh");
            command.arg(&path).args(words);
            Ok(command)
        })
    }

    #[test]
    fn what_fails_beside_others_and_passes_alone_is_named() {
        let script = "[ \"$1\" = --exact ] && [ \"$2\" = ticket::late ] && exit 0\n\
                      echo 'test ticket::good ... ok'; echo 'test ticket::late ... FAILED'; exit 101";
        assert_eq!(with(script).unwrap(), ["ticket::late"]);
    }

    #[test]
    fn what_fails_alone_too_what_names_no_test_and_what_is_many_fails() {
        let named = "[ \"$1\" = --exact ] || echo 'test a::b ... FAILED'; exit 101";
        assert!(with(named).is_err());
        assert!(with("[ \"$1\" = --exact ] || exit 101").is_err());
        let many = "[ \"$1\" = --exact ] && exit 0\n\
                    for n in 1 2 3 4 5; do echo \"test a::b$n ... FAILED\"; done; exit 101";
        assert!(with(many).is_err());
    }

    #[test]
    fn all_passed() {
        assert!(with("echo 'test a::b ... ok'").unwrap().is_empty());
    }
}
