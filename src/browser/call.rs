//! The way to our own JavaScript and back (`call.js` says why there is some, and its rules).

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Array;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen(module = "/src/browser/call.js")]
extern "C" {
    fn stop(undo: &JsValue);
}

/// Something that runs in the browser and calls back. Dropping it undoes it.
pub(super) struct Running {
    undo: JsValue,
    _told: Closure<dyn FnMut(JsValue)>,
}

impl Running {
    /// Starts it. The start gets the callback and gives the function that undoes.
    pub fn new(told: Box<dyn FnMut(JsValue)>, start: impl FnOnce(&JsValue) -> JsValue) -> Running {
        let told = Closure::wrap(told);
        Running {
            undo: start(told.as_ref()),
            _told: told,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&self.undo);
    }
}

/// What is told once, as a future. Dropping it undoes what was begun.
pub(super) struct Told {
    shared: Rc<Shared>,
    _running: Running,
}

#[derive(Default)]
struct Shared {
    value: Cell<Option<JsValue>>,
    waker: Cell<Option<Waker>>,
}

/// Starts something that calls back once.
pub(super) fn ask(start: impl FnOnce(&JsValue) -> JsValue) -> Told {
    let shared = Rc::<Shared>::default();
    Told {
        shared: Rc::clone(&shared),
        _running: Running::new(told(shared), start),
    }
}

fn told(shared: Rc<Shared>) -> Box<dyn FnMut(JsValue)> {
    Box::new(move |value| {
        shared.value.set(Some(value));
        if let Some(waker) = shared.waker.take() {
            waker.wake();
        }
    })
}

impl Future for Told {
    type Output = JsValue;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JsValue> {
        match self.shared.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                self.shared.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

/// The values of a flat array; none where it is no array.
pub(super) fn values(list: JsValue) -> Vec<JsValue> {
    let Ok(list) = list.dyn_into::<Array>() else {
        return Vec::new();
    };
    (0..list.length()).map(|at| list.get(at)).collect()
}

/// Names and values in turn, each ended by a NUL, which neither has.
pub(super) fn flat(pairs: &[(&str, &str)]) -> String {
    let mut flat = String::new();
    for (name, value) in pairs {
        for part in [name, value] {
            flat.push_str(part);
            flat.push('\0');
        }
    }
    flat
}
