//! The node that the widget draws in.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusOptions, HtmlElement, ShadowRoot};

/// The node that the widget draws in, inside the loader's shadow root.
#[derive(Clone, Debug, PartialEq)]
pub struct Root(Element);

impl Root {
    /// Takes the node that the loader gives; `None` if it is not an element.
    pub fn read(node: JsValue) -> Option<Root> {
        node.dyn_into().ok().map(Root)
    }

    /// The element, for drawing.
    pub fn element(&self) -> Element {
        self.0.clone()
    }

    /// Moves the focus to the element of that id, and scrolls only if it is out of sight.
    pub fn focus(&self, id: &str) {
        let Some(element) = self.find(id) else { return };
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
        let height = gloo_utils::window().inner_height();
        let height = height.ok().and_then(|height| height.as_f64());
        let top = element.get_bounding_client_rect().top();
        if top < 0.0 || height.is_some_and(|height| top > height * 0.8) {
            element.scroll_into_view();
        }
    }

    /// What has the focus within the shadow root.
    pub fn focused(&self) -> Option<HtmlElement> {
        let focused = match self.shadow() {
            Some(shadow) => shadow.active_element(),
            None => gloo_utils::document().active_element(),
        };
        focused?.dyn_into().ok()
    }

    /// The element of that id.
    pub(super) fn find(&self, id: &str) -> Option<HtmlElement> {
        let found = match self.shadow() {
            Some(shadow) => shadow.get_element_by_id(id),
            None => gloo_utils::document().get_element_by_id(id),
        };
        found?.dyn_into().ok()
    }

    fn shadow(&self) -> Option<ShadowRoot> {
        self.0.get_root_node().dyn_into().ok()
    }
}
