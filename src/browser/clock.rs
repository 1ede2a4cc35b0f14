//! The clocks.

use firstline_guide::session::Millis;
use js_sys::{Date, Intl};
use wasm_bindgen::JsValue;
use web_sys::Performance;

use super::object;

/// The time in milliseconds since 1970. While the page is open it does not go back, even if somebody
/// sets the device's clock back: a countdown would stand still until the old time is reached again.
pub fn now() -> Millis {
    let wall = Date::now();
    performance().map_or(wall, |clock| steady(wall, clock.time_origin(), clock.now())) as Millis
}

/// Milliseconds from some start, by a clock that never jumps: for measuring how long something took.
pub fn ticks() -> f64 {
    performance().map_or_else(Date::now, |clock| clock.now())
}

fn performance() -> Option<Performance> {
    gloo_utils::window().performance()
}

/// The later of the wall clock and of when the page began plus how long it has lasted. The monotonic
/// clock may stand still while the device sleeps; the wall clock does not.
fn steady(wall: f64, origin: f64, elapsed: f64) -> f64 {
    wall.max(origin + elapsed)
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
        let began = 1_000_000.0;
        assert_eq!(steady(began + 5_000.0, began, 5_000.0), began + 5_000.0);
        let set_back = began - 3_600_000.0;
        assert_eq!(steady(set_back, began, 5_000.0), began + 5_000.0);
        let slept = began + 7_200_000.0;
        assert_eq!(
            steady(slept, began, 5_000.0),
            slept,
            "monotonic stood still"
        );
    }
}
