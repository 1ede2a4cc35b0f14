//! Reading what was counted, added up as a page wants it.

mod asked;
mod groups;
mod measured;
mod steps;
mod versions;
mod walks;

use crate::store::db::Row;
use crate::store::error::StoreError;
use crate::store::insights::monday;
use crate::store::insights::segment::{Dimension, Part};

pub use asked::Pair;
pub use groups::Groups;
pub use measured::{Checked, SpeedBy, Speeds};
pub use versions::Versions;
pub use walks::By;

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
    /// The customer's box.
    pub equipment: String,
}

impl Slice {
    /// The weeks in which it has a day: the first Monday, and the one after the last week. What is kept by week is counted
    /// for all of them, as wholes.
    pub fn weeks(&self) -> (i64, i64) {
        let from = monday(self.from);
        match self.from < self.to {
            true => (from, monday(self.to - 1).saturating_add(7)),
            false => (from, from),
        }
    }

    /// The part of the walks whose steps it shows: the first one that it is narrowed by. `None` if it shows all.
    pub fn part(&self) -> Option<Part<'_>> {
        let value = |dimension| match dimension {
            Dimension::Language => &self.language,
            Dimension::Technology => &self.technology,
            Dimension::Equipment => &self.equipment,
        };
        let all = Dimension::ALL.into_iter();
        let mut chosen = all.map(|dimension| (dimension, value(dimension).as_str()));
        chosen.find(|(_, value)| !value.is_empty())
    }
}

/// A count in a row.
pub(super) fn count(row: &Row, at: usize) -> Result<u64, StoreError> {
    let number: i64 = row.try_get(at)?;
    Ok(u64::try_from(number).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_those_in_which_there_is_a_day() {
        // Days 4 and 11 are Mondays.
        for (from, to, weeks) in [
            (4, 11, (4, 11)),
            (4, 12, (4, 18)),
            (3, 11, (-3, 11)),
            (6, 8, (4, 11)),
            (10, 12, (4, 18)),
            (6, 6, (4, 4)),
            (6, 5, (4, 4)),
        ] {
            let slice = Slice {
                from,
                to,
                ..Slice::default()
            };
            assert_eq!(slice.weeks(), weeks, "{from} {to}");
        }
        let all = Slice {
            from: i64::MIN,
            to: i64::MAX,
            ..Slice::default()
        };
        assert!(all.weeks().0 < all.weeks().1);
    }
}
