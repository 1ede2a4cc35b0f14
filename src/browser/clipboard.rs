//! Copying.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call;
use super::host::Root;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = copy)]
    fn begin(root: &JsValue, text: &str, told: &JsValue) -> JsValue;
}

/// Copies a text; false where neither way works, and the customer must mark it by hand. To be
/// called on a click: browsers allow it only then.
///
/// `navigator.clipboard` exists in secure contexts only, and a permission policy can forbid it in
/// a frame. The old way, a marked text field, needs neither.
pub async fn copy(root: &Root, text: &str) -> bool {
    let copied = call::ask(|told| begin(root.node(), text, told)).await;
    copied.as_bool() == Some(true)
}
