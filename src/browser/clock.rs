//! The clock.

use firstline_guide::session::Millis;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser/device.js")]
extern "C" {
    #[wasm_bindgen(js_name = now)]
    fn wall() -> f64;
    #[wasm_bindgen(js_name = inWords)]
    fn words(time: &str, language: &str) -> JsValue;
}

/// The wall clock: milliseconds since 1970, as the device tells it. It may jump.
pub fn now() -> Millis {
    wall() as Millis
}

/// A time as a feed writes it (RFC 3339), or in milliseconds since 1970, in words for people, in their own time zone: `Tuesday
/// 14:00`. `None` where the browser cannot read it.
pub fn in_words(time: &str, language: &str) -> Option<String> {
    words(time, language).as_string()
}
