//! What stands for an error where reading notes a fault and goes on.
//!
//! serde reads by `Result`, and each field of a derived type then has a way out on which what was read before it is
//! dropped. Our sources, packs and JSON, take no such way: they note that something is unfit, give something harmless
//! in its place, and whoever reads asks once, at the end. The compiler knows that there is no error, and leaves those
//! ways out: 2.3 kB of Brotli in the widget for packs alone.
//!
//! So a source gives every type what it asks for, whatever the document says: each field, a variant that there is, a
//! number that fits. And a type that is read here accepts all that its parts can be: no `try_from`, no check of its own.

use std::fmt;

/// An error that there cannot be.
#[derive(Debug)]
pub(crate) enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl serde::de::Error for Never {
    /// Only a type that does not accept its parts comes here: a defect of ours, which every test that reads it shows.
    fn custom<T: fmt::Display>(_: T) -> Never {
        unreachable!("a type that is read without errors has one of its own")
    }
}
