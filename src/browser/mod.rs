//! Thin adapters to the browser that effects and parts share, and the only users of `web_sys`.
//!
//! Whatever must be undone is a guard or a future: dropping it removes the listener, clears the timer,
//! aborts the request. Nothing is forgotten and nothing here panics: what a browser does not have or
//! does not allow is an `Option` or a plain value.
#![allow(
    clippy::disallowed_methods,
    reason = "clippy.toml keeps these out of every other module, so that they are all here"
)]

pub mod clock;
pub mod device;
pub mod fetch;
pub mod file;
pub mod form;
pub mod host;
pub mod life;
pub mod locks;
mod policy;
pub mod random;
pub mod root;
pub mod second_part;
pub mod stage;
pub mod storage;
pub mod text;
pub mod translated;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// A property of an object; `None` if it is absent, `undefined` or `null`, or if reading it throws.
fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// An object with these properties, as the browser's functions take their options.
fn object(properties: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        // A plain new object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
