//! What needs the tables of Unicode: the browser has them.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser/device.js")]
extern "C" {
    #[wasm_bindgen(js_name = fold)]
    fn folded(text: &str) -> String;
}

/// A text in lower case, its letters split from their accents (Unicode NFD), so that "Störung"
/// is found by "storung".
pub fn fold(text: &str) -> String {
    folded(text)
}
