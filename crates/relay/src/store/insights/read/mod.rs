//! Reading what was counted, added up as a page wants it.

mod asked;
mod measured;
mod steps;
mod walks;

use crate::store::db::Row;
use crate::store::error::StoreError;

pub use asked::Pair;
pub use measured::CheckedBy;
pub use walks::{By, Versions};

/// The part of the counts that a page shows. Empty fields mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The first day, since 1970.
    pub from: i64,
    /// The day after the last.
    pub to: i64,
    /// The guide.
    pub guide: String,
    /// Its author's version.
    pub version: String,
    /// The language.
    pub language: String,
    /// The technology of the line.
    pub technology: String,
}

/// A count in a row.
fn count(row: &Row, at: usize) -> Result<u64, StoreError> {
    let number: i64 = row.try_get(at)?;
    Ok(u64::try_from(number).unwrap_or(0))
}
