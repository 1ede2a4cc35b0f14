//! Known faults and maintenance, from a file that the provider's monitoring writes.
//!
//! `file` reads what it says, `select` says which of it concerns an area at a time, and [`Feed`]
//! looks whether the file has changed and keeps what was made of it.

mod area;
mod feed;
mod file;
mod select;

pub use area::Area;
pub use feed::Feed;
pub use file::{FeedFile, parse};
pub use select::select;
