//! Writing down what was counted, and erasing what is too old.

use firstline_insights::walks::Walks;

use super::added::Added;
use super::monday;
use super::parts::{add_steps, step};
use super::rows::{Field, Rows};
use super::sample::is_marked;
use super::sums::{SUMS, add_check, add_speeds, add_walks, signed};
use super::tables::{
    CHECK_BOXES, CHECKS, KANO, MINUTE_PARTS, MINUTES, PASSAGE_PARTS, PASSAGES, RATINGS, SEARCHES,
    SPEED_BOXES, SPEEDS, STEP_PARTS, STEPS, Table, WALKS, prepare,
};
use crate::store::db::{Work, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;

use Field::{Number, Text};

/// A day, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Tables by week that are erased when they are old, besides the sums and the walks, which are by day.
const BY_WEEK: [&Table; 13] = [
    &PASSAGES,
    &PASSAGE_PARTS,
    &STEPS,
    &STEP_PARTS,
    &MINUTES,
    &MINUTE_PARTS,
    &CHECKS,
    &CHECK_BOXES,
    &SPEEDS,
    &SPEED_BOXES,
    &RATINGS,
    &SEARCHES,
    &KANO,
];

impl Store {
    /// Adds this to what is stored, in one transaction. To invented numbers nothing is added.
    ///
    /// # Errors
    ///
    /// If the store does not take it; then nothing of it is stored.
    pub async fn add_insights(&self, added: &Added) -> Result<(), StoreError> {
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        if is_marked(&mut work).await? {
            tracing::debug!("what was counted is not added to invented numbers");
            return Ok(());
        }
        write(&mut work, added).await?;
        work.finish().await
    }

    /// Adds invented counts to a store that is marked as one of them.
    ///
    /// # Errors
    ///
    /// If the store does not take it; then nothing of it is stored.
    pub async fn add_invented(&self, added: &Added) -> Result<(), StoreError> {
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        write(&mut work, added).await?;
        work.finish().await
    }

    /// Erases counts from before this day, with all of its week, alarms that were over by then, and comments from before the
    /// other one. Days are days since 1970.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then nothing is erased.
    pub async fn erase_insights(&self, counts: i64, comments: i64) -> Result<(), StoreError> {
        // A week goes as a whole, with its days and its sums: what is read from them must be the same.
        let first_kept = monday(counts.saturating_add(6));
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        let sums = SUMS.iter().map(|sum| (sum.table.name, "week"));
        let rows = BY_WEEK.iter().map(|table| (table.name, "week"));
        for (table, column) in sums.chain(rows).chain([(WALKS.name, "day")]) {
            let sql = format!("DELETE FROM {table} WHERE {column} < $1");
            query(sqlx::AssertSqlSafe(sql))
                .bind(first_kept)
                .execute(&mut work)
                .await?;
        }
        query("DELETE FROM insight_spikes WHERE ended IS NOT NULL AND ended < $1")
            .bind(first_kept.saturating_mul(DAY))
            .execute(&mut work)
            .await?;
        query("DELETE FROM insight_comments WHERE day < $1")
            .bind(comments)
            .execute(&mut work)
            .await?;
        work.finish().await
    }
}

/// Writes counts in a transaction that is [prepared](super::tables::prepare) for it.
pub async fn write(work: &mut Work, added: &Added) -> Result<(), StoreError> {
    // Of an end only its kind is kept, which is no count.
    for (key, kind) in &added.ends {
        query(
            "INSERT INTO insight_ends (guide, version, place, kind) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (guide, version, place) DO UPDATE SET kind = excluded.kind",
        )
        .bind(&key.guide)
        .bind(&key.version)
        .bind(&key.place)
        .bind(*kind)
        .execute(&mut *work)
        .await?;
    }
    rows(added).write(work).await?;
    for comment in &added.comments {
        query("INSERT INTO insight_comments (id, day, guide, words) VALUES ($1, $2, $3, $4)")
            .bind(&comment.id)
            .bind(comment.day)
            .bind(&comment.guide)
            .bind(&comment.words)
            .execute(&mut *work)
            .await?;
    }
    Ok(())
}

/// The rows that all this is counted in.
fn rows(added: &Added) -> Rows<'_> {
    let mut rows = Rows::default();
    for (key, walks) in &added.walks {
        add_walks(&mut rows, key, &counts(walks));
    }
    for (key, walks) in &added.undone {
        add_walks(&mut rows, key, &counts(walks).map(|count| -count));
    }
    add_steps(&mut rows, added);
    for (key, found) in &added.checks {
        add_check(&mut rows, key, found);
    }
    for (key, times) in &added.speeds {
        add_speeds(&mut rows, key, *times);
    }
    for (key, times) in &added.ratings {
        let of = &key.step;
        let [guide, version, week, place] = step(&of.guide, &of.version, of.week, &of.place);
        let (question, answer) = (Text(key.question), Text(&key.answer));
        let keys = [guide, version, week, place, question, answer];
        rows.add(&RATINGS, &keys, &[signed(*times)]);
    }
    for (key, times) in &added.searches {
        let keys = [Number(key.week), Text(&key.language), Text(&key.word)];
        rows.add(&SEARCHES, &keys, &[signed(*times)]);
    }
    for (key, customers) in &added.kano {
        let keys = [
            Text(&key.feature),
            Number(key.week),
            Text(&key.technology),
            Text(key.years),
            Text(key.functional),
            Text(key.dysfunctional),
        ];
        rows.add(&KANO, &keys, &[signed(*customers)]);
    }
    rows
}

/// In the order of [`WALKS`].
fn counts(walks: &Walks) -> [i64; 13] {
    [
        walks.begun,
        walks.verified,
        walks.claimed,
        walks.unresolved,
        walks.tickets,
        walks.known,
        walks.handed_over,
        walks.stopped,
        walks.returned,
        walks.screens,
        walks.seconds,
        walks.waits,
        walks.returned_verified,
    ]
    .map(signed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::insights::Spike;
    use crate::store::testing;

    #[tokio::test]
    async fn each_table_by_week_is_erased() {
        let (_folder, store) = testing::store().await;
        if store.writer().unwrap().dialect().is_shared() {
            return;
        }
        let rows = query(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
             AND m.name LIKE 'insight_%' AND c.name = 'week' AND m.name <> 'insight_parts_since'",
        )
        .fetch_all(&store.reader().unwrap())
        .await
        .unwrap();
        let mut there: Vec<String> = rows.iter().map(|row| row.try_get(0).unwrap()).collect();
        let sums = SUMS.iter().map(|sum| sum.table.name);
        let erased = sums.chain(BY_WEEK.iter().map(|table| table.name));
        let mut erased: Vec<&str> = erased.collect();
        there.sort_unstable();
        erased.sort_unstable();
        assert_eq!(there, erased);
    }

    #[tokio::test]
    async fn alarms_that_are_over_are_erased_with_the_counts() {
        let (_folder, store) = testing::store().await;
        let day = |days: i64| days * super::DAY;
        for (area, began, ended) in [
            ("OVER", 3, Some(10)),
            ("LATE", 3, Some(18)),
            ("OPEN", 2, None),
        ] {
            let spike = Spike {
                id: area.to_owned(),
                area: area.to_owned(),
                began: day(began),
                ended: ended.map(day),
                households: 5,
                muted: None,
            };
            store.add_spike(&spike).await.unwrap();
        }
        // Day 18 is a Monday.
        store.erase_insights(15, 0).await.unwrap();
        let left = store.spikes(0, day(30)).await.unwrap();
        let mut left: Vec<&str> = left.iter().map(|spike| spike.area.as_str()).collect();
        left.sort_unstable();
        assert_eq!(left, ["LATE", "OPEN"]);
    }
}
