//! Copying.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use super::host::Root;
use super::{document, property, window};

/// Copies a text; false where neither way works, and the customer must mark it by hand. To be
/// called on a click: browsers allow it only then.
///
/// `navigator.clipboard` exists in secure contexts only, and a permission policy can forbid it in
/// a frame. The old way, a marked text field, needs neither.
pub async fn copy(root: &Root, text: &str) -> bool {
    write(text).await || copy_marked(root, text).is_some_and(|copied| copied)
}

async fn write(text: &str) -> bool {
    let Some(navigator) = window().map(|window| window.navigator()) else {
        return false;
    };
    if property(navigator.as_ref(), "clipboard").is_none() {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text))
        .await
        .is_ok()
}

/// The field is there only within this call, so nothing is ever painted.
fn copy_marked(root: &Root, text: &str) -> Option<bool> {
    let document = document()?;
    let before = root.focused();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_read_only(true);
    root.node().append_child(&field).ok()?;
    field.select();
    let copied = document
        .dyn_into::<HtmlDocument>()
        .ok()
        .and_then(|document| document.exec_command("copy").ok());
    field.remove();
    if let Some(before) = before {
        let _ = before.focus();
    }
    copied
}
