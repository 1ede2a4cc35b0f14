//! Texts and their inserts.

use super::Resolver;
use crate::model::{Action, Piece, Text};
use crate::problem::ProblemKind;
use crate::raw::{self, Name};

impl Resolver<'_> {
    /// A text; an empty one is a problem, a missing one was reported already if it is.
    pub(super) fn text(&mut self, raw: &Option<Name>) -> Text {
        raw.as_ref()
            .map_or_else(Text::default, |raw| self.some_text(raw))
    }

    pub(super) fn maybe_text(&mut self, raw: &Option<Name>) -> Option<Text> {
        raw.as_ref().map(|raw| self.some_text(raw))
    }

    pub(super) fn texts(&mut self, raw: &[Name]) -> Vec<Text> {
        raw.iter().map(|raw| self.some_text(raw)).collect()
    }

    pub(super) fn some_text(&mut self, raw: &Name) -> Text {
        if raw.value.trim().is_empty() {
            self.report.add(raw.span, || ProblemKind::EmptyText);
        }
        parse(&raw.value).unwrap_or_else(|| {
            self.report.add(raw.span, || ProblemKind::BadInsert);
            Text::default()
        })
    }

    pub(super) fn actions(&mut self, raw: &[raw::Action]) -> Vec<Action> {
        let action = |raw: &raw::Action| Action {
            text: self.text(&raw.text),
            copy: raw.copy.as_ref().map(|copy| {
                if copy.value.trim().is_empty() {
                    self.report.add(copy.span, || ProblemKind::EmptyText);
                }
                copy.value.clone()
            }),
            seconds: raw.seconds,
            picture: self.picture(&raw.picture),
        };
        raw.iter().map(action).collect()
    }
}

/// Takes a text apart: `{name}` is an insert, `{{` a brace. `None` where an insert has no end or
/// no name.
fn parse(text: &str) -> Option<Text> {
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
