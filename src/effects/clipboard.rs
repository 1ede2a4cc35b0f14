//! Copying.

use futures_util::future::LocalBoxFuture;
use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use crate::browser::root::Root;

/// Copies a text; false if the customer must mark it by hand. To be called within a click: browsers
/// allow it only then.
///
/// `navigator.clipboard` exists in secure contexts only, and a permission policy can forbid it in a
/// frame. The old way, a marked text field, needs neither.
pub(super) fn copy(root: Root, text: String) -> LocalBoxFuture<'static, bool> {
    let written = write(&text);
    Box::pin(async move {
        let written = match written {
            Some(written) => JsFuture::from(written).await.is_ok(),
            None => false,
        };
        written || copy_marked(&root, &text).unwrap_or(false)
    })
}

/// Begins to write; `None` if there is no clipboard.
fn write(text: &str) -> Option<Promise> {
    let navigator = gloo_utils::window().navigator();
    // web-sys takes it for granted.
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    clipboard
        .is_object()
        .then(|| navigator.clipboard().write_text(text))
}

/// The field is there only within this call, so nothing is ever painted.
fn copy_marked(root: &Root, text: &str) -> Option<bool> {
    let document = gloo_utils::document();
    let before = root.focused();
    let field = document.create_element("textarea").ok()?;
    let field: HtmlTextAreaElement = field.dyn_into().ok()?;
    field.set_value(text);
    field.set_read_only(true);
    root.element().append_child(&field).ok()?;
    field.select();
    let document: HtmlDocument = document.unchecked_into();
    let copied = document.exec_command("copy");
    field.remove();
    if let Some(before) = before {
        let _ = before.focus();
    }
    copied.ok()
}
