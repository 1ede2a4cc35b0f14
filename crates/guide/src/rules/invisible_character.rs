//! `invisible-character`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::{Node, Span};

crate::rule! {
    /// A text has a character that is not seen, but changes what is seen.
    ///
    /// A text could read as something else than what stands in the file. Such characters come along when text is
    /// pasted from a word processor or a chat. Joiners, which some scripts and emoji need, and the plain marks of
    /// direction are allowed.
    Error "invisible-character",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call \u202e211" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// A character that is not seen.
pub struct InvisibleCharacter {
    /// The character.
    pub character: char,
}

impl Violation for InvisibleCharacter {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!(
            "this text has the invisible character U+{:04X}",
            u32::from(self.character)
        )
    }

    fn hint(&self) -> Option<String> {
        Some("delete it: type the text anew, or paste it as plain text".to_owned())
    }
}

/// Whether a character is not seen and has no use in a text of one line.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        // Embeddings and overrides of direction; isolates do the same within bounds.
        '\u{202a}'..='\u{202e}'
        // Separators of lines and paragraphs.
        | '\u{2028}' | '\u{2029}'
        // A blank without width, the word joiner, invisible operators, and the byte order mark.
        | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        // Deprecated format characters, fillers, and tags.
        | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{115f}' | '\u{1160}' | '\u{e0001}'
    )
}

/// Looks at every text of a document, its keys included.
pub(crate) fn check(root: &Node, report: &mut Report) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        open.extend(node.as_array().unwrap_or_default());
        look(node.as_str().unwrap_or_default(), node.span, report);
        for member in node.as_object().unwrap_or_default() {
            look(&member.key, member.key_span, report);
            open.push(&member.value);
        }
    }
}

/// Looks at a text.
pub(crate) fn look(text: &str, span: Span, report: &mut Report) {
    if let Some(character) = text.chars().find(|character| is_invisible(*character)) {
        report.add(span, &InvisibleCharacter { character });
    }
}
