//! What happened at steps is counted as a whole, and besides of one part of the walks at a time: of those in a language, over a
//! technology of the line, or with a box. One row more a dimension tells of each by itself. Rows of several together would be many
//! more, and each would be about fewer people.

use firstline_insights::helpful::Tries;

use super::added::{Added, Steps};
use super::rows::{Field, Rows};
use super::segment::{Dimension, Part};
use super::sums::signed;
use super::tables::{MINUTE_PARTS, MINUTES, PASSAGE_PARTS, PASSAGES, STEP_PARTS, STEPS, Table};
use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

use Field::{Number, Text};

/// Where something that happens at steps is counted.
pub struct Parted {
    /// All walks.
    whole: Table,
    /// Those of a part.
    parts: Table,
}

/// From which step to which.
pub const OF_PASSAGES: Parted = Parted {
    whole: PASSAGES,
    parts: PASSAGE_PARTS,
};
/// What came of steps.
pub const OF_STEPS: Parted = Parted {
    whole: STEPS,
    parts: STEP_PARTS,
};
/// Minutes that walks to a good end took.
pub const OF_MINUTES: Parted = Parted {
    whole: MINUTES,
    parts: MINUTE_PARTS,
};

impl Parted {
    /// The table that has a part, or all.
    pub fn table(&self, part: Option<Part<'_>>) -> &Table {
        match part {
            None => &self.whole,
            Some(_) => &self.parts,
        }
    }

    /// Adds to a row of a part, or of all.
    fn add<'a>(
        &'static self,
        rows: &mut Rows<'a>,
        part: Option<Part<'a>>,
        keys: &[Field<'a>],
        counts: &[i64],
    ) {
        let of_part = part.map(|(dimension, value)| [Text(dimension.name()), Text(value)]);
        let of_part = of_part.iter().flatten().copied();
        let keys: Vec<Field<'a>> = of_part.chain(keys.iter().copied()).collect();
        rows.add(self.table(part), &keys, counts);
    }
}

/// Adds what happened at steps to the whole, and to each part that it is known to be of.
pub fn add_steps<'a>(rows: &mut Rows<'a>, added: &'a Added) {
    for (segment, steps) in &added.steps {
        let values = Dimension::ALL.map(|dimension| (dimension, segment.value(dimension)));
        let known = values.into_iter().filter(|(_, value)| !value.is_empty());
        for part in known.map(Some).chain([None]) {
            add_to(rows, part, steps);
        }
    }
}

fn add_to<'a>(rows: &mut Rows<'a>, part: Option<Part<'a>>, steps: &'a Steps) {
    for (key, (walks, seconds)) in &steps.passages {
        let [guide, version, week, from] = step(&key.guide, &key.version, key.week, &key.from);
        let keys = [guide, version, week, from, Text(&key.to)];
        OF_PASSAGES.add(rows, part, &keys, &[*walks, signed(*seconds)]);
    }
    for (key, tries) in &steps.tries {
        let keys = step(&key.guide, &key.version, key.week, &key.place);
        OF_STEPS.add(rows, part, &keys, &counts(tries));
    }
    for (key, tries) in &steps.untried {
        let keys = step(&key.guide, &key.version, key.week, &key.place);
        OF_STEPS.add(rows, part, &keys, &counts(tries).map(|count| -count));
    }
    for (key, walks) in &steps.minutes {
        let (guide, version) = (Text(&key.guide), Text(&key.version));
        let keys = [guide, version, Number(key.week), Number(key.minutes)];
        OF_MINUTES.add(rows, part, &keys, &[*walks]);
    }
}

/// In the order of [`STEPS`].
fn counts(tries: &Tries) -> [i64; 9] {
    [
        tries.tried,
        tries.verified,
        tries.claimed,
        tries.could_not,
        tries.unclear,
        tries.seconds,
        tries.left,
        tries.squares,
        tries.squared,
    ]
    .map(signed)
}

/// The key of a step.
pub fn step<'a>(guide: &'a str, version: &'a str, week: i64, place: &'a str) -> [Field<'a>; 4] {
    [Text(guide), Text(version), Number(week), Text(place)]
}

/// What a read of a part is narrowed by besides.
pub const WHERE_PART: &str = "part = $5 AND value = $6";

/// What [`WHERE_PART`] is bound to.
pub fn bound(part: Part<'_>) -> [String; 2] {
    [part.0.name().to_owned(), part.1.to_owned()]
}

impl Store {
    /// The first week, as its Monday, of which the parts have all that the whole has; `None` if they have all of it. What was
    /// counted before there were parts is in none of them.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn parts_since(&self) -> Result<Option<i64>, StoreError> {
        let row = query("SELECT week FROM insight_parts_since")
            .fetch_optional(&self.reader()?)
            .await?;
        row.map(|row| row.try_get(0)).transpose()
    }
}

#[cfg(test)]
mod tests;
