//! `picture-without-alt`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;
use crate::rules::bad_picture_file::ENDINGS;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureWithoutAlt {
    /// There are none.
    #[default]
    None,
    /// The name of its file stands there.
    FileName,
}

impl Violation for PictureWithoutAlt {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        match self {
            PictureWithoutAlt::None => "this picture has no text in `alt`".to_owned(),
            PictureWithoutAlt::FileName => {
                "this `alt` is the name of a file, and says nothing of the picture".to_owned()
            }
        }
    }

    fn hint(&self) -> Option<String> {
        Some("say in `alt` what it shows, for those who do not see it".to_owned())
    }
}

/// Looks at an `alt`.
pub(crate) fn look(alt: &str, span: Span, report: &mut Report) {
    let alt = alt.trim();
    if alt.is_empty() {
        report.add(span, &PictureWithoutAlt::None);
    } else if is_file(alt) {
        report.add(span, &PictureWithoutAlt::FileName);
    }
}

/// Whether this is the name of a picture's file and nothing else.
fn is_file(alt: &str) -> bool {
    let parts = alt.rsplit_once('.');
    parts.is_some_and(|(stem, ending)| {
        let ending = ending.to_ascii_lowercase();
        !stem.is_empty() && !stem.contains(char::is_whitespace) && ENDINGS.contains(&&*ending)
    })
}
