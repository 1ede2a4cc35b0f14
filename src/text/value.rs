//! Facts in words.

use firstline_guide::model::{FactKind, Value};
use firstline_guide::plain;

use super::by_language;

/// A value as a language (BCP 47 tag) writes it, with its unit, which may be empty. What has the form of
/// a day (`2026-12-25`) is one.
pub fn value(language: &str, value: &Value, unit: &str) -> String {
    match value {
        Value::Number(number) => by_language::number(language, *number, unit),
        Value::Text(day) if FactKind::Date.fits(value) => by_language::date(language, day),
        _ => plain(language, value, unit),
    }
}
