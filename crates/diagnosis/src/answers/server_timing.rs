//! What a server says that it spent itself.

use crate::net::Milliseconds;

/// The milliseconds that the metric `app` of a `Server-Timing` header has as its `dur` (Server Timing, 3).
pub fn app_duration(header: &str) -> Option<Milliseconds> {
    let app = header.split(',').find_map(|metric| {
        let (name, parameters) = metric.split_once(';')?;
        name.trim()
            .eq_ignore_ascii_case("app")
            .then_some(parameters)
    })?;
    app.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"').trim();
        let is_duration = name.trim().eq_ignore_ascii_case("dur");
        is_duration.then(|| decimal(value)).flatten()
    })
}

/// Digits, perhaps with a point among them. By hand: the standard library reads any float, which alone
/// would be a seventh of the widget.
fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut number = 0.0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10.0 + f64::from(digit - b'0');
    }
    for _ in fraction.bytes() {
        number /= 10.0;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_duration_of_app_is_found_among_others() {
        for (header, expected) in [
            ("app;dur=1.5", Some(1.5)),
            (
                "cache;desc=\"hit\", APP ; desc=x; Dur = \"0.25\"",
                Some(0.25),
            ),
            ("rtt;dur=9, app;dur=3", Some(3.0)),
            ("app;dur=.5", Some(0.5)),
            ("app;dur=12.", Some(12.0)),
            ("app;dur=-1", None),
            ("app;dur=1e3", None),
            ("app;dur=", None),
            ("app;dur=.", None),
            ("app", None),
            ("application;dur=3", None),
            ("", None),
        ] {
            assert_eq!(app_duration(header), expected, "{header}");
        }
    }
}
