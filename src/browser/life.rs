//! What lasts as long as the widget, and ends with it even after a trap.
//!
//! A trap leaves memory in any state, so no Rust can be trusted to clean up. Whatever would call into
//! the WebAssembly again and again therefore hangs on an `AbortSignal`, which the page can abort without
//! it. `gloo_events` has no listeners with a signal, so these two are `web_sys`.

use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AbortController, AddEventListenerOptions, EventTarget, VisibilityState};

use super::host::Host;

/// The listeners of a widget. They end when it is dropped, or when the page calls `stop` on what it
/// gave to `mount`.
#[derive(Debug)]
pub struct Life {
    abort: Option<AbortController>,
    _listeners: [Closure<dyn FnMut()>; 2],
}

impl Life {
    /// Listens: `again` is called when the browser notices a link or the customer comes back to this
    /// page, and `over` when the page stops what broke.
    pub fn new(host: &Host, again: impl Fn() + 'static, over: impl Fn() + 'static) -> Life {
        let document = gloo_utils::document();
        let returned = Closure::<dyn FnMut()>::new(move || {
            if gloo_utils::document().visibility_state() == VisibilityState::Visible {
                again();
            }
        });
        let over = Closure::<dyn FnMut()>::new(over);
        let abort = AbortController::new().ok();
        if let Some(abort) = &abort {
            let signal = abort.signal();
            listen(&gloo_utils::window(), "online", &returned, abort);
            listen(&document, "visibilitychange", &returned, abort);
            listen(&signal, "abort", &over, abort);
            if let Ok(stop) = Reflect::get(abort, &"abort".into())
                && let Ok(stop) = stop.dyn_into::<Function>()
            {
                host.set_stop(&stop.bind0(abort));
            }
        }
        Life {
            abort,
            _listeners: [returned, over],
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

fn listen(
    target: &EventTarget,
    name: &str,
    listener: &Closure<dyn FnMut()>,
    abort: &AbortController,
) {
    let options = AddEventListenerOptions::new();
    // The end itself is no listener that it may take away: it is told once.
    if name == "abort" {
        options.set_once(true);
    } else {
        options.set_signal(&abort.signal());
    }
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
        name,
        listener.as_ref().unchecked_ref(),
        &options,
    );
}
