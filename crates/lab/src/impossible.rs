//! Why there can be no laboratory here.

use std::fmt;
use std::fs::OpenOptions;
use std::io::Write as _;

/// The file, if any, that a suite wants to be told in what was not tested: it says so once more at its end.
pub const NOT_TESTED: &str = "FIRSTLINE_DEV_NOT_TESTED";

/// Why there can be no laboratory here, or why something in it failed, and what to do.
#[derive(Debug)]
pub struct Impossible(String);

impl Impossible {
    /// With these words.
    pub fn new(why: impl Into<String>) -> Impossible {
        Impossible(why.into())
    }

    /// Says that a test tested nothing for this reason, so that it cannot be overlooked: past what a test's runner swallows of a
    /// test that passes, and in the file that [`NOT_TESTED`] names.
    pub fn not_tested(&self, test: &str) {
        let _ = writeln!(std::io::stderr(), "\n*** NOT TESTED: {test}: {self}\n");
        let Some(path) = std::env::var_os(NOT_TESTED) else {
            return;
        };
        let file = OpenOptions::new().create(true).append(true).open(path);
        let _ = file.and_then(|mut file| writeln!(file, "{test}: {self}"));
    }

    /// What was tried, and why it failed.
    pub(crate) fn because<E: fmt::Display>(what: &str) -> impl FnOnce(E) -> Impossible {
        move |why| Impossible(format!("{what}: {why}"))
    }
}

impl fmt::Display for Impossible {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Impossible {}
