//! The widget: walks a customer through a guide, checks the line, opens a ticket.
//!
//! ```text
//! page ─▶ app ─▶ model::update ─▶ commands ─▶ effects ─▶ browser
//!                   │                            └─────▶ messages, back to the app
//!                   ▼
//!                 view ─▶ screens ─▶ actions, back to the app
//! ```

pub mod action;
#[cfg(not(target_arch = "wasm32"))]
pub mod ahead;
pub mod app;
pub mod browser;
pub mod effects;
pub mod model;
pub mod parts;
pub mod screens;
pub mod second_part;
pub mod text;
pub mod view;

/// A third of the size of the standard allocator for this target.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use app::{App, Props};
use browser::host::{Host, page_facts};
use browser::root::Root;
use browser::translated::Translated;
use model::Message;
use text::Words;

/// Draws the widget in a node and starts it. Called by the loader, once an instance; `options` is
/// described at [`browser::host::Options`].
///
/// # Errors
/// Where `node` is not an element, or the words are not those of this build: the loader then shows
/// its own way to a person.
#[wasm_bindgen]
pub fn mount(node: JsValue, options: JsValue) -> Result<Handle, JsValue> {
    let root = Root::read(node)
        .ok_or_else(|| JsValue::from_str("firstline: mount() needs an element to draw in"))?;
    let element = root.element();
    let host = Host::new(options);
    let words = host
        .words()
        .and_then(|words| Words::read(&words))
        .ok_or_else(|| JsValue::from_str("firstline: mount() needs the words of a language"))?;
    let translated = Translated::watch(&root);
    let props = Props { root, host, words };
    let app = yew::Renderer::<App>::with_root_and_props(element, props).render();
    Ok(Handle {
        app,
        _translated: translated,
    })
}

/// A widget that runs, for the loader.
#[wasm_bindgen]
pub struct Handle {
    app: yew::AppHandle<App>,
    _translated: Option<Translated>,
}

#[wasm_bindgen]
impl Handle {
    /// Opens a guide by its id; without one, what is shown stays.
    pub fn open(&self, guide: Option<String>) {
        self.app.send_message(Message::Opened(guide));
    }

    /// Tells what the page knows of customer and line: an object of plain values. What is told
    /// after a guide was opened counts from the next one on.
    pub fn identify(&self, facts: JsValue) {
        self.app
            .send_message(Message::Identified(page_facts(&facts)));
    }

    /// Takes the widget away: all that it started ends, nothing of it is left in the node.
    pub fn destroy(self) {
        self.app.destroy();
    }
}
