//! One tab at a time: two tabs must not send the same waiting ticket at once.
//!
//! `navigator.locks` where it is (secure contexts), else a lease in `localStorage`. The relay holds
//! the last line: the same key makes one ticket, whoever sends it.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{call, random};

#[wasm_bindgen(module = "/src/browser/locks.js")]
extern "C" {
    #[wasm_bindgen(js_name = take)]
    fn begin(name: &str, label: &str, told: &JsValue) -> JsValue;
}

/// Held by this tab until it is dropped.
#[must_use = "the lock is given back when this is dropped"]
pub struct Lock {
    _held: call::Told,
}

/// Takes the lock of that name, or `None` at once where another tab holds it.
pub async fn take(name: &str) -> Option<Lock> {
    let mut held = call::ask(|told| begin(name, &random::label(), told));
    let taken = (&mut held).await.as_bool() == Some(true);
    taken.then_some(Lock { _held: held })
}
