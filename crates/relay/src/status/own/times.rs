//! Times as operators write them.

use firstline_wire::status::Kind;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A time as operators write it: `2026-11-22T18:00+01:00`, `2026-11-22 18:00` in the provider's zone,
/// `18:00` for the next time it is that, or `2h` from now.
///
/// # Errors
///
/// If it is none of these.
pub fn time(written: &str, zone: &TimeZone, now: Timestamp) -> Result<Timestamp, String> {
    let found = match Written::read(written) {
        Some(Written::Stamp(stamp)) => Some(stamp),
        Some(Written::Civil(civil)) => stamp(civil, zone),
        Some(Written::OfDay(time)) => {
            let today = now.to_zoned(zone.clone()).date();
            let next = stamp(today.to_datetime(time), zone).filter(|next| *next > now);
            let tomorrow = || stamp(today.tomorrow().ok()?.to_datetime(time), zone);
            next.or_else(tomorrow)
        }
        Some(Written::FromNow(span)) => now.checked_add(span).ok(),
        None => None,
    };
    found.ok_or_else(|| {
        format!(
            "“{written}” is no time; write 18:00, 2026-11-22T18:00, or 2h for two hours from now"
        )
    })
}

/// When something began, as operators write it: as [`time`] reads it, but that a time of day of a fault is the last time that
/// it was that. Planned work may lie ahead.
///
/// # Errors
///
/// If it is no time.
pub fn began(
    written: &str,
    kind: Kind,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Timestamp, String> {
    if let (Kind::Outage, Some(Written::OfDay(time))) = (kind, Written::read(written)) {
        let today = now.to_zoned(zone.clone()).date();
        let last = stamp(today.to_datetime(time), zone).filter(|last| *last <= now);
        // The day before by the calendar: a day may have 23 hours or 25.
        let yesterday = || stamp(today.yesterday().ok()?.to_datetime(time), zone);
        if let Some(last) = last.or_else(yesterday) {
            return Ok(last);
        }
    }
    time(written, zone, now)
}

/// The forms of a time.
enum Written {
    /// With its distance from UTC.
    Stamp(Timestamp),
    /// A day and a time of it.
    Civil(DateTime),
    /// A time of a day that is not said.
    OfDay(Time),
    /// So long from now.
    FromNow(SignedDuration),
}

impl Written {
    fn read(written: &str) -> Option<Written> {
        let written = written.trim();
        let stamp = written.parse().ok().map(Written::Stamp);
        // A day with a time reads as a time, too.
        stamp
            .or_else(|| written.parse().ok().map(Written::Civil))
            .or_else(|| written.parse().ok().map(Written::OfDay))
            .or_else(|| written.parse().ok().map(Written::FromNow))
    }
}

fn stamp(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let zoned = civil.to_zoned(zone.clone()).ok()?;
    Some(zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_people_say_it() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2026-11-22T15:00:00Z".parse().unwrap();
        for (written, meant) in [
            ("18:00", "2026-11-22T17:00:00Z"),
            ("15:30", "2026-11-23T14:30:00Z"),
            ("2h", "2026-11-22T17:00:00Z"),
            ("90m", "2026-11-22T16:30:00Z"),
            ("2026-11-24 08:00", "2026-11-24T07:00:00Z"),
            ("2026-11-24T08:00", "2026-11-24T07:00:00Z"),
            ("2026-11-24T08:00:00Z", "2026-11-24T08:00:00Z"),
        ] {
            assert_eq!(
                time(written, &zone, now).unwrap().to_string(),
                meant,
                "{written}"
            );
        }
        for wrong in ["soon", "", "25:00", "24"] {
            assert!(time(wrong, &zone, now).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_fault_began_the_last_time_it_was_that_and_work_the_next_time() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        for (now, kind, written, meant) in [
            // 06:40 there.
            (
                "2026-11-22T05:40:00Z",
                Kind::Outage,
                "06:30",
                "2026-11-22T05:30:00Z",
            ),
            (
                "2026-11-22T05:40:00Z",
                Kind::Outage,
                "06:40",
                "2026-11-22T05:40:00Z",
            ),
            (
                "2026-11-22T05:40:00Z",
                Kind::Outage,
                "06:50",
                "2026-11-21T05:50:00Z",
            ),
            (
                "2026-11-22T05:40:00Z",
                Kind::Outage,
                "06:50:30",
                "2026-11-21T05:50:30Z",
            ),
            (
                "2026-11-22T05:40:00Z",
                Kind::Maintenance,
                "06:50",
                "2026-11-22T05:50:00Z",
            ),
            (
                "2026-11-22T05:40:00Z",
                Kind::Maintenance,
                "06:30",
                "2026-11-23T05:30:00Z",
            ),
            // What says its day, or how far ahead, is taken by its word.
            (
                "2026-11-22T05:40:00Z",
                Kind::Outage,
                "2h",
                "2026-11-22T07:40:00Z",
            ),
            (
                "2026-11-22T05:40:00Z",
                Kind::Maintenance,
                "90m",
                "2026-11-22T07:10:00Z",
            ),
            (
                "2026-11-22T05:40:00Z",
                Kind::Outage,
                "2026-11-22 07:00",
                "2026-11-22T06:00:00Z",
            ),
            // The day of this night has 25 hours, and that of the other 23.
            (
                "2026-10-25T05:40:00Z",
                Kind::Outage,
                "06:50",
                "2026-10-24T04:50:00Z",
            ),
            (
                "2026-03-29T04:40:00Z",
                Kind::Outage,
                "06:50",
                "2026-03-28T05:50:00Z",
            ),
        ] {
            let now = now.parse().unwrap();
            let began = began(written, kind, &zone, now).unwrap();
            assert_eq!(began.to_string(), meant, "{written} of {kind:?} at {now}");
        }
        assert!(began("soon", Kind::Outage, &zone, Timestamp::UNIX_EPOCH).is_err());
    }
}
