//! The browser: the only user of `web_sys`. Rust decides and JavaScript does: `shell.js` says how the
//! two meet.
//!
//! What goes on ends with the [`shell::Shell`] that ordered it. Nothing is forgotten, and nothing here
//! panics: what a browser does not have or does not allow is an `Option` or a plain value.
#![allow(
    clippy::disallowed_methods,
    reason = "clippy.toml keeps these out of every other module, so that they are all here"
)]

pub mod clock;
pub mod form;
pub mod host;
pub mod random;
pub mod root;
pub mod shell;
pub mod text;
