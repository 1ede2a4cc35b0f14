//! What stands in a form's controls. Parts use these and nothing else of the browser.

use yew::{InputEvent, SubmitEvent};

use super::property;

/// What stands in the control that the event comes from: an input, a list or a text area. By name,
/// because a cast for each of the three kinds costs more bytes.
pub fn input_value(event: &InputEvent) -> String {
    event
        .target()
        .and_then(|control| property(&control, "value")?.as_string())
        .unwrap_or_default()
}

/// Keeps the browser from leaving the host page when a form is sent.
pub fn stay(event: &SubmitEvent) {
    event.prevent_default();
}
