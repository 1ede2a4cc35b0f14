//! The browser: the only user of `web_sys` and the timers. The plumbing is in JavaScript beside each
//! module, where it is a tenth of the size; `call.js` says how the two meet.
//!
//! Everything that must be undone is a guard: dropping it removes the listener, stops the timer,
//! aborts the request. Nothing is forgotten, and nothing here panics: what a browser does not
//! have or does not allow is an `Option`, a `bool` or an enum.
#![allow(
    clippy::disallowed_methods,
    reason = "clippy.toml keeps these out of every other module, so that they are all here"
)]

mod call;
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
pub mod random;
pub mod storage;
pub mod task;
pub mod text;
pub mod timer;
