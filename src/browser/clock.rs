//! The clocks.

use firstline_guide::session::Millis;

/// The wall clock: milliseconds since 1970, as the device tells it. It may jump.
pub fn now() -> Millis {
    js_sys::Date::now() as Millis
}

/// A clock that never jumps, in milliseconds from some start: for measuring how long something
/// took (`performance.now()`). Where a browser has none, it is the wall clock.
pub fn ticks() -> f64 {
    super::window()
        .and_then(|window| window.performance())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// A time as a feed writes it (RFC 3339), in milliseconds since 1970; `None` where the browser
/// cannot read it.
pub fn read(time: &str) -> Option<Millis> {
    let millis = js_sys::Date::parse(time);
    (millis.is_finite() && millis >= 0.0).then_some(millis as Millis)
}

/// A time as a feed writes it (RFC 3339) in words for people, in their own time zone: `Tuesday
/// 14:00`. `None` where the browser cannot read it.
pub fn in_words(time: &str, language: &str) -> Option<String> {
    let date = js_sys::Date::new(&(read(time)? as f64).into());
    let options = js_sys::Object::new();
    for (part, style) in [
        ("weekday", "long"),
        ("hour", "numeric"),
        ("minute", "2-digit"),
    ] {
        js_sys::Reflect::set(&options, &part.into(), &style.into()).ok()?;
    }
    Some(date.to_locale_string(language, &options).into())
}
