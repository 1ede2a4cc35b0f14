//! What is kept in this browser: `localStorage`, under names of our own.
//!
//! It may be absent, forbidden (the accessor throws where cookies are blocked) or full. The widget
//! works without it; what then cannot be kept, the customer is told.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// Every key of ours gets a prefix there; the page's own keys are left alone.
#[wasm_bindgen(module = "/src/browser/device.js")]
extern "C" {
    #[wasm_bindgen(js_name = get)]
    fn read(key: &str) -> JsValue;
    #[wasm_bindgen(js_name = set)]
    fn write(key: &str, value: &str) -> u32;
    #[wasm_bindgen(js_name = remove)]
    fn forget(key: &str) -> bool;
}

/// Why something could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no storage, or the browser does not let us.
    Unavailable,
    /// It is there, but it did not take this: full, or a private window without any quota.
    Full,
}

/// What is kept under this name, if anything.
pub fn get(key: &str) -> Result<Option<String>, StorageError> {
    let kept = read(key);
    match kept.as_bool() {
        Some(_) => Err(StorageError::Unavailable),
        None => Ok(kept.as_string()),
    }
}

/// Keeps this under this name, in place of what was there.
pub fn set(key: &str, value: &str) -> Result<(), StorageError> {
    match write(key, value) {
        0 => Ok(()),
        1 => Err(StorageError::Unavailable),
        _ => Err(StorageError::Full),
    }
}

/// Forgets what is kept under this name.
pub fn remove(key: &str) -> Result<(), StorageError> {
    if forget(key) {
        Ok(())
    } else {
        Err(StorageError::Unavailable)
    }
}
