//! What is written differently in each language: the browser has the tables, in `Intl` and in its
//! strings. Digits are European in every language, as on the boxes, in phone numbers and in guides.

use js_sys::{Array, Date, Intl, JsString};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{clock, object};

#[wasm_bindgen]
extern "C" {
    /// `js_sys::Intl::get_canonical_locales` does not catch the error for a wrong tag.
    #[wasm_bindgen(catch, js_namespace = Intl, js_name = getCanonicalLocales)]
    fn canonical_locales(language: &str) -> Result<Array, JsValue>;
}

/// A language's tag as it should be; `None` if it is not a tag, as `de_DE`.
pub fn tag(language: &str) -> Option<String> {
    canonical_locales(language).ok()?.get(0).as_string()
}

/// A text in lower case, its letters split from their accents (Unicode NFD), so that "Störung" is
/// found by "storung".
pub fn fold(text: &str) -> String {
    JsString::from(text).normalize("NFD").to_lower_case().into()
}

/// A number as a language (BCP 47 tag) writes it, with at most two decimals and its unit, which a line
/// break never parts from it. Not grouped, because it may be a year.
pub fn number(language: &str, value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    // The units that Intl writes in the words of a language; others are written as they are.
    let known = match unit {
        "ms" => Some("millisecond"),
        "%" => Some("percent"),
        "min" => Some("minute"),
        _ => None,
    };
    let mut options = vec![
        ("numberingSystem", "latn".into()),
        ("maximumFractionDigits", 2.into()),
        ("useGrouping", false.into()),
    ];
    if let Some(known) = known {
        options.push(("style", "unit".into()));
        options.push(("unit", known.into()));
    }
    let format = Intl::NumberFormat::new(&clock::locales(language), &object(&options)).format();
    let written = format.call1(&JsValue::UNDEFINED, &value.into());
    let written = written.ok().and_then(|written| written.as_string());
    let mut written = written.unwrap_or_default();
    if known.is_none() && !unit.is_empty() {
        written.push(' ');
        written.push_str(unit);
    }
    written.replace(' ', "\u{a0}")
}

/// A day of the calendar, given as `2026-12-25`, as a language writes it.
pub fn date(language: &str, day: &str) -> String {
    let options = object(&[
        ("numberingSystem", "latn".into()),
        ("dateStyle", "long".into()),
        ("timeZone", "UTC".into()),
    ]);
    let date = Date::new(&day.into());
    date.to_locale_date_string(language, &options).into()
}

/// The time of day where the device is, of milliseconds since 1970: hours and minutes.
pub fn time(language: &str, milliseconds: f64) -> String {
    let options = object(&[
        ("numberingSystem", "latn".into()),
        ("hour", "numeric".into()),
        ("minute", "2-digit".into()),
    ]);
    let date = Date::new(&milliseconds.into());
    let time: String = date
        .to_locale_time_string_with_options(language, &options)
        .into();
    // Engines part the half of the day by spaces of different kinds.
    time.replace([' ', '\u{202f}'], "\u{a0}")
}

/// How long ago, or in how long if `milliseconds` is positive: whole units, and rather too early.
pub fn relative(language: &str, milliseconds: f64) -> String {
    let seconds = (milliseconds / 1000.0).ceil();
    let (unit, length) = match seconds.abs() {
        size if size < 60.0 => ("second", 1.0),
        size if size <= 5_400.0 => ("minute", 60.0),
        size if size <= 129_600.0 => ("hour", 3_600.0),
        _ => ("day", 86_400.0),
    };
    let options = object(&[("numberingSystem", "latn".into())]);
    let format = Intl::RelativeTimeFormat::new(&clock::locales(language), &options);
    format.format((seconds / length).ceil(), unit).into()
}

/// Which of the plural forms of a language fits a count: its place among those that the language has,
/// in the order of CLDR's list.
pub fn plural(language: &str, count: u32) -> u32 {
    let rules = Intl::PluralRules::new(&clock::locales(language), &object(&[]));
    let wanted: String = rules.select(f64::from(count)).into();
    let forms = plural_forms(language);
    let place = forms.iter().position(|form| *form == wanted);
    place.unwrap_or_default() as u32
}

/// The plural forms of a language, in the order of CLDR's list.
pub fn plural_forms(language: &str) -> Vec<&'static str> {
    let rules = Intl::PluralRules::new(&clock::locales(language), &object(&[]));
    let known = super::property(&rules.resolved_options(), "pluralCategories");
    let known = known.map(|known| Array::from(&known)).unwrap_or_default();
    let mut forms = Vec::new();
    for form in ["zero", "one", "two", "few", "many", "other"] {
        if known.includes(&form.into(), 0) {
            forms.push(form);
        }
    }
    forms
}
