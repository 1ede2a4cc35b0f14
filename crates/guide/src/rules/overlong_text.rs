//! `overlong-text`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;

crate::rule! {
    /// A text, a name or a list is longer than anybody reads, or than a screen holds.
    ///
    /// Most often a whole document was pasted into one text, or a tool repeated itself. The limits are far above what
    /// guides need: a heading, a label or a line has at most 300 characters, a paragraph 2,000, a name 100, a list 500
    /// items; and no word has more than 200 letters.
    Error "overlong-text",
    bad: Example::Members(
        r#""id": "the-guide-for-customers-who-have-no-internet-at-home-and-who-have-restarted-the-router-and-looked-at-all-cables""#,
    ),
    good: Example::Members(
        r#""id": "no-internet""#,
    ),
}

/// The most characters of a heading, a label, or a line of another kind.
pub(crate) const LINE: usize = 300;
/// The most characters of a paragraph: some 300 words, a page of a book.
pub(crate) const PARAGRAPH: usize = 2000;
/// The most characters of a name.
pub(crate) const NAME: usize = 100;
/// The most items of a list.
const ITEMS: usize = 500;
/// The most letters of a word. Some scripts write whole sentences without a blank.
const WORD: usize = 200;

/// What is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlongText {
    /// A text.
    Text {
        /// How many characters it has.
        has: usize,
        /// How many it can have.
        most: usize,
    },
    /// A word in it.
    Word {
        /// How many letters it has.
        has: usize,
    },
    /// A list.
    List {
        /// How many items it has.
        has: usize,
    },
}

impl Violation for OverlongText {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        match self {
            OverlongText::Text { has, most } => {
                format!("this has {has} characters, and at most {most} are read here")
            }
            OverlongText::Word { has } => {
                format!("a word of this text has {has} letters, and screens hold at most {WORD}")
            }
            OverlongText::List { has } => {
                format!("this list has {has} items, and at most {ITEMS} are read")
            }
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            OverlongText::Text { most: NAME, .. } => "give it a short name",
            OverlongText::Text {
                most: PARAGRAPH, ..
            } => {
                "say the one thing that matters here; several paragraphs are a list of texts: [\"…\", \"…\"]"
            }
            OverlongText::Text { .. } => "say it in one short line",
            OverlongText::Word { .. } => {
                "write blanks between words; an address belongs to `links`"
            }
            OverlongText::List { .. } => "keep what customers need",
        };
        Some(hint.to_owned())
    }
}

/// Looks at a text of at most so many characters.
pub(crate) fn look(text: &str, most: usize, span: Span, report: &mut Report) {
    // Bytes tell much cheaper than characters, of which there are fewer.
    if text.len() <= WORD {
        look_short(text, most, span, report);
        return;
    }
    let has = text.chars().count();
    if has > most {
        report.add(span, &OverlongText::Text { has, most });
        return;
    }
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    let letters = words.map(|word| word.chars().count());
    if let Some(has) = letters.max().filter(|has| *has > WORD) {
        report.add(span, &OverlongText::Word { has });
    }
}

fn look_short(text: &str, most: usize, span: Span, report: &mut Report) {
    let has = text.chars().count();
    if has > most {
        report.add(span, &OverlongText::Text { has, most });
    }
}

/// Looks at a list.
pub(crate) fn look_at_list(has: usize, span: Span, report: &mut Report) {
    if has > ITEMS {
        report.add(span, &OverlongText::List { has });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, most: usize) -> usize {
        let mut report = Report::default();
        look(text, most, Span::default(), &mut report);
        report.unplaced().len()
    }

    #[test]
    fn what_people_write_is_never_too_long() {
        assert_eq!(found(&"Restart the router. ".repeat(100), PARAGRAPH), 0);
        assert_eq!(found(&"重启路由器，然后等待。".repeat(100), PARAGRAPH), 0);
        assert_eq!(found(&"ü".repeat(NAME), NAME), 0);
    }

    #[test]
    fn what_nobody_reads_is_told_once() {
        assert_eq!(found(&"Restart the router. ".repeat(101), PARAGRAPH), 1);
        assert_eq!(found(&"a".repeat(500), PARAGRAPH), 1);
        assert_eq!(found(&"a".repeat(10_000), LINE), 1);
        assert_eq!(found(&"a".repeat(101), NAME), 1);
    }
}
