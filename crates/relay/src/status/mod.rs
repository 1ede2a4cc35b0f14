//! Known faults and maintenance, from a file that the provider's monitoring writes.

mod feed;
mod file;

pub use feed::{Feed, select};
