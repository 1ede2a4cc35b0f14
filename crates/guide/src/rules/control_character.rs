//! `control-character`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::{Node, Span};

crate::rule! {
    /// A text has a line break, a tab or another character that no screen shows.
    ///
    /// What looks like two lines in the file would be one on the screen. Several paragraphs are a list of texts.
    Error "control-character",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112", "text": "Leave the house.\nThen call." }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112", "text": ["Leave the house.", "Then call."] }"#,
    ),
}

/// A character that no screen shows.
pub struct ControlCharacter;

impl Violation for ControlCharacter {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "this text has a line break or another character that no screen shows".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some(
            "write it in one line; several paragraphs are a list of texts: [\"…\", \"…\"]"
                .to_owned(),
        )
    }
}

/// Looks at every text of a document. Answers in scenarios may have several lines, as those of
/// customers do.
pub(crate) fn check(root: &Node, report: &mut Report) {
    let members = root.as_object().unwrap_or_default().iter();
    let members = members.filter(|member| member.key != "scenarios");
    let mut open: Vec<&Node> = members.map(|member| &member.value).collect();
    while let Some(node) = open.pop() {
        open.extend(node.as_array().unwrap_or_default());
        let members = node.as_object().unwrap_or_default();
        open.extend(members.iter().map(|member| &member.value));
        look(node.as_str().unwrap_or_default(), node.span, report);
    }
}

/// Looks at a text.
pub(crate) fn look(text: &str, span: Span, report: &mut Report) {
    if text.chars().any(char::is_control) {
        report.add(span, &ControlCharacter);
    }
}
