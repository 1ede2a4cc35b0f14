//! Empty on purpose: everything is in the library, where tests can reach it. The re-export keeps
//! the names that `wasm-bindgen` exports in the binary that Trunk builds.
#![cfg_attr(target_arch = "wasm32", no_main)]
pub use firstline_widget::*;

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
