//! Focus and scroll, inside the shadow root.

use web_sys::FocusOptions;

use super::host::Root;

/// Moves the focus to the element of that id, without scrolling; false where it is not there. An
/// element that is not a control needs `tabindex="-1"`.
pub fn focus(root: &Root, id: &str) -> bool {
    let Some(element) = root.find(id) else {
        return false;
    };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).is_ok()
}

/// Whether the focus is on something inside the widget.
pub fn is_inside(root: &Root) -> bool {
    root.focused()
        .is_some_and(|focused| root.node().contains(Some(&focused)))
}

/// Scrolls the element of that id back to its top.
pub fn scroll_to_top(root: &Root, id: &str) {
    if let Some(element) = root.find(id) {
        element.set_scroll_top(0);
    }
}

/// Scrolls whatever must be scrolled until the element of that id is in sight; nothing moves where
/// it is already. For a widget that stands in the page.
pub fn scroll_into_sight(root: &Root, id: &str) {
    let Some(element) = root.find(id) else { return };
    let sight = super::window()
        .and_then(|window| window.inner_height().ok())
        .and_then(|height| height.as_f64());
    let top = element.get_bounding_client_rect().top();
    if sight.is_none_or(|height| top < 0.0 || top > height * 0.8) {
        element.scroll_into_view();
    }
}
