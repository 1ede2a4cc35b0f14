//! The clocks.

use std::cell::Cell;

use firstline_guide::session::Millis;
use js_sys::{Date, Intl};
use wasm_bindgen::JsValue;

use super::{object, property};

thread_local! {
    /// What [`now`] gave last, and the ticks of that moment.
    static LAST: Cell<(f64, f64)> = const { Cell::new((0.0, 0.0)) };
}

/// The time in milliseconds since 1970. While the page is open it never goes back and never stands still,
/// whatever is done to the device's clock: a wait would last until the old time is reached again.
pub fn now() -> Millis {
    let (wall, ticks) = (Date::now(), ticks());
    let now = steady(wall, LAST.get(), ticks);
    LAST.set((now, ticks));
    now as Millis
}

/// By how many minutes this clock is before that of Greenwich now.
pub fn east() -> i32 {
    let west = Date::new(&Date::now().into()).get_timezone_offset();
    -(west as i32)
}

/// Milliseconds from some start, by a clock that never jumps: for measuring how long something took.
pub fn ticks() -> f64 {
    let clock = gloo_utils::window().performance();
    clock.map_or_else(Date::now, |clock| clock.now())
}

/// How long the name in an address that was just asked took to be resolved, in milliseconds: zero if it was known.
/// `None` if the browser does not tell, which across origins it does only where the target lets it.
pub(super) fn lookup(url: &str, began: f64) -> Option<f64> {
    between(url, began, "domainLookupStart", "domainLookupEnd")
}

/// How long a request took that just ended, by the browser's network and not by this page, which may have been busy.
pub(super) fn duration(url: &str, began: f64) -> Option<f64> {
    between(url, began, "startTime", "responseEnd")
}

/// From one moment of a request to another (Resource Timing); `None` of one that did not begin after `began`: a browser notes some
/// hundreds, and what was asked at the same address before is no answer.
fn between(url: &str, began: f64, start: &str, end: &str) -> Option<f64> {
    let entries = gloo_utils::window().performance()?.get_entries_by_name(url);
    let entry = entries.get(entries.length().checked_sub(1)?);
    let at = |name| property(&entry, name)?.as_f64();
    let (start, end) = (at(start)?, at(end)?);
    (start >= began && end >= start).then_some(end - start)
}

/// The later of the wall clock and of what was read last plus how long that is ago. The monotonic
/// clock may stand still while the device sleeps; the wall clock does not.
fn steady(wall: f64, (last, at): (f64, f64), ticks: f64) -> f64 {
    wall.max(last + (ticks - at).max(0.0))
}

/// The time that a text says: RFC 3339 as a feed writes it, or digits for milliseconds since 1970.
/// `None` if the browser cannot read it.
pub(super) fn read(time: &str) -> Option<f64> {
    let millis = match time.parse::<u64>() {
        Ok(millis) => millis as f64,
        Err(_) => Date::parse(time),
    };
    (millis >= 0.0).then_some(millis)
}

/// A time, as [`read`] reads it, in words for people in their own time zone: `Tuesday 14:00`. `None` if
/// the browser cannot read it.
pub fn in_words(time: &str, language: &str) -> Option<String> {
    in_words_at(time, language, now() as f64)
}

/// The same, as it is said at another time. Today and tomorrow are called so; weekdays are named while
/// that cannot mean another week's.
pub fn in_words_at(time: &str, language: &str, now: f64) -> Option<String> {
    let date = Date::new(&read(time)?.into());
    let days = ((midnight(&date) - midnight(&Date::new(&now.into()))) / 864e5).round();
    let mut style = vec![
        ("hour", "numeric".into()),
        ("minute", "2-digit".into()),
        ("numberingSystem", "latn".into()),
    ];
    if days == 0.0 || days == 1.0 {
        let numeric = object(&[("numeric", "auto".into())]);
        let day = Intl::RelativeTimeFormat::new(&locales(language), &numeric).format(days, "day");
        let time: String = date
            .to_locale_time_string_with_options(language, &object(&style))
            .into();
        return Some([&String::from(day), " ", &time].concat());
    }
    style.push(("weekday", "long".into()));
    if !(0.0..=6.0).contains(&days) {
        style.push(("day", "numeric".into()));
        style.push(("month", "long".into()));
    }
    Some(date.to_locale_string(language, &object(&style)).into())
}

/// A language's tag as the constructors of `Intl` take it.
pub(super) fn locales(language: &str) -> js_sys::Array {
    js_sys::Array::of1(&JsValue::from_str(language))
}

/// When the day of that time began, by local time.
fn midnight(date: &Date) -> f64 {
    let year = date.get_full_year();
    Date::new_with_year_month_day(year, date.get_month() as i32, date.get_date() as i32).get_time()
}

#[cfg(test)]
mod tests {
    use super::steady;

    #[test]
    fn the_time_never_waits_for_a_clock_that_was_set_back() {
        const HOUR: f64 = 3_600_000.0;
        let began = 1_800_000_000_000.0;
        let mut last = (0.0, 0.0);
        let mut read = |wall: f64, ticks: f64| {
            let now = steady(wall, last, ticks);
            last = (now, ticks);
            now - began
        };
        assert_eq!(read(began, 500.0), 0.0);
        assert_eq!(read(began - HOUR, 5_500.0), 5_000.0, "set back");
        // Set ahead by mistake, and right again: what was to come at the wrong time comes.
        assert_eq!(read(began + HOUR, 6_500.0), HOUR);
        assert_eq!(read(began + 7_000.0, 7_500.0), HOUR + 1_000.0);
        assert_eq!(read(began + 3.0 * HOUR, 7_600.0), 3.0 * HOUR, "slept");
    }
}
