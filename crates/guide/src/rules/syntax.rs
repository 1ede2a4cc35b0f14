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

    /// The character where reading stopped.
    fn character(&self) -> Option<char> {
        let rest = self.source.get(self.error.offset as usize..)?;
        rest.chars().next()
    }

    /// The same, if it is not seen in an editor, or looks like a blank and is none. What begins a file is told by itself.
    fn unseen(&self) -> Option<char> {
        let is_mark = self.error.kind == ErrorKind::ByteOrderMark;
        self.character()
            .filter(|sign| is_strange(*sign) && !is_mark)
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

/// Whether a character is not seen in an editor, or looks like a blank and is none. Line breaks and tabs are
/// known to everybody.
fn is_strange(sign: char) -> bool {
    let is_known = matches!(sign, ' ' | '\n' | '\r' | '\t');
    let is_unseen = matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !is_known && (sign.is_whitespace() || sign.is_control() || is_unseen)
}

/// What a character that is not seen is called.
fn name_of(sign: char) -> &'static str {
    match sign {
        '\0' => "a zero byte",
        '\u{1b}' => "an escape",
        '\u{a0}' => "a no-break space",
        '\u{200b}' => "a blank without width",
        '\u{feff}' => "a byte order mark",
        sign if sign.is_whitespace() => "a blank of another kind",
        sign if sign.is_control() => "a control character",
        _ => "which is not seen",
    }
}

impl Syntax<'_> {
    /// Whether there is nothing in the file.
    fn is_empty(&self) -> bool {
        self.source.trim().is_empty()
    }

    /// Whether a number is written with so large an exponent that nothing holds it.
    fn is_huge(&self) -> bool {
        self.word().contains(['e', 'E'])
    }
}

impl Violation for Syntax<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        if let Some(sign) = self.unseen() {
            let place = match self.error.kind {
                ErrorKind::ControlCharacter => "in this text",
                _ => "here",
            };
            return format!(
                "the character U+{:04X}, {}, cannot stand {place}",
                u32::from(sign),
                name_of(sign)
            );
        }
        let message = match self.error.kind {
            ErrorKind::UnexpectedEnd if self.is_empty() => "the file is empty",
            ErrorKind::TooManyDigits if self.is_huge() => "this number is too large",
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
            ErrorKind::TrailingCharacters => "the file should have ended before this",
            ErrorKind::ControlCharacter => "a text cannot contain a line break or tab as it is",
            ErrorKind::InvalidEscape => "this backslash means nothing",
            ErrorKind::LoneSurrogate => "this is half of a character",
            ErrorKind::InvalidNumber => "this is not how numbers are written",
            ErrorKind::TooManyDigits => "this number has too many digits",
        };
        message.to_owned()
    }

    fn hint(&self) -> Option<String> {
        if let Some(sign) = self.unseen() {
            return Some(match self.error.kind {
                ErrorKind::ControlCharacter => {
                    "delete it: type the text anew, or paste it as plain text".to_owned()
                }
                _ if sign.is_whitespace() => {
                    "it looks like a blank and is none: put a plain blank in its place".to_owned()
                }
                _ => "it is not seen in most editors: delete the line, and type it anew".to_owned(),
            });
        }
        let hint = match self.error.kind {
            ErrorKind::UnexpectedEnd if self.is_empty() => {
                "a guide begins with `{ \"format\": 1, \"id\": …`: copy a small one, such as check-power.json"
            }
            ErrorKind::TooManyDigits if self.is_huge() => "write it in digits, such as 100",
            ErrorKind::TrailingCharacters => match self.character() {
                Some('}' | ']') => "this bracket is one too many, or one above closes too early",
                Some('{' | '[') => {
                    "each file has one object: put the second into a file of its own"
                }
                _ => "delete what follows, or move it into the braces",
            },
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
