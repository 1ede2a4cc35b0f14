//! `too-long`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A time is longer than anybody would wait.
    ///
    /// An instruction takes a day at most, a countdown an hour, and whoever is asked to come back later is asked
    /// within a week: sessions are not kept much longer. Most often the unit is mistaken, or a zero too many.
    Error "too-long",
    bad: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Restart the router", "minutes": 99999999, "to": "ticket",
      "actions": ["Pull out the plug, and put it back in"] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Restart the router", "minutes": 5, "to": "ticket",
      "actions": ["Pull out the plug, and put it back in"] }"#,
    ),
}

/// A time that is too long.
pub struct TooLong {
    /// The longest time.
    pub most: u32,
}

impl Violation for TooLong {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("this is more than {}, the longest time here", self.most)
    }

    fn hint(&self) -> Option<String> {
        Some("check the unit: `seconds`, `minutes` or `hours`".to_owned())
    }
}
