//! A format of serde for packs: texts in one stream, all numbers in another.
//!
//! It is as bare as postcard, which packs used at first: no names, no types. Postcard puts the
//! length before each text, which alone made packs a tenth heavier; here a text ends with its line.

mod old;
mod read;
mod write;

pub(super) use old::Field;
pub(super) use read::{read, read_old};
pub(super) use write::write;

/// Why a value cannot be written. Nobody repairs a pack by hand, so no more is told.
#[derive(Debug)]
struct Unfit;

impl std::fmt::Display for Unfit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("unfit for a pack")
    }
}

impl std::error::Error for Unfit {}

impl serde::ser::Error for Unfit {
    fn custom<T: std::fmt::Display>(_: T) -> Unfit {
        Unfit
    }
}
