//! `syntax`

use crate::diagnostic::{Example, Rule, Violation};
use crate::json::{self, Error, ErrorKind};

crate::rule! {
    /// The file is no JSON.
    ///
    /// Reading stops at the first such place, because what follows is guesswork. The rules for JSON are strict:
    /// double quotes round every key and text, a comma between two things and none after the last, no comments.
    /// `true`, `false`, `null` and numbers stand without quotes.
    Error "syntax",
    bad: Example::File(
        r#"{ "format": 1, "id": "example", }"#,
    ),
    good: Example::File(
        r#"{ "format": 1, "id": "example", "version": "1", "language": "en",
  "title": "An example", "summary": "What it is about", "start": "end", "stuck": "end",
  "steps": { "end": { "kind": "outcome", "ends": "stop", "title": "Call 112" } } }"#,
    ),
}

/// The file is no JSON.
pub struct Syntax<'s> {
    /// Why and where.
    pub error: Error,
    /// The source.
    pub source: &'s str,
}

impl Syntax<'_> {
    /// What is written where reading stopped, up to the next comma, bracket or blank.
    fn word(&self) -> &str {
        let rest = self
            .source
            .get(self.error.offset as usize..)
            .unwrap_or_default();
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric());
        &rest[..end.unwrap_or(rest.len())]
    }

    /// What is meant by a word that JSON does not know.
    fn meant(&self) -> &'static str {
        match self.word() {
            "True" | "TRUE" => "write true, in small letters and without quotes",
            "False" | "FALSE" => "write false, in small letters and without quotes",
            "None" | "nil" | "undefined" | "NULL" => "leave the key out, or write null",
            "NaN" | "Infinity" | "Inf" => "write a number, such as 0.5",
            _ => "texts and keys need double quotes: \"text\"",
        }
    }
}

impl Violation for Syntax<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        let message = match self.error.kind {
            ErrorKind::ByteOrderMark => "the file begins with a byte order mark",
            ErrorKind::TooLong => "the file is larger than 4 GB",
            ErrorKind::TooDeep => "lists and objects lie too deep inside one another",
            ErrorKind::UnexpectedEnd => "the file ends in the middle",
            ErrorKind::ExpectedValue => "a value is expected here",
            ErrorKind::ExpectedKey => "a key in double quotes is expected here",
            ErrorKind::ExpectedColon => "a colon is expected here",
            ErrorKind::ExpectedCommaOrBracket => "a comma or `]` is expected here",
            ErrorKind::ExpectedCommaOrBrace => "a comma or `}` is expected here",
            ErrorKind::TrailingComma => "this comma is one too many",
            ErrorKind::Comment => "JSON has no comments",
            ErrorKind::TrailingCharacters => "the guide has ended before this",
            ErrorKind::ControlCharacter => "a text cannot contain a line break or tab as it is",
            ErrorKind::InvalidEscape => "this backslash means nothing",
            ErrorKind::LoneSurrogate => "this is half of a character",
            ErrorKind::InvalidNumber => "this is not how numbers are written",
            ErrorKind::TooManyDigits => "this number has too many digits",
        };
        message.to_owned()
    }

    fn hint(&self) -> Option<String> {
        let hint = match self.error.kind {
            ErrorKind::ByteOrderMark => "save it as UTF-8 without a byte order mark (BOM)",
            ErrorKind::TooDeep => "at most 64 are read; a bracket may be missing above",
            ErrorKind::UnexpectedEnd => "a closing quote, `]` or `}` is missing",
            ErrorKind::ExpectedValue | ErrorKind::ExpectedKey => self.meant(),
            ErrorKind::ExpectedCommaOrBracket | ErrorKind::ExpectedCommaOrBrace => {
                "the comma or bracket may be missing at the end of the line before"
            }
            ErrorKind::TrailingComma => "delete it: nothing follows before the bracket",
            ErrorKind::Comment => "delete it; what must be said about a guide goes to its owner",
            ErrorKind::ControlCharacter => {
                "end the text in its line; for several paragraphs write a list of texts: [\"…\", \"…\"]"
            }
            ErrorKind::InvalidEscape => "write \\\\ for a backslash",
            ErrorKind::InvalidNumber => "write 0.5 and not .5, 5 and not 05",
            ErrorKind::TooManyDigits => "fifteen digits are kept exactly",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

/// Holds the hint to the reader's limit.
const _: () = assert!(json::MAX_DEPTH == 64);
