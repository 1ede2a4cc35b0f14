//! Pairs of questions behind a link, for customers who are not in the help: a newsletter or a bill leads to `/ask`.
//!
//! One pair at a time is asked on a page of the relay's own (`page`), which works without a script. A signed cookie
//! holds which features a browser was asked about (`memory`) and nothing else. A form is good for one answer
//! (`form`), and what is answered goes into the counts of the widget.

mod form;
mod memory;
mod page;

pub use form::{MOST_BYTES, Made, Sent};
pub use memory::Memory;
pub use page::{Asked, Body, Page, Wrong, style};
