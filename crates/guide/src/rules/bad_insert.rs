//! `bad-insert`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;
use crate::model::{Piece, Text};

crate::rule! {
    /// A brace in a text is no part of an insert: `{`, the name of a fact, `}`.
    ///
    /// `{name}` is replaced by the value of a fact. A `{` that is meant as it stands is written twice, and the `}`
    /// behind it once. A `$` before a name, as other programs write it, would be shown.
    Error "bad-insert",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "You are with {provider.name" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "You are with {provider.name}" }"#,
    ),
}

/// What is wrong with the inserts of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadInsert {
    /// One has no name or no end.
    Open,
    /// A `}` ends none.
    Closed,
    /// A `$` stands before one that is no amount of money.
    Dollar,
}

impl Violation for BadInsert {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        match self {
            BadInsert::Open => "a `{` in this text has no name and `}` behind it",
            BadInsert::Closed => "a `}` in this text has no `{` before it",
            BadInsert::Dollar => "the `$` before this `{` would be shown",
        }
        .to_owned()
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            BadInsert::Open | BadInsert::Closed => {
                "write `{name}` for the value of a fact, and `{{` for a brace"
            }
            BadInsert::Dollar => "write `{name}` without it",
        };
        Some(hint.to_owned())
    }
}

/// Looks at a text.
pub(crate) fn look(text: &str, span: Span, report: &mut Report) {
    if let Some(bad) = fault(text) {
        report.add(span, &bad);
    }
}

/// What is wrong with the inserts of a text.
fn fault(text: &str) -> Option<BadInsert> {
    let Some(Text(pieces)) = parse(text) else {
        return Some(BadInsert::Open);
    };
    let mut before = "";
    for piece in &pieces {
        match piece {
            // Each brace that is meant as it stands may be closed.
            Piece::Words(words) => {
                let mut open = 0_usize;
                for sign in words.chars() {
                    match sign {
                        '{' => open += 1,
                        '}' if open == 0 => return Some(BadInsert::Closed),
                        '}' => open -= 1,
                        _ => {}
                    }
                }
                before = words;
            }
            Piece::Fact(name) => {
                if before.ends_with('$') && !may_be_money(name) {
                    return Some(BadInsert::Dollar);
                }
                before = "";
            }
        }
    }
    None
}

/// Whether a fact may be an amount: one that the guide asks for, or a value that the provider chose.
fn may_be_money(fact: &str) -> bool {
    let value = fact.strip_prefix("provider.").unwrap_or(fact);
    !value.contains('.') && !["provider.name", "provider.country", "box"].contains(&fact)
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
    fn braces_and_signs_of_other_programs_are_told() {
        for (text, expected) in [
            ("{a}", None),
            ("{{a}", None),
            ("{{{{a}}", None),
            ("${callout-fee}", None),
            ("${provider.callout-fee}", None),
            ("x}", Some(BadInsert::Closed)),
            ("{a}}", Some(BadInsert::Closed)),
            ("{{a}{b}}", Some(BadInsert::Closed)),
            ("${provider.name}", Some(BadInsert::Dollar)),
            ("${provider.support.phone}", Some(BadInsert::Dollar)),
            ("${check.speed.download}", Some(BadInsert::Dollar)),
            ("{a", Some(BadInsert::Open)),
        ] {
            assert_eq!(fault(text), expected, "{text}");
        }
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
