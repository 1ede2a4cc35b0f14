//! Why there can be no laboratory here.

use std::fmt;

/// Why there can be no laboratory here, or why something in it failed, and what to do.
#[derive(Debug)]
pub struct Impossible(String);

impl Impossible {
    /// With these words.
    pub fn new(why: impl Into<String>) -> Impossible {
        Impossible(why.into())
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
