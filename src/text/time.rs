//! Times in words and countdowns.

use firstline_guide::session::{LineLoss, Millis};
use yew::AttrValue;

use super::{Key, Words, by_language, whole};

const MINUTE: Millis = 60_000;

/// When the line went, and when it came back.
pub fn line_loss(words: &Words, line: LineLoss) -> AttrValue {
    let language = words.get(Key::Language);
    let at = |time: Millis| by_language::time(&language, time as f64);
    let lost = at(line.lost);
    match line.back {
        Some(back) => words.fill(Key::LineBack, &[("lost", &lost), ("back", &at(back))]),
        None => words.fill(Key::LineLost, &[("lost", &lost)]),
    }
}

/// How long ago: `12 minutes ago`. A time that is still to come, by a clock that was set back,
/// is `just now`.
pub fn ago(words: &Words, now: Millis, then: Millis) -> AttrValue {
    let past = now.saturating_sub(then);
    if past < MINUTE {
        words.get(Key::JustNow)
    } else {
        by_language::relative(&words.get(Key::Language), -(past as f64)).into()
    }
}

/// In how long: `in 3 minutes`, rounded up, because nobody minds to be early.
pub fn in_time(words: &Words, now: Millis, then: Millis) -> AttrValue {
    let left = then.saturating_sub(now).max(1);
    by_language::relative(&words.get(Key::Language), left as f64).into()
}

/// What is left of a countdown, as `1:05`.
pub fn clock(now: Millis, until: Millis) -> String {
    let seconds = until.saturating_sub(now).div_ceil(1000);
    let mut text = whole(seconds / 60);
    text.push_str(if seconds % 60 < 10 { ":0" } else { ":" });
    text.push_str(&whole(seconds % 60));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Millis = 60 * MINUTE;
    const DAY: Millis = 24 * HOUR;

    #[test]
    fn the_past_is_told_in_whole_units() {
        for (language, past, text) in [
            ("en", 0, "just now"),
            ("en", MINUTE - 1, "just now"),
            ("en", MINUTE, "1 minute ago"),
            ("en", 12 * MINUTE + 59_000, "12 minutes ago"),
            ("en", 2 * HOUR, "2 hours ago"),
            ("en", 23 * HOUR, "23 hours ago"),
            ("en", 3 * DAY, "3 days ago"),
            ("de", 0, "gerade eben"),
            ("de", 3 * DAY, "vor 3 Tagen"),
            ("ar", 2 * HOUR, "قبل ساعتين"),
            ("zh", 3 * DAY, "3天前"),
        ] {
            let now = 1_000_000_000;
            let words = Words::of(language);
            assert_eq!(ago(&words, now, now - past).as_str(), text);
        }
        assert_eq!(ago(&Words::of("en"), 0, 5000).as_str(), "just now");
    }

    #[test]
    fn the_future_is_rounded_up() {
        for (language, left, text) in [
            ("en", 0, "in 1 second"),
            ("en", 20_000, "in 20 seconds"),
            ("en", MINUTE - 500, "in 1 minute"),
            ("en", MINUTE + 1, "in 2 minutes"),
            ("en", 2 * HOUR - 5000, "in 2 hours"),
            ("en", 2 * DAY, "in 2 days"),
            ("de", MINUTE + 1, "in 2 Minuten"),
            ("ar", 3 * MINUTE, "خلال 3 دقائق"),
            ("zh", 2 * HOUR, "2小时后"),
        ] {
            assert_eq!(in_time(&Words::of(language), 0, left).as_str(), text);
        }
    }

    #[test]
    fn a_loss_of_the_line_is_told_by_the_clock() {
        let lost = 13 * HOUR + 58 * MINUTE;
        let went = LineLoss { lost, back: None };
        let came = LineLoss {
            back: Some(lost + 5 * MINUTE),
            ..went
        };
        // A place that is filled keeps its own direction.
        let plain = |text: AttrValue| text.replace(['\u{2068}', '\u{2069}'], "");
        for (language, line, text) in [
            ("en", went, "The line went down at 1:58\u{a0}PM."),
            (
                "en",
                came,
                "The line went down at 1:58\u{a0}PM and came back at 2:03\u{a0}PM.",
            ),
            ("de", went, "Die Leitung fiel um 13:58 aus."),
            ("zh", came, "线路在 13:58 断开，14:03 恢复。"),
            ("ar", went, "انقطع الخط في 1:58\u{a0}م."),
        ] {
            assert_eq!(plain(line_loss(&Words::of(language), line)), text);
        }
    }

    #[test]
    fn a_countdown_ends_at_zero() {
        assert_eq!(clock(0, 72_000), "1:12");
        assert_eq!(clock(0, 4_001), "0:05");
        assert_eq!(clock(9, 3), "0:00");
    }
}
