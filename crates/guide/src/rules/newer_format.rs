//! `newer-format`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::format::FORMAT;
use crate::json::Node;

crate::rule! {
    /// The guide is written for a newer version of Firstline.
    ///
    /// Its keys may mean something else than this version thinks, so nothing more of it is read.
    Error "newer-format",
    bad: Example::Members(
        r#""format": 2"#,
    ),
    good: Example::Members(
        r#""format": 1"#,
    ),
}

/// A number of the format that is newer than this program.
pub struct NewerFormat;

impl Violation for NewerFormat {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this guide is written for a newer version of Firstline".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("update Firstline, or write `\"format\": 1`".to_owned())
    }
}

/// Whether the guide is of a format that this program may read.
pub(crate) fn check(root: &Node, report: &mut Report) -> bool {
    match root
        .get("format")
        .map(|format| (format.as_f64(), format.span))
    {
        Some((Some(number), span)) if number > FORMAT => {
            report.add(span, &NewerFormat);
            false
        }
        _ => true,
    }
}
