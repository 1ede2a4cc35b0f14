//! `too-long`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A time is longer than anybody would wait, or an answer longer than anybody would type.
    ///
    /// An instruction takes a day at most, a countdown an hour, and whoever is asked to come back later is asked
    /// within a week: sessions are not kept much longer. An answer has 10,000 characters at most. Most often the unit
    /// is mistaken, or a zero too many.
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

/// A time that is too long, or a number of characters that is too large.
pub struct TooLong {
    /// The most.
    pub most: u32,
    /// Whether it is a time; if not, it counts characters.
    pub is_time: bool,
}

impl Violation for TooLong {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        if self.is_time {
            format!("this is more than {}, the longest time here", self.most)
        } else {
            format!(
                "this is more than {}, the most characters of an answer",
                self.most
            )
        }
    }

    fn hint(&self) -> Option<String> {
        Some(if self.is_time {
            "check the unit: `seconds`, `minutes` or `hours`".to_owned()
        } else {
            "nobody types more into one field, and a ticket holds no more".to_owned()
        })
    }
}
