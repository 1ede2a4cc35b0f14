//! Focus and scroll, inside the shadow root.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::host::Root;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = focus)]
    fn move_to(root: &JsValue, id: &str) -> bool;
    #[wasm_bindgen(js_name = hasFocus)]
    fn has_focus(root: &JsValue) -> bool;
    #[wasm_bindgen(js_name = toTop)]
    fn to_top(root: &JsValue, id: &str);
    #[wasm_bindgen(js_name = intoSight)]
    fn into_sight(root: &JsValue, id: &str);
}

/// Moves the focus to the element of that id, without scrolling; false where it is not there. An
/// element that is not a control needs `tabindex="-1"`.
pub fn focus(root: &Root, id: &str) -> bool {
    move_to(root.node(), id)
}

/// Whether the focus is on something inside the widget.
pub fn is_inside(root: &Root) -> bool {
    has_focus(root.node())
}

/// Scrolls the element of that id back to its top.
pub fn scroll_to_top(root: &Root, id: &str) {
    to_top(root.node(), id);
}

/// Scrolls whatever must be scrolled until the element of that id is in sight; nothing moves where
/// it is already. For a widget that stands in the page.
pub fn scroll_into_sight(root: &Root, id: &str) {
    into_sight(root.node(), id);
}
