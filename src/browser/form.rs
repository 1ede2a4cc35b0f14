//! What stands in a form's controls. Parts use these and nothing else of the browser.

use js_sys::Reflect;
use yew::{InputEvent, SubmitEvent};

/// What stands in the control that the event comes from: an input, a list or a text area. By
/// name, because a cast for each of the three kinds costs more bytes.
pub fn input_value(event: &InputEvent) -> String {
    event
        .target()
        .and_then(|target| Reflect::get(&target, &"value".into()).ok())
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Keeps the browser from leaving the host page when a form is sent.
pub fn stay(event: &SubmitEvent) {
    event.prevent_default();
}
