//! One tab at a time: two tabs must not send the same waiting ticket at once.
//!
//! `navigator.locks` where it is (secure contexts), else a lease in `localStorage`. The relay holds
//! the last line: the same key makes one ticket, whoever sends it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{clock, property, random, storage, timer, window};

/// How long a lease holds, in milliseconds: longer than a request may take, shorter than a
/// customer waits.
const LEASE: u64 = 30_000;

/// After writing a lease, how long to wait, in milliseconds, before looking whether another tab
/// wrote over it.
const SETTLE: u32 = 60;

/// Held by this tab until it is dropped.
#[must_use = "the lock is given back when this is dropped"]
pub struct Lock {
    held: Held,
}

enum Held {
    /// The function that ends the promise under which the browser holds the lock.
    Browser { release: Option<Function> },
    /// The key and the content of our lease.
    Lease { key: String, lease: String },
    /// Nothing keeps tabs apart here.
    Nobody,
}

impl Drop for Lock {
    fn drop(&mut self) {
        match &self.held {
            Held::Browser {
                release: Some(release),
            } => {
                let _ = release.call0(&JsValue::UNDEFINED);
            }
            Held::Lease { key, lease } => {
                if storage::get(key).ok().flatten().as_ref() == Some(lease) {
                    let _ = storage::remove(key);
                }
            }
            Held::Browser { release: None } | Held::Nobody => {}
        }
    }
}

/// Takes the lock of that name, or `None` at once where another tab holds it.
pub async fn take(name: &str) -> Option<Lock> {
    let manager = window().and_then(|window| property(window.navigator().as_ref(), "locks"));
    let asked = match manager {
        Some(manager) => ask_browser(&manager, name).await,
        None => Asked::NotThere,
    };
    match asked {
        Asked::Granted(release) => Some(Lock {
            held: Held::Browser { release },
        }),
        Asked::Taken => None,
        Asked::NotThere => take_lease(name).await,
    }
}

enum Asked {
    Granted(Option<Function>),
    Taken,
    NotThere,
}

/// `navigator.locks.request(name, {ifAvailable: true}, callback)`: the callback gets the lock or
/// null, and the lock is held until the promise that it returns ends.
async fn ask_browser(manager: &JsValue, name: &str) -> Asked {
    let Some(request) =
        property(manager, "request").and_then(|value| value.dyn_into::<Function>().ok())
    else {
        return Asked::NotThere;
    };
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let answer: Rc<RefCell<Option<Function>>> = Rc::default();
    let answered = Promise::new(&mut |resolve, _| {
        answer.borrow_mut().replace(resolve);
    });
    let callback = {
        let (release, answer) = (Rc::clone(&release), Rc::clone(&answer));
        Closure::once(move |lock: JsValue| -> JsValue {
            let granted = !lock.is_null() && !lock.is_undefined();
            let held = granted.then(|| {
                Promise::new(&mut |resolve, _| {
                    release.borrow_mut().replace(resolve);
                })
            });
            if let Some(answer) = answer.borrow_mut().take() {
                let _ = answer.call1(&JsValue::UNDEFINED, &granted.into());
            }
            held.map_or(JsValue::UNDEFINED, Into::into)
        })
    };
    let options = js_sys::Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &true.into());
    let full = ["firstline.", name].concat();
    let Ok(requested) = request.call3(
        manager,
        &full.into(),
        &options,
        callback.as_ref().unchecked_ref(),
    ) else {
        return Asked::NotThere;
    };
    // A browser may refuse (a sandboxed frame); then the callback never runs. So whichever ends
    // first counts: the answer, or the request itself, which ends early only when refused.
    let requested: Promise = requested.unchecked_into();
    let either = js_sys::Array::of2(&answered, &requested);
    match JsFuture::from(Promise::race(&either)).await {
        Ok(granted) if granted.is_truthy() => Asked::Granted(release.borrow_mut().take()),
        Ok(_) => Asked::Taken,
        Err(_) => Asked::NotThere,
    }
}

async fn take_lease(name: &str) -> Option<Lock> {
    let key = ["lease.", name].concat();
    match storage::get(&key) {
        Err(_) => {
            return Some(Lock { held: Held::Nobody });
        }
        Ok(Some(lease)) if is_held(&lease, clock::now()) => return None,
        Ok(_) => {}
    }
    let mut lease = (clock::now() + LEASE).to_string();
    lease.push(' ');
    lease.push_str(&random::label());
    if storage::set(&key, &lease).is_err() {
        return Some(Lock { held: Held::Nobody });
    }
    timer::sleep(SETTLE).await;
    let ours = storage::get(&key).ok().flatten().as_ref() == Some(&lease);
    ours.then_some(Lock {
        held: Held::Lease { key, lease },
    })
}

/// Whether a lease still holds. One that ends too far ahead was written under another clock.
fn is_held(lease: &str, now: u64) -> bool {
    let until: Option<u64> = lease.split(' ').next().and_then(|until| until.parse().ok());
    until.is_some_and(|until| until > now && until <= now + LEASE)
}

#[cfg(test)]
mod tests {
    use super::*;

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
