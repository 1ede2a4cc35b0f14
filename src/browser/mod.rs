//! The browser: the only user of `web_sys`, `gloo` and the timers.
//!
//! Everything that must be undone is a guard: dropping it removes the listener, stops the timer,
//! aborts the request. Nothing is forgotten, and nothing here panics: what a browser does not
//! have or does not allow is an `Option`, a `bool` or an enum.
#![allow(
    clippy::disallowed_methods,
    reason = "clippy.toml keeps these out of every other module, so that they are all here"
)]

pub mod clipboard;
pub mod clock;
pub mod device;
pub mod fetch;
pub mod focus;
pub mod form;
pub mod host;
pub mod locks;
pub mod online;
pub mod pictures;
mod policy;
pub mod random;
pub mod storage;
pub mod task;
pub mod text;
pub mod timer;

/// The window, where there is one.
fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// The document, where there is one.
fn document() -> Option<web_sys::Document> {
    window()?.document()
}

/// A property of an object, where it is there and is neither `undefined` nor `null`.
fn property(object: &wasm_bindgen::JsValue, name: &str) -> Option<wasm_bindgen::JsValue> {
    js_sys::Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}
