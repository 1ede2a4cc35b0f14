//! Whether what was typed is what was asked for.

use super::screen::Refusal;
use crate::json;
use crate::model::{FormField, Input, InputField, Value};
use crate::typed::{digit, is_hidden};

/// Separates the fields of a form in the typed text: ASCII's unit separator, which no key types.
pub const FIELD_END: char = '\u{1f}';
/// The same as a text.
pub const FIELD_END_TEXT: &str = "\u{1f}";

impl Input {
    /// The value of what was typed; `None` if it may be left empty and is.
    ///
    /// # Errors
    /// Says why it is refused, so that the screen can tell in place.
    pub(crate) fn read(&self, typed: &str) -> Result<Option<Value>, Refusal> {
        let InputField::Form(fields) = &self.field else {
            return self.field.read_typed(typed, self.optional);
        };
        let mut parts = Vec::with_capacity(fields.len());
        for (field, typed) in fields.iter().zip(parted(typed)) {
            field.field.read_typed(typed, field.optional)?;
            parts.push(typed.trim().to_owned());
        }
        Ok(Some(Value::List(parts)))
    }
}

/// The texts typed into the fields of a form; empty for fields that were not reached.
pub(crate) fn parted(typed: &str) -> impl Iterator<Item = &str> {
    typed.split(FIELD_END).chain(std::iter::repeat(""))
}

impl FormField {
    /// Why what is typed into it is refused.
    pub(crate) fn refusal(&self, typed: &str) -> Option<Refusal> {
        self.field.read_typed(typed, self.optional).err()
    }
}

impl InputField {
    pub(crate) fn read_typed(&self, typed: &str, optional: bool) -> Result<Option<Value>, Refusal> {
        let typed = typed.trim();
        match (typed.is_empty(), optional) {
            (true, true) => Ok(None),
            (true, false) => Err(Refusal::Empty),
            (false, _) => self.read(typed).map(Some),
        }
    }

    fn read(&self, typed: &str) -> Result<Value, Refusal> {
        let value = match self {
            InputField::Number { .. } => Value::Number(number(typed).ok_or(Refusal::NotANumber)?),
            _ => Value::Text(typed.to_owned()),
        };
        self.check(&value)?;
        Ok(value)
    }

    /// Whether a value is one that this field could have given.
    pub(crate) fn takes(&self, value: &Value) -> bool {
        self.check(value).is_ok()
    }

    fn check(&self, value: &Value) -> Result<(), Refusal> {
        match (self, value) {
            (InputField::Number { min, max, .. }, Value::Number(number)) => {
                if let Some(min) = min.filter(|min| number < min) {
                    return Err(Refusal::Below(Value::Number(min)));
                }
                if let Some(max) = max.filter(|max| number > max) {
                    return Err(Refusal::Above(Value::Number(max)));
                }
                Ok(())
            }
            (
                InputField::Text { max_length } | InputField::Lines { max_length },
                Value::Text(text),
            ) => {
                let fits = text.chars().count() <= *max_length as usize;
                if fits {
                    Ok(())
                } else {
                    Err(Refusal::TooLong(*max_length))
                }
            }
            (InputField::Date { min, max }, Value::Text(date)) => {
                if !is_date(date) {
                    return Err(Refusal::NotADate);
                }
                // ISO dates of four-digit years compare as text.
                if let Some(min) = min.as_ref().filter(|min| date < *min) {
                    return Err(Refusal::Below(Value::Text(min.clone())));
                }
                if let Some(max) = max.as_ref().filter(|max| date > *max) {
                    return Err(Refusal::Above(Value::Text(max.clone())));
                }
                Ok(())
            }
            (InputField::Choice(choices), Value::Text(id)) => {
                let known = choices.iter().any(|(known, _)| known == id);
                if known {
                    Ok(())
                } else {
                    Err(Refusal::NotAChoice)
                }
            }
            (InputField::Number { .. }, _) => Err(Refusal::NotANumber),
            (InputField::Date { .. }, _) => Err(Refusal::NotADate),
            _ => Err(Refusal::NotAChoice),
        }
    }
}

/// A number as people type it, in the digits of any script: a comma is a decimal point, as half of the
/// world writes it; signs and blanks at the ends are fine. Grouped thousands are refused rather than
/// guessed at.
fn number(typed: &str) -> Option<f64> {
    let typed: String = typed
        .chars()
        .filter(|sign| !is_hidden(*sign))
        .map(|sign| match sign {
            // The second is the decimal point of Arabic digits.
            ',' | '\u{66b}' => '.',
            '\u{2212}' => '-',
            other => digit(other),
        })
        .collect();
    let typed = typed.strip_prefix('+').unwrap_or(&typed).trim();
    let plain = typed
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
    if !plain {
        return None;
    }
    // `007` is no JSON number, but people type it.
    let (sign, digits) = match typed.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", typed),
    };
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() || digits.starts_with('.') {
        if typed.contains('0') || !digits.is_empty() {
            ["0", digits].concat()
        } else {
            return None;
        }
    } else {
        digits.to_owned()
    };
    let parsed = json::parse(&[sign, &digits].concat()).ok()?;
    let number = parsed.root.as_f64()?;
    // Kept to six decimals, so that storing and reading it again changes nothing.
    let rounded = (number * 1e6).round() / 1e6;
    (rounded.abs() < 1e9).then_some(rounded)
}

/// Whether a text is a day of the Gregorian calendar, `YYYY-MM-DD` (ISO 8601).
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(position, byte)| match position {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    if !shape {
        return false;
    }
    let part = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .fold(0u32, |number, byte| number * 10 + u32::from(byte - b'0'))
    };
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, expected) in [
            ("42", Some(42.0)),
            ("007", Some(7.0)),
            ("0", Some(0.0)),
            (" 3,5 ", Some(3.5)),
            (".5", Some(0.5)),
            ("-2.25", Some(-2.25)),
            ("+8", Some(8.0)),
            ("−4", Some(-4.0)),
            ("٣٫٥", Some(3.5)),
            ("۳٫۵", Some(3.5)),
            ("\u{200f}٢٥\u{200f}", Some(25.0)),
            ("２５", Some(25.0)),
            ("१२", Some(12.0)),
            ("١٬٠٠٠", None),
            ("1.000,5", None),
            ("1e9", None),
            ("ten", None),
            ("-", None),
            ("5 5", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number(typed.trim()), expected, "{typed}");
        }
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for good in ["2026-12-25", "2024-02-29", "2000-02-29"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-1-01",
            "25.12.2026",
            "äöü-12-2",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn bounds_are_told_in_the_refusal() {
        let field = InputField::Number {
            min: Some(1.0),
            max: Some(8.0),
            unit: String::new(),
        };
        assert_eq!(field.read("0"), Err(Refusal::Below(Value::Number(1.0))));
        assert_eq!(field.read("9"), Err(Refusal::Above(Value::Number(8.0))));
        assert_eq!(field.read("eight"), Err(Refusal::NotANumber));
        assert_eq!(field.read("8"), Ok(Value::Number(8.0)));
    }
}
