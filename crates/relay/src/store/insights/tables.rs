//! The tables of counts, and adding to a row of one.

use crate::store::db::{Work, query};
use crate::store::error::StoreError;

/// A table of counts: what is counted by, and what is added up.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its key.
    pub keys: &'static [&'static str],
    /// What is added up.
    pub counts: &'static [&'static str],
    /// The column that keeps the least of what is written; empty numbers do not count.
    pub least: Option<&'static str>,
}

/// Walks by day.
pub const WALKS: Table = Table {
    name: "insight_walks",
    keys: &[
        "day",
        "guide",
        "version",
        "language",
        "technology",
        "equipment",
    ],
    counts: &[
        "begun",
        "verified",
        "claimed",
        "unresolved",
        "tickets",
        "known",
        "handed_over",
        "stopped",
        "returned",
        "screens",
        "seconds",
        "waits",
        "returned_verified",
    ],
    least: None,
};
/// From which step to which.
pub const PASSAGES: Table = Table {
    name: "insight_passages",
    keys: &["guide", "version", "week", "place", "next"],
    counts: &["walks", "seconds"],
    least: None,
};
/// What came of steps.
pub const STEPS: Table = Table {
    name: "insight_steps",
    keys: &["guide", "version", "week", "place"],
    counts: &[
        "tried",
        "verified",
        "claimed",
        "could_not",
        "unclear",
        "seconds",
        "times_left",
        "squares",
        "squared",
    ],
    least: None,
};
/// Minutes that walks to a good end took.
pub const MINUTES: Table = Table {
    name: "insight_minutes",
    keys: &["guide", "version", "week", "minutes"],
    counts: &["walks"],
    least: None,
};
/// From which step to which, in a part of the walks.
pub const PASSAGE_PARTS: Table = Table {
    name: "insight_passage_parts",
    keys: &["part", "value", "guide", "version", "week", "place", "next"],
    counts: PASSAGES.counts,
    least: None,
};
/// What came of steps, in a part of the walks.
pub const STEP_PARTS: Table = Table {
    name: "insight_step_parts",
    keys: &["part", "value", "guide", "version", "week", "place"],
    counts: STEPS.counts,
    least: None,
};
/// Minutes that walks to a good end took, in a part of the walks.
pub const MINUTE_PARTS: Table = Table {
    name: "insight_minute_parts",
    keys: &["part", "value", "guide", "version", "week", "minutes"],
    counts: MINUTES.counts,
    least: None,
};
/// What checks found.
pub const CHECKS: Table = Table {
    name: "insight_checks",
    keys: &["week", "hour", "area", "technology", "link", "name"],
    counts: &["passed", "warned", "failed", "unknown"],
    least: None,
};
/// Download against plans.
pub const SPEEDS: Table = Table {
    name: "insight_speeds",
    keys: &["week", "hour", "area", "technology", "link", "tenths"],
    counts: &["times"],
    least: None,
};
/// What checks found, by week and box.
pub const CHECK_BOXES: Table = Table {
    name: "insight_check_boxes",
    keys: &["equipment", "week", "technology", "name"],
    counts: CHECKS.counts,
    least: None,
};
/// Download against plans, by week and box: how many there are, and all their tenths.
pub const SPEED_BOXES: Table = Table {
    name: "insight_speed_boxes",
    keys: &["equipment", "week", "hour", "technology", "link"],
    counts: &["times", "tenths"],
    least: None,
};
/// Answers at ends.
pub const RATINGS: Table = Table {
    name: "insight_ratings",
    keys: &["guide", "version", "week", "place", "question", "answer"],
    counts: &["times"],
    least: None,
};
/// Words that nothing was found for.
pub const SEARCHES: Table = Table {
    name: "insight_searches",
    keys: &["week", "language", "word"],
    counts: &["times"],
    least: None,
};
/// Pairs of answers on features.
pub const KANO: Table = Table {
    name: "insight_kano",
    keys: &[
        "feature",
        "week",
        "technology",
        "years",
        "functional",
        "dysfunctional",
    ],
    counts: &["customers"],
    least: None,
};

/// What one place of a row holds.
#[derive(Clone, Copy)]
pub enum Field<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Number(i64),
}

/// Begins to write counts: two relays that added to the same rows in another order would wait for each other for ever.
///
/// # Errors
///
/// If the store does not answer.
pub async fn prepare(work: &mut Work) -> Result<(), StoreError> {
    work.alone("insight_walks").await
}

/// Adds counts to a row, or makes it.
///
/// # Errors
///
/// If the store does not take it.
pub async fn add(
    work: &mut Work,
    table: &Table,
    keys: &[Field<'_>],
    counts: &[i64],
) -> Result<(), StoreError> {
    add_at(work, table, keys, counts, None).await
}

/// The same, with what the least of is kept.
///
/// # Errors
///
/// If the store does not take it.
pub async fn add_at(
    work: &mut Work,
    table: &Table,
    keys: &[Field<'_>],
    counts: &[i64],
    least: Option<i64>,
) -> Result<(), StoreError> {
    let mut query = query(sqlx::AssertSqlSafe(table.sql()));
    for key in keys {
        query = match key {
            Field::Text(text) => query.bind(*text),
            Field::Number(number) => query.bind(*number),
        };
    }
    for count in counts {
        query = query.bind(*count);
    }
    if table.least.is_some() {
        query = query.bind(least);
    }
    query.execute(work).await?;
    Ok(())
}

impl Table {
    /// All columns: the key, the counts, and that of the least.
    pub fn columns(&self) -> Vec<&'static str> {
        let own = self.keys.iter().chain(self.counts).copied();
        own.chain(self.least).collect()
    }

    /// Adds a row to what is there.
    fn sql(&self) -> String {
        let name = self.name;
        let columns = self.columns();
        let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
        let sums = self
            .counts
            .iter()
            .map(|count| format!("{count} = {name}.{count} + excluded.{count}"));
        let least = self.least.map(|least| {
            format!(
                "{least} = CASE WHEN {name}.{least} IS NULL OR excluded.{least} < {name}.{least} \
                 THEN excluded.{least} ELSE {name}.{least} END"
            )
        });
        let changes: Vec<String> = sums.chain(least).collect();
        format!(
            "INSERT INTO {name} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
            columns.join(", "),
            places.join(", "),
            self.keys.join(", "),
            changes.join(", ")
        )
    }
}
