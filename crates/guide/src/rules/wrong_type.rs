//! `wrong-type`

use crate::diagnostic::{Example, Rule, Violation};
use std::fmt;

use super::analysis::{Analysis, Shape};
use crate::diagnostic::Report;

crate::rule! {
    /// Something else should stand in this place: a list, a number, a day.
    ///
    /// A day is written `2026-12-25`; a number has no quotes; a language is a tag such as `en` or `de-AT`.
    Error "wrong-type",
    bad: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Restart the router", "to": "fixed",
      "actions": "Pull out the plug" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "instruction", "title": "Restart the router", "to": "fixed",
      "actions": ["Pull out the plug"] }"#,
    ),
}

/// What should stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// A string or an array of strings.
    Text,
    /// A string or an object.
    Action,
    /// A number.
    Number,
    /// A whole number from 1 to 4 294 967 295.
    Whole,
    /// `true` or `false`.
    Bool,
    /// A calendar day, `2026-12-25`.
    Date,
    /// A time of day, `19:00`.
    TimeOfDay,
    /// A language tag, `en` or `de-AT`.
    Language,
    /// A number, or a share of a fact.
    Operand,
    /// The value of a fact: a string, a number, `true`, `false` or an array of strings.
    FactValue,
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Expected::Object => "an object: { … }",
            Expected::Array => "a list: [ … ]",
            Expected::String => "a text in double quotes",
            Expected::Text => "a text in double quotes, or a list of them",
            Expected::Action => "a text in double quotes, or an object with `text`",
            Expected::Number => "a number",
            Expected::Whole => "a whole number, 1 or more",
            Expected::Bool => "true or false",
            Expected::Date => "a day, written like 2026-12-25",
            Expected::TimeOfDay => "a time of day, written like 19:00",
            Expected::Language => "the tag of a language, such as \"en\" or \"de-AT\"",
            Expected::Operand => "a number, or a share of a fact: { \"fact\": …, \"times\": … }",
            Expected::FactValue => "a text, a number, true, false, or a list of texts",
        })
    }
}

/// Something of another type than what should stand there.
pub struct WrongType {
    /// What should stand there.
    pub expected: Expected,
    /// How that is written here, if it can be said.
    pub example: Option<String>,
}

impl From<Expected> for WrongType {
    fn from(expected: Expected) -> WrongType {
        WrongType {
            expected,
            example: None,
        }
    }
}

impl Violation for WrongType {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("this should be {}", self.expected)
    }

    fn hint(&self) -> Option<String> {
        let example = self.example.as_ref()?;
        Some(format!("write it like this: {example}"))
    }
}

/// Looks at days that facts are set to or compared with.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for given in &analysis.given {
        if given.shape == Shape::Date
            && let Some(text) = given.value.as_str()
            && !is_date(text)
        {
            report.add(given.value.span, &WrongType::from(Expected::Date));
        }
    }
}

/// A day of the Gregorian calendar, `YYYY-MM-DD`.
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn days_are_days_of_the_calendar() {
        for day in ["2026-12-25", "2024-02-29", "2000-02-29", "0001-01-31"] {
            assert!(is_date(day), "{day:?}");
        }
        let no = [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-04-31",
            "2026-1-1",
            "2026-12-32",
            "2026-12-00",
            "26-12-2026",
            "2026/12/25",
            "2026-12-2x",
            "",
            "२०२६-१२",
        ];
        for day in no {
            assert!(!is_date(day), "{day:?}");
        }
    }
}
