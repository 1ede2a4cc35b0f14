//! A guide that is named where only one that customers can choose makes sense.

use firstline_guide::diagnostic::{Rule, Violation};
use firstline_guide::rules::words::suggestion;

/// A guide that is not there, or that customers cannot choose.
pub(super) struct NotChoosable<'g> {
    pub rule: &'static Rule,
    pub id: &'g str,
    /// Whether there is such a guide, which is not listed.
    pub exists: bool,
    /// The guides that customers can choose.
    pub known: &'g [&'g str],
    /// What to do with one that is not listed.
    pub instead: &'static str,
}

impl Violation for NotChoosable<'_> {
    fn rule(&self) -> &'static Rule {
        self.rule
    }

    fn message(&self) -> String {
        if self.exists {
            format!(
                "customers cannot choose the guide `{}`: it is not listed",
                self.id
            )
        } else {
            format!("there is no guide `{}`", self.id)
        }
    }

    fn hint(&self) -> Option<String> {
        if self.exists {
            return Some(self.instead.to_owned());
        }
        suggestion(self.id, self.known)
    }
}
