//! `bad-insert`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;
use crate::model::{Piece, Text};

crate::rule! {
    /// A `{` in a text has no name of a fact and `}` behind it.
    ///
    /// `{name}` is replaced by the value of a fact. A brace that is meant as it stands is written twice.
    Error "bad-insert",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "You are with {provider.name" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "You are with {provider.name}" }"#,
    ),
}

/// An insert without name or end.
pub struct BadInsert;

impl Violation for BadInsert {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "a `{` in this text has no name and `}` behind it".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("write `{name}` for the value of a fact, and `{{` for a brace".to_owned())
    }
}

/// Looks at a text.
pub(crate) fn look(text: &str, span: Span, report: &mut Report) {
    if parse(text).is_none() {
        report.add(span, &BadInsert);
    }
}

/// Takes a text apart: `{name}` is an insert, `{{` a brace. `None` where an insert has no end or
/// no name.
pub(crate) fn parse(text: &str) -> Option<Text> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(brace) = rest.find('{') {
        words.push_str(&rest[..brace]);
        rest = &rest[brace + 1..];
        if let Some(behind) = rest.strip_prefix('{') {
            words.push('{');
            rest = behind;
            continue;
        }
        let (name, behind) = rest.split_once('}')?;
        if name.is_empty() || name.contains('{') {
            return None;
        }
        if !words.is_empty() {
            pieces.push(Piece::Words(std::mem::take(&mut words)));
        }
        pieces.push(Piece::Fact(name.to_owned()));
        rest = behind;
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    Some(Text(pieces))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Option<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => format!("[{words}]"),
            Piece::Fact(name) => format!("<{name}>"),
        };
        parse(text).map(|text| text.0.iter().map(piece).collect())
    }

    #[test]
    fn inserts_and_escaped_braces_are_told_apart() {
        let cases: &[(&str, Option<&str>)] = &[
            ("plain", Some("[plain]")),
            ("", Some("")),
            ("{a}", Some("<a>")),
            ("Up to {plan-down}.", Some("[Up to ]<plan-down>[.]")),
            ("{a}{b}", Some("<a><b>")),
            ("{{a}", Some("[{a}]")),
            ("{{{a}", Some("[{]<a>")),
            ("a } b", Some("[a } b]")),
            (
                "{check.speed.download} ü",
                Some("<check.speed.download>[ ü]"),
            ),
            ("{", None),
            ("{a", None),
            ("{}", None),
            ("{a{b}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text).as_deref(), *expected, "{text:?}");
        }
    }
}
