//! The tables of counts.

use crate::store::db::Work;
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

/// Begins to write counts: two relays that added to the same rows in another order would wait for each other for ever.
///
/// # Errors
///
/// If the store does not answer.
pub async fn prepare(work: &mut Work) -> Result<(), StoreError> {
    work.alone("insight_walks").await
}

impl Table {
    /// All columns: the key, the counts, and that of the least.
    pub fn columns(&self) -> Vec<&'static str> {
        let own = self.keys.iter().chain(self.counts).copied();
        own.chain(self.least).collect()
    }

    /// Adds so many rows, each of another key, to what is there.
    pub fn sql(&self, rows: usize) -> String {
        let name = self.name;
        let columns = self.columns();
        let width = columns.len();
        let row = |row: usize| {
            let places = (1..=width).map(|at| format!("${}", row * width + at));
            format!("({})", places.collect::<Vec<_>>().join(", "))
        };
        let rows: Vec<String> = (0..rows).map(row).collect();
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
            "INSERT INTO {name} ({}) VALUES {} ON CONFLICT ({}) DO UPDATE SET {}",
            columns.join(", "),
            rows.join(", "),
            self.keys.join(", "),
            changes.join(", ")
        )
    }
}
