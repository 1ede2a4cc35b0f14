//! An invented world with a truth that is known: customers with a cause of their trouble, steps that mend it or
//! not, people who leave, outages, and minds that change.
//!
//! `firstline insights --sample` fills a store with a year of it, so that the pages can be seen before
//! anybody has walked; tests send it as real events and ask the pages for the truth.

mod minds;
mod walk;
mod year;

pub use minds::Mind;
pub use walk::{Truth, walk};
pub use year::{A_DAY, Filled, fill};
