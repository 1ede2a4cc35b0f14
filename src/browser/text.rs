//! What needs the tables of Unicode: the browser has them.

use js_sys::JsString;

/// A text in lower case, its letters split from their accents (Unicode NFD), so that "Störung"
/// is found by "storung".
pub fn fold(text: &str) -> String {
    JsString::from(text).normalize("NFD").to_lower_case().into()
}
