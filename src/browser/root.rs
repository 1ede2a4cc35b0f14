//! The node that the widget draws in.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// The node that the widget draws in, inside the loader's shadow root.
#[derive(Clone, Debug, PartialEq)]
pub struct Root(Element);

impl Root {
    /// Takes the node that the loader gives; `None` where it is not an element.
    pub fn read(node: JsValue) -> Option<Root> {
        node.dyn_into().ok().map(Root)
    }

    /// The element, for drawing.
    pub fn element(&self) -> Element {
        self.0.clone()
    }

    pub(super) fn node(&self) -> &JsValue {
        self.0.as_ref()
    }
}
