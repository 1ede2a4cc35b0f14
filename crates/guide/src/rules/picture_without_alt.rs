//! `picture-without-alt`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;

crate::rule! {
    /// A picture has no words in `alt`.
    ///
    /// Who does not see the picture hears these words instead; without them the step cannot be done.
    Error "picture-without-alt",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Look here", "picture": { "file": "router-back.svg" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Look here", "picture": { "file": "router-back.svg", "alt": "The sockets on the back of a router" } }"#,
    ),
}

/// A picture without words.
pub struct PictureWithoutAlt;

impl Violation for PictureWithoutAlt {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this picture has no text in `alt`".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("say in `alt` what it shows, for those who do not see it".to_owned())
    }
}

/// Looks at an `alt`.
pub(crate) fn look(alt: &str, span: Span, report: &mut Report) {
    if alt.trim().is_empty() {
        report.add(span, &PictureWithoutAlt);
    }
}
