//! What lasts as long as the widget, and ends with it even after a trap.
//!
//! A trap leaves memory in any state, so no Rust can be trusted to clean up. Whatever would call into
//! the WebAssembly again and again therefore hangs on an `AbortSignal`, which the page can abort without
//! it. `gloo_events` has no listeners with a signal, so these two are `web_sys`.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, AddEventListenerOptions, EventTarget, VisibilityState};

use super::host::Host;
use super::storage;

/// Whoever writes below this name in another page changes what we have.
const OUTBOX: &str = "outbox.";

/// Called when something happened, and when the page stops a broken widget.
type Listeners = (Closure<dyn FnMut(JsValue)>, Closure<dyn FnMut()>);

/// The listeners of a widget. They end when it is dropped, or when the page calls `stop` on what it
/// gave to `mount`.
#[derive(Debug)]
pub struct Life {
    abort: Option<AbortController>,
    _listeners: Listeners,
}

impl Life {
    /// Listens. `told` is called with `true` when the browser notices a link or the customer comes back
    /// to this page, and with `false` when another page changed what is stored of ours, or this page is
    /// left: it may be about to empty the storage. `over` is called when the page stops what broke.
    pub fn new(host: &Host, told: impl Fn(bool) + 'static, over: impl Fn() + 'static) -> Life {
        let document = gloo_utils::document();
        let happened = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            // A storage event has a key, which is null where all was taken away.
            let key = Reflect::get(&event, &"key".into()).unwrap_or_default();
            if key.is_undefined() {
                let now = gloo_utils::document().visibility_state();
                told(now == VisibilityState::Visible);
            } else if key
                .as_string()
                .is_none_or(|key| storage::is_below(&key, OUTBOX))
            {
                told(false);
            }
        });
        let over = Closure::<dyn FnMut()>::new(over);
        let abort = AbortController::new().ok();
        if let Some(abort) = &abort {
            let signal = abort.signal();
            let listener = happened.as_ref().unchecked_ref();
            let window = gloo_utils::window();
            listen(&window, "online", listener, abort);
            listen(&window, "storage", listener, abort);
            listen(&document, "visibilitychange", listener, abort);
            listen(&signal, "abort", over.as_ref().unchecked_ref(), abort);
            if let Ok(stop) = Reflect::get(abort, &"abort".into())
                && let Ok(stop) = stop.dyn_into::<Function>()
            {
                host.set_stop(&stop.bind0(abort));
            }
        }
        Life {
            abort,
            _listeners: (happened, over),
        }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

fn listen(target: &EventTarget, name: &str, listener: &Function, abort: &AbortController) {
    let options = AddEventListenerOptions::new();
    // The end itself is no listener that it may take away: it is told once.
    if name == "abort" {
        options.set_once(true);
    } else {
        options.set_signal(&abort.signal());
    }
    let _ = target
        .add_event_listener_with_callback_and_add_event_listener_options(name, listener, &options);
}
