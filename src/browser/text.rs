//! What needs the tables of Unicode and of the languages: the browser has them.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser/text.js")]
extern "C" {
    #[wasm_bindgen(js_name = fold)]
    fn folded(text: &str) -> String;
    #[wasm_bindgen(js_name = number)]
    fn write_number(language: &str, value: f64, unit: &str) -> String;
    #[wasm_bindgen(js_name = date)]
    fn write_date(language: &str, day: &str) -> String;
    #[wasm_bindgen(js_name = relative)]
    fn write_relative(language: &str, milliseconds: f64) -> String;
    #[wasm_bindgen(js_name = plural)]
    fn plural_form(language: &str, count: u32) -> u32;
}

/// A text in lower case, its letters split from their accents (Unicode NFD), so that "Störung"
/// is found by "storung".
pub fn fold(text: &str) -> String {
    folded(text)
}

/// A number as a language (BCP 47 tag) writes it, with at most two decimals and its unit.
pub fn number(language: &str, value: f64, unit: &str) -> String {
    write_number(language, value, unit)
}

/// A day of the calendar, given as `2026-12-25`, as a language writes it.
pub fn date(language: &str, day: &str) -> String {
    write_date(language, day)
}

/// How long ago, or in how long where `milliseconds` is above nought.
pub fn relative(language: &str, milliseconds: f64) -> String {
    write_relative(language, milliseconds)
}

/// Which of the plural forms of a language fits a count: its place among those that the language
/// has, in the order `zero one two few many other`.
pub fn plural(language: &str, count: u32) -> u32 {
    plural_form(language, count)
}
