//! Counts that insights are made of: added up in memory, written down once a second, read by the pages.
//!
//! [`Added`] is what came since it was last written. All SQL here is what SQLite and PostgreSQL both take.

mod added;
mod comments;
mod parts;
mod read;
mod rows;
mod sample;
mod segment;
mod spikes;
mod sums;
mod tables;
mod write;

pub use added::{
    Added, CheckKey, EndKey, KanoKey, MinutesKey, PassageKey, RatingKey, SearchKey, SpeedKey,
    StepKey, Steps, Verdicts, WalksKey,
};
pub use comments::Comment;
pub use firstline_insights::walks::Walks;
pub use read::{By, Checked, Groups, Pair, Slice, SpeedBy, Speeds, Versions};
pub use segment::{Dimension, Segment};
pub use spikes::{Begun, MOST_SPIKES, Spike};
pub(in crate::store) use tables::prepare;
pub(in crate::store) use write::write;

/// The Monday of a day's week; both are days since 1970, which began on a Thursday.
pub fn monday(day: i64) -> i64 {
    day.saturating_sub((day.rem_euclid(7) + 3) % 7)
}
