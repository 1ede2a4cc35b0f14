//! Values as they are written where nobody knows the reader's language better.

use crate::json;
use crate::model::Value;

/// Writes a value in the same way for every language: a point before the decimal, days as
/// `2026-12-25`, yes and no in English.
pub fn plain(_language: &str, value: &Value, unit: &str) -> String {
    let mut out = String::new();
    match value {
        Value::Number(number) => {
            push_decimal(&mut out, *number);
            if !unit.is_empty() {
                // A no-break space keeps number and unit on one line.
                out.push('\u{a0}');
                out.push_str(unit);
            }
        }
        Value::Text(text) => out.push_str(text),
        Value::Flag(flag) => out.push_str(if *flag { "yes" } else { "no" }),
        Value::List(items) => out = join(items, ", "),
    }
    out
}

/// Texts in a row, with something between them. By hand: the standard library's `join` has a case
/// for each length of what stands between, 0.9 kB in the widget.
pub fn join(items: &[String], between: &str) -> String {
    let mut out = String::new();
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            out.push_str(between);
        }
        out.push_str(item);
    }
    out
}

/// Appends a number with at most one decimal, by integer arithmetic: formatting floats would
/// bring some 5 kB into the widget.
fn push_decimal(out: &mut String, number: f64) {
    let tenths = (number * 10.0).round() as i64;
    if tenths < 0 {
        out.push('-');
    }
    let tenths = tenths.unsigned_abs();
    json::push_integer(out, tenths / 10);
    if !tenths.is_multiple_of(10) {
        out.push('.');
        json::push_integer(out, tenths % 10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_at_most_one_decimal() {
        for (number, text) in [
            (0.0, "0"),
            (24.04, "24"),
            (24.05, "24.1"),
            (-3.5, "-3.5"),
            (94.0, "94"),
            (0.25, "0.3"),
        ] {
            assert_eq!(plain("de", &Value::Number(number), ""), text);
        }
    }

    #[test]
    fn a_unit_stays_with_its_number() {
        assert_eq!(
            plain("en", &Value::Number(12.5), "Mbit/s"),
            "12.5\u{a0}Mbit/s"
        );
    }
}
