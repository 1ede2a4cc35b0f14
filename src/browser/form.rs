//! What stands in a form's controls. Parts use these and nothing else of the browser.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use yew::{InputEvent, SubmitEvent};

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    fn value(event: &JsValue) -> JsValue;
}

/// What stands in the control that the event comes from: an input, a list or a text area. By
/// name, because a cast for each of the three kinds costs more bytes.
pub fn input_value(event: &InputEvent) -> String {
    value(event.as_ref()).as_string().unwrap_or_default()
}

/// Keeps the browser from leaving the host page when a form is sent.
pub fn stay(event: &SubmitEvent) {
    event.prevent_default();
}
