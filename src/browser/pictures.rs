//! Pictures that are fetched before they are needed.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    fn picture(address: &str) -> JsValue;
}

/// Pictures that the browser holds ready while this lives: what is in its memory is shown even
/// when the line is down.
#[derive(Debug, Default)]
pub struct Ready {
    images: Vec<JsValue>,
}

impl Ready {
    /// Fetches the pictures at these addresses, as `<img>` would.
    pub fn fetch(addresses: impl Iterator<Item = String>) -> Ready {
        Ready {
            images: addresses.map(|address| picture(&address)).collect(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.images.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.images.is_empty()
    }
}
