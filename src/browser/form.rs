//! What stands in a form's controls. Parts use these and nothing else of the browser.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, InputEventInit};
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

/// Something happened in a form: has its other controls say what stands in them. A browser or a password
/// manager may have filled them in without a word, and drawing would put back what we know.
pub fn others_say(event: &Event) {
    let target = event.target();
    // An event that we sent ourselves must not start this again.
    let Some(target) = target.filter(|_| event.is_trusted()) else {
        return;
    };
    let form = target.unchecked_ref::<Element>().closest("form");
    let Some(controls) = form
        .ok()
        .flatten()
        .and_then(|form| property(&form, "elements"))
    else {
        return;
    };
    let bubbles = InputEventInit::new();
    bubbles.set_bubbles(true);
    for control in Array::from(&controls).iter() {
        if control != **target
            && let Ok(said) = InputEvent::new_with_event_init_dict("input", &bubbles)
        {
            let _ = control.unchecked_ref::<EventTarget>().dispatch_event(&said);
        }
    }
}
