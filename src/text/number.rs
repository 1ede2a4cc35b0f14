//! Numbers for people.

/// A number as people read it: at most two decimals, none where they are zero. By integers,
/// because formatting floats costs more bytes than this whole module.
pub fn number(value: f64) -> String {
    if !value.is_finite() || value.abs() >= 9e15 {
        return String::from("–");
    }
    let hundredths = (value.abs() * 100.0 + 0.5) as u64;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let mut text = String::new();
    if value < 0.0 && hundredths > 0 {
        text.push('−');
    }
    text.push_str(&whole.to_string());
    if part > 0 {
        text.push('.');
        text.push((b'0' + (part / 10) as u8) as char);
        if part % 10 > 0 {
            text.push((b'0' + (part % 10) as u8) as char);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals_at_most() {
        let cases = [
            (0.0, "0"),
            (24.0, "24"),
            (24.5, "24.5"),
            (0.05, "0.05"),
            (99.999, "100"),
            (-3.25, "−3.25"),
            (-0.001, "0"),
            (f64::NAN, "–"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
