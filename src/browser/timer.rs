//! Timers. Dropping a guard stops its timer.

use firstline_guide::session::Millis;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call::{self, Running};

#[wasm_bindgen(module = "/src/browser/timer.js")]
extern "C" {
    #[wasm_bindgen(js_name = after)]
    fn begin_after(ms: u32, told: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = every)]
    fn begin_every(ms: u32, told: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = at)]
    fn begin_at(time: f64, told: &JsValue) -> JsValue;
}

/// A timer that runs.
#[must_use = "the timer stops when this is dropped"]
pub struct Timer {
    _running: Running,
}

/// Calls back once, after so many milliseconds.
pub fn after(ms: u32, ring: impl FnOnce() + 'static) -> Timer {
    Timer {
        _running: Running::new(once(ring), |told| begin_after(ms, told)),
    }
}

/// Calls back every so many milliseconds, for the first time after the first of them.
pub fn every(ms: u32, mut ring: impl FnMut() + 'static) -> Timer {
    Timer {
        _running: Running::new(Box::new(move |_| ring()), |told| begin_every(ms, told)),
    }
}

/// Calls back once, at this time by the wall clock, soon if it is past; also when the device slept
/// over it. Never within this call.
pub fn at(time: Millis, ring: impl FnOnce() + 'static) -> Timer {
    Timer {
        _running: Running::new(once(ring), |told| begin_at(time as f64, told)),
    }
}

fn once(ring: impl FnOnce() + 'static) -> Box<dyn FnMut(JsValue)> {
    let mut ring = Some(ring);
    Box::new(move |_| {
        if let Some(ring) = ring.take() {
            ring();
        }
    })
}

/// Resolves after so many milliseconds. With 0 it waits one task, so that everything that the
/// browser has queued by now is done first.
pub async fn sleep(ms: u32) {
    call::ask(|told| begin_after(ms, told)).await;
}
