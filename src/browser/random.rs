//! Randomness.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser/device.js")]
extern "C" {
    #[wasm_bindgen(js_name = uuid)]
    fn random_uuid() -> JsValue;
}

/// A random UUID (version 4, RFC 9562), or `None` where the browser has no source of randomness.
///
/// `crypto.randomUUID` exists in secure contexts only; `getRandomValues` exists everywhere, so
/// there is one way instead of two.
pub fn uuid() -> Option<String> {
    random_uuid().as_string()
}
