//! What the browser says of link and visibility. Dropping a guard stops the listening.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call::Running;

#[wasm_bindgen(module = "/src/browser/device.js")]
extern "C" {
    #[wasm_bindgen(js_name = isOnline)]
    fn online() -> JsValue;
    #[wasm_bindgen(js_name = onLink)]
    fn begin_link(told: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = onReturn)]
    fn begin_return(told: &JsValue) -> JsValue;
}

/// What the browser says of the device's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// There is one again.
    Online,
    /// It is gone.
    Offline,
}

/// Listens until it is dropped.
#[must_use = "it stops listening when this is dropped"]
pub struct Listening {
    _running: Running,
}

/// Whether the device thinks that it has a link; `None` where the browser does not tell.
pub fn is_online() -> Option<bool> {
    online().as_bool()
}

/// Calls back when the browser notices that the link goes or comes.
pub fn on_link(told: impl Fn(Link) + Clone + 'static) -> Listening {
    let told = move |online: JsValue| {
        told(if online.as_bool() == Some(true) {
            Link::Online
        } else {
            Link::Offline
        });
    };
    Listening {
        _running: Running::new(Box::new(told), begin_link),
    }
}

/// Calls back when the customer comes back to this page: a good moment to try again.
pub fn on_return(told: impl Fn() + 'static) -> Listening {
    Listening {
        _running: Running::new(Box::new(move |_| told()), begin_return),
    }
}
