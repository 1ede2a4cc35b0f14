//! `unknown-meaning`

use super::words::suggestion;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// `on` of a `lights` step names something that lamps cannot mean.
    ///
    /// Guides do not lead on by colours: what a lamp means on which box is in site/equipment.json.
    Error "unknown-meaning",
    bad: Example::Steps(
        r#""here": { "kind": "lights", "title": "Which lamps are on?", "of": "router",
      "on": { "green": "fixed", "otherwise": "ticket" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "lights", "title": "Which lamps are on?", "of": "router",
      "on": { "ok": "fixed", "otherwise": "ticket" } }"#,
    ),
}

/// A name that is not known.
pub struct UnknownMeaning<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownMeaning<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is nothing that lamps can mean", self.name)
    }

    fn hint(&self) -> Option<String> {
        suggestion(self.name, self.known)
    }
}
