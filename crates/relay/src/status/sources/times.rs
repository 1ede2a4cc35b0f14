//! Times as status products write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A time with its distance from UTC, or without one in this zone. `None` if it is neither, or so far
/// from today that it is a mistake: a wrong time would tell customers something wrong, none at all
/// tells them nothing.
pub fn time(written: &str, zone: &TimeZone) -> Option<Timestamp> {
    let written = written.trim();
    let stamp: Option<Timestamp> = since_1970(written).or_else(|| written.parse().ok());
    let stamp = stamp.or_else(|| {
        let civil: DateTime = written.parse().ok()?;
        Some(civil.to_zoned(zone.clone()).ok()?.timestamp())
    })?;
    // 2000 to 2100.
    (946_684_800..4_102_444_800)
        .contains(&stamp.as_second())
        .then_some(stamp)
}

/// Reads seconds or milliseconds since 1970. The size of the number decides which they are.
fn since_1970(written: &str) -> Option<Timestamp> {
    let number: f64 = written.parse().ok()?;
    // In seconds this is the year 2100; in milliseconds, February of 1970.
    let millis = match number < 4_102_444_800.0 {
        true => number * 1000.0,
        false => number,
    };
    (millis.is_finite() && millis.abs() < 1e15)
        .then(|| Timestamp::from_millisecond(millis as i64).ok())
        .flatten()
}

/// The same of a text that may be missing.
pub fn maybe(written: Option<&String>, zone: &TimeZone) -> Option<Timestamp> {
    written.and_then(|written| time(written, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_a_zone_is_in_the_operators() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for (written, utc) in [
            ("2026-07-22T13:00:00+02:00", Some("2026-07-22T11:00:00Z")),
            ("2026-07-22T11:00:00.000Z", Some("2026-07-22T11:00:00Z")),
            ("2026-07-22 13:00:00", Some("2026-07-22T11:00:00Z")),
            ("2026-12-22 13:00:00.123", Some("2026-12-22T12:00:00.123Z")),
            // It does not exist there: the clock goes forward.
            ("2026-03-29 02:30:00", Some("2026-03-29T01:30:00Z")),
            ("1784718000", Some("2026-07-22T11:00:00Z")),
            ("1784718000000", Some("2026-07-22T11:00:00Z")),
            ("1784718000.5", Some("2026-07-22T11:00:00.5Z")),
            ("0", None),
            ("2026", None),
            ("1e300", None),
            ("0001-01-01T00:00:00Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            let read = time(written, &berlin).map(|time| time.to_string());
            assert_eq!(read.as_deref(), utc, "{written}");
        }
    }
}
