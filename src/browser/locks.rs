//! One tab at a time: two tabs must not send the same waiting ticket at once.
//!
//! `navigator.locks` if the browser has it (secure contexts), else a lease in `localStorage`. The relay
//! holds the last line: the same key makes one ticket, whoever sends it.

use std::cell::Cell;
use std::rc::Rc;

use firstline_guide::session::Millis;
use futures_util::future::select;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{clock, object, property, random, storage};

/// How long a lease holds, in milliseconds: longer than a request may take, shorter than a customer
/// waits.
const LEASE: Millis = 30_000;
/// After writing a lease, how long to wait, in milliseconds, before looking whether another tab wrote
/// over it.
const SETTLE: u32 = 60;

#[wasm_bindgen]
extern "C" {
    /// web-sys has the lock manager behind `web_sys_unstable_apis` only.
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        granted: &JsValue,
    ) -> Result<Promise, JsValue>;
}

/// A lock that this tab has until it is dropped.
#[must_use = "the lock is given back when this is dropped"]
pub struct Lock(Held);

enum Held {
    /// Ends the promise under which the browser holds the lock.
    Browser(Option<Function>),
    /// The key of our lease, and its value.
    Lease { key: String, lease: String },
    /// Nothing keeps tabs apart here.
    Nobody,
}

impl Drop for Lock {
    fn drop(&mut self) {
        match &self.0 {
            Held::Browser(release) => {
                if let Some(release) = release {
                    let _ = release.call0(&JsValue::UNDEFINED);
                }
            }
            Held::Lease { key, lease } => {
                if is_ours(key, lease) {
                    let _ = storage::remove(key);
                }
            }
            Held::Nobody => {}
        }
    }
}

/// Takes the lock of that name; `None` at once if another tab has it.
pub async fn take(name: &str) -> Option<Lock> {
    let manager = property(&gloo_utils::window().navigator(), "locks");
    let asked = match manager {
        Some(manager) => ask_browser(manager.unchecked_ref(), name).await,
        None => Asked::Impossible,
    };
    match asked {
        Asked::Granted(release) => Some(Lock(Held::Browser(release))),
        Asked::Taken => None,
        Asked::Impossible => take_lease(["lease.", name].concat()).await,
    }
}

enum Asked {
    Granted(Option<Function>),
    Taken,
    Impossible,
}

/// The browser calls back with the lock or `null`, and holds the lock until the promise ends that the
/// callback returns. It may also refuse (a sandboxed frame) and never call back; then its own promise
/// ends first.
async fn ask_browser(manager: &LockManager, name: &str) -> Asked {
    let granted: Rc<Cell<Option<bool>>> = Rc::default();
    let ended: Rc<Cell<Option<Function>>> = Rc::default();
    let release = Rc::clone(&ended);
    let seen = Rc::clone(&granted);
    let (answer, answered) = promise();
    let callback = Closure::once_into_js(move |lock: JsValue| {
        let is_granted = !lock.is_null();
        seen.set(Some(is_granted));
        let held = is_granted.then(|| {
            let (end, held) = promise();
            release.set(end);
            held
        });
        if let Some(answer) = answer {
            let _ = answer.call0(&JsValue::UNDEFINED);
        }
        JsValue::from(held)
    });
    let options = object(&[("ifAvailable", true.into())]);
    let full = ["firstline.", name].concat();
    let Ok(requested) = manager.request(&full, &options, &callback) else {
        return Asked::Impossible;
    };
    select(JsFuture::from(answered), JsFuture::from(requested)).await;
    match granted.get() {
        Some(true) => Asked::Granted(ended.take()),
        Some(false) => Asked::Taken,
        None => Asked::Impossible,
    }
}

/// A promise, and what resolves it.
fn promise() -> (Option<Function>, Promise) {
    let mut resolve = None;
    let promise = Promise::new(&mut |resolves, _| resolve = Some(resolves));
    (resolve, promise)
}

async fn take_lease(key: String) -> Option<Lock> {
    let lease = match storage::get(&key) {
        Err(_) => return Some(Lock(Held::Nobody)),
        Ok(Some(lease)) if is_held(&lease, clock::now()) => return None,
        Ok(_) => [&(clock::now() + LEASE).to_string(), " ", &random::label()].concat(),
    };
    if storage::set(&key, &lease).is_err() {
        return Some(Lock(Held::Nobody));
    }
    TimeoutFuture::new(SETTLE).await;
    is_ours(&key, &lease).then_some(Lock(Held::Lease { key, lease }))
}

/// Whether a lease is still the one that was written. If storage was taken away meanwhile, nothing
/// keeps tabs apart any more.
fn is_ours(key: &str, lease: &str) -> bool {
    storage::get(key).map_or(true, |now| now.as_deref() == Some(lease))
}

/// Whether a lease still holds. One that ends too far ahead was written under another clock.
fn is_held(lease: &str, now: Millis) -> bool {
    let until = lease.split(' ').next().and_then(|until| until.parse().ok());
    until.is_some_and(|until: Millis| until > now && until <= now + LEASE)
}

#[cfg(test)]
mod tests {
    use super::is_held;

    #[test]
    fn a_lease_holds_until_its_end_and_never_for_good() {
        for (lease, held) in [
            ("30000 fa", true),
            ("1001 fa", true),
            ("1000 fa", false),
            ("31001 fa", false),
            ("", false),
            ("soon", false),
        ] {
            assert_eq!(is_held(lease, 1000), held, "{lease}");
        }
    }
}
