//! Times in words and countdowns, by whole numbers.

use firstline_guide::session::Millis;
use yew::AttrValue;

use super::{Key, Words};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How long ago: `12 minutes ago`. A time that is still to come, by a clock that was set back,
/// is `just now`.
pub fn ago(words: &Words, now: Millis, then: Millis) -> AttrValue {
    match now.saturating_sub(then) / 1000 {
        seconds if seconds < MINUTE => words.get(Key::JustNow),
        seconds if seconds < HOUR => words.count(Key::MinutesAgo, seconds / MINUTE),
        seconds if seconds < DAY => words.count(Key::HoursAgo, seconds / HOUR),
        seconds => words.count(Key::DaysAgo, seconds / DAY),
    }
}

/// In how long: `in 3 minutes`, rounded up, because nobody minds to be early.
pub fn in_time(words: &Words, now: Millis, then: Millis) -> AttrValue {
    match then.saturating_sub(now).div_ceil(1000) {
        seconds if seconds < MINUTE => words.count(Key::InSeconds, seconds.max(1)),
        seconds if seconds <= 90 * MINUTE => words.count(Key::InMinutes, seconds.div_ceil(MINUTE)),
        seconds if seconds <= 36 * HOUR => words.count(Key::InHours, seconds.div_ceil(HOUR)),
        seconds => words.count(Key::InDays, seconds.div_ceil(DAY)),
    }
}

/// What is left of a countdown, as `1:05`.
pub fn clock(now: Millis, until: Millis) -> String {
    let seconds = until.saturating_sub(now).div_ceil(1000);
    let mut text = (seconds / 60).to_string();
    text.push_str(if seconds % 60 < 10 { ":0" } else { ":" });
    text.push_str(&(seconds % 60).to_string());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_told_in_whole_units() {
        let words = Words::of("en");
        let cases = [
            (0, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (12 * MINUTE + 59, "12 minutes ago"),
            (HOUR, "1 hour ago"),
            (23 * HOUR, "23 hours ago"),
            (3 * DAY, "3 days ago"),
        ];
        for (seconds, text) in cases {
            let now = 1_000_000_000;
            assert_eq!(ago(&words, now, now - seconds * 1000).as_str(), text);
        }
        assert_eq!(ago(&words, 0, 5000).as_str(), "just now");
    }

    #[test]
    fn the_future_is_rounded_up() {
        let words = Words::of("en");
        let cases = [
            (20, "in 20 seconds"),
            (61, "in 2 minutes"),
            (2 * HOUR - 5, "in 2 hours"),
            (2 * DAY, "in 2 days"),
        ];
        for (seconds, text) in cases {
            assert_eq!(in_time(&words, 0, seconds * 1000).as_str(), text);
        }
    }

    #[test]
    fn a_countdown_ends_at_nought() {
        assert_eq!(clock(0, 72_000), "1:12");
        assert_eq!(clock(0, 4_001), "0:05");
        assert_eq!(clock(9, 3), "0:00");
    }
}
