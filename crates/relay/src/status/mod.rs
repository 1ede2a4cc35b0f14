//! Known faults and maintenance, from whatever the provider has that knows of them.
//!
//! `sources` read what a status product answers, and `poll` asks it; `watched` reads a file that the
//! provider's monitoring writes; `own` is what an operator opens and closes by hand. All give the form
//! of `file`, and `page` is what everybody can read of it. [`Feed`] puts them together and keeps the answers made of that, `vanished` notices what
//! is over, and `select` says what concerns an area at a time.

mod area;
mod feed;
mod file;
pub mod own;
pub mod page;
mod part;
pub mod poll;
mod select;
mod setup;
pub mod sources;
mod vanished;
mod watched;
pub mod words;

pub use area::{Area, Pattern};
pub use feed::{Fate, Feed};
pub use file::{FeedFile, FileItem, FileUpdate, Translations, parse};
pub use select::select;
pub use setup::FeedSetup;
