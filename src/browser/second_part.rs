//! The second part of the core as a WebAssembly module: whether it is here, and making it part of this instance.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU8, Ordering};

use js_sys::{Promise, WebAssembly};
use wasm_bindgen_futures::JsFuture;

use super::object;

/// How the second part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is on its way.
    Coming,
    /// It could not be fetched, and is tried again.
    Missed,
    /// It is here.
    Here,
}

/// Under which name its module imports what it shares; `cargo xtask widget` writes it.
const SHARED: &str = "a";

static STANDING: AtomicU8 = AtomicU8::new(if cfg!(split) { 0 } else { 2 });

/// How it stands. Where a build was not cut, it is here from the beginning.
pub fn standing() -> Standing {
    match STANDING.load(Ordering::Relaxed) {
        0 => Standing::Coming,
        1 => Standing::Missed,
        _ => Standing::Here,
    }
}

/// It could not be fetched.
pub fn missed() {
    STANDING.store(1, Ordering::Relaxed);
}

thread_local! {
    /// The joining that is under way or done. It goes on when nobody waits for it any more, and whoever comes then waits for the
    /// same: a second one would write the data of the module anew over what has been changed since.
    static JOINING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Makes it part of this instance, once however often it is asked; whether that came about. It takes memory, stack and table of
/// functions from what the core exports.
pub async fn join(module: &[u8]) -> bool {
    let joining = JOINING.with_borrow_mut(|joining| {
        let begin = || {
            let shared = object(&[(SHARED, wasm_bindgen::exports())]);
            WebAssembly::instantiate_buffer(module, &shared)
        };
        joining.get_or_insert_with(begin).clone()
    });
    let joined = JsFuture::from(joining).await.is_ok();
    if joined {
        STANDING.store(2, Ordering::Relaxed);
    } else {
        JOINING.take();
    }
    joined
}
