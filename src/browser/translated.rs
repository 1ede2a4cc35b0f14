//! A page that the browser translates in place. A translator puts an element with its own words (`<font>`, in Chrome and
//! what is made from it) where a text stood, and takes the text out. Yew does not know of it: what changes later would be
//! written into a text that nobody sees, and what is to stand before that text has no place, which ends the widget.
//!
//! So a text that was taken out goes back, empty, before what stands for it; and when its words change, what stood for it
//! goes, and the translator translates the new ones.

use js_sys::{Array, WeakMap};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MutationObserver, MutationObserverInit, MutationRecord, Node};

use super::root::Root;

/// The element that translators put in the place of a text.
const STANDS_FOR: &str = "FONT";

/// Keeps a translated widget alive; dropping it lets go.
pub struct Translated {
    observer: MutationObserver,
    _observed: Closure<dyn FnMut(Array)>,
}

impl Translated {
    /// Watches the node that the widget draws in; `None` if the browser cannot.
    pub fn watch(root: &Root) -> Option<Translated> {
        // From a text to what stands for it, and back.
        let pairs = WeakMap::new();
        let observed = Closure::new(move |records: Array| {
            for record in records.iter() {
                mend(&pairs, record.unchecked_ref());
            }
        });
        let observer = MutationObserver::new(observed.as_ref().unchecked_ref()).ok()?;
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_character_data(true);
        what.set_subtree(true);
        observer.observe_with_options(&root.element(), &what).ok()?;
        Some(Translated {
            observer,
            _observed: observed,
        })
    }
}

impl Drop for Translated {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn mend(pairs: &WeakMap, record: &MutationRecord) {
    let Some(target) = record.target() else {
        return;
    };
    if target.node_type() == Node::TEXT_NODE {
        let words = target.node_value().unwrap_or_default();
        if !words.is_empty() {
            take_away(pairs, &target);
        }
        return;
    }
    let removed = record.removed_nodes();
    for at in 0..removed.length() {
        let text = removed.get(at).filter(is_gone_text);
        let Some(text) = text else { continue };
        match stand_in(pairs, record, &target) {
            Some(font) => {
                text.set_node_value(Some(""));
                let _ = target.insert_before(&text, Some(&font));
                pairs.set(&text, &font);
                pairs.set(&font, &text);
            }
            // We took it out ourselves.
            None => take_away(pairs, &text),
        }
    }
}

fn is_gone_text(node: &Node) -> bool {
    node.node_type() == Node::TEXT_NODE && !node.is_connected()
}

/// What was put where the text stood: it came with the same change, or with the one before.
fn stand_in(pairs: &WeakMap, record: &MutationRecord, parent: &Node) -> Option<Node> {
    let near = [record.previous_sibling(), record.next_sibling()];
    [record.added_nodes().get(0)]
        .into_iter()
        .chain(near)
        .flatten()
        .find(|node| {
            let is_here = node.parent_node().is_some_and(|at| at == *parent);
            is_here && node.node_name() == STANDS_FOR && !pairs.has(node)
        })
}

/// Takes away what stands for a text, if something does.
fn take_away(pairs: &WeakMap, text: &Node) {
    let Ok(font) = pairs.get(text).dyn_into::<Node>() else {
        return;
    };
    pairs.delete(text);
    if let Some(parent) = font.parent_node() {
        let _ = parent.remove_child(&font);
    }
}
