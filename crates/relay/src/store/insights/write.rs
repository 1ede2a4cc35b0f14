//! Writing down what was counted, and erasing what is too old.

use firstline_insights::helpful::Tries;
use firstline_insights::walks::Walks;

use super::added::{Added, CheckKey, WalksKey};
use super::monday;
use crate::store::db::{Work, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A table of counts: what is counted by, and what is added up.
struct Table {
    name: &'static str,
    keys: &'static [&'static str],
    counts: &'static [&'static str],
}

const WALKS: Table = Table {
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
};
/// The same by week, without the box.
const WEEKS: Table = Table {
    name: "insight_weeks",
    keys: &["week", "guide", "version", "language", "technology"],
    counts: WALKS.counts,
};
const PASSAGES: Table = Table {
    name: "insight_passages",
    keys: &["guide", "version", "week", "place", "next"],
    counts: &["walks", "seconds"],
};
const STEPS: Table = Table {
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
    ],
};
const MINUTES: Table = Table {
    name: "insight_minutes",
    keys: &["guide", "version", "week", "minutes"],
    counts: &["walks"],
};
const CHECKS: Table = Table {
    name: "insight_checks",
    keys: &["week", "hour", "area", "technology", "link", "name"],
    counts: &["passed", "warned", "failed", "unknown"],
};
const SPEEDS: Table = Table {
    name: "insight_speeds",
    keys: &["week", "hour", "area", "technology", "link", "tenths"],
    counts: &["times"],
};
const RATINGS: Table = Table {
    name: "insight_ratings",
    keys: &["guide", "version", "week", "place", "question", "answer"],
    counts: &["times"],
};
const SEARCHES: Table = Table {
    name: "insight_searches",
    keys: &["week", "language", "word"],
    counts: &["times"],
};
const KANO: Table = Table {
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
};

/// Tables by week that are erased when they are old, besides the walks, which are by day.
const BY_WEEK: [&str; 9] = [
    "insight_weeks",
    "insight_passages",
    "insight_steps",
    "insight_minutes",
    "insight_checks",
    "insight_speeds",
    "insight_ratings",
    "insight_searches",
    "insight_kano",
];

/// For so many days after a walk its counts may still change: events are of the last days, and whoever came back is
/// counted on the day of the walk before.
const LATE: i64 = 21;

/// What one place of a row holds.
#[derive(Clone, Copy)]
enum Field<'a> {
    Text(&'a str),
    Number(i64),
}

use Field::{Number, Text};

impl Store {
    /// Adds this to what is stored, in one transaction.
    ///
    /// # Errors
    ///
    /// If the store does not take it; then nothing of it is stored.
    pub async fn add_insights(&self, added: &Added) -> Result<(), StoreError> {
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        write(&mut work, added).await?;
        work.finish().await
    }

    /// Adds up anew the walks of the last weeks, on a server: while a version is rolled out, relays of the one before it
    /// count by day alone. A file has no other relay.
    ///
    /// # Errors
    ///
    /// If the store does not take it; then the weeks stay as they are.
    pub async fn sum_late_weeks(&self) -> Result<(), StoreError> {
        if !self.writer()?.dialect().is_shared() {
            return Ok(());
        }
        let Some(now) = self.moment().await? else {
            return Ok(());
        };
        let today = now.wall.div_euclid(24 * 60 * 60 * 1000);
        self.sum_weeks(monday(today - LATE)).await
    }

    /// Adds up anew the walks of the weeks from this Monday on.
    pub(super) async fn sum_weeks(&self, from: i64) -> Result<(), StoreError> {
        let sums: Vec<String> = WEEKS
            .counts
            .iter()
            .map(|count| format!("CAST(SUM({count}) AS BIGINT)"))
            .collect();
        const WEEK: &str = "day - ((day + 3) % 7), guide, version, language, technology";
        let sum = format!(
            "INSERT INTO insight_weeks ({}, {}) SELECT {WEEK}, {} FROM insight_walks WHERE day >= $1 GROUP BY {WEEK}",
            WEEKS.keys.join(", "),
            WEEKS.counts.join(", "),
            sums.join(", ")
        );
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        query("DELETE FROM insight_weeks WHERE week >= $1")
            .bind(from)
            .execute(&mut work)
            .await?;
        query(sqlx::AssertSqlSafe(sum))
            .bind(from)
            .execute(&mut work)
            .await?;
        work.finish().await
    }

    /// Erases counts from before this day, with all of its week, and comments from before the other one. Days are days
    /// since 1970.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn erase_insights(&self, counts: i64, comments: i64) -> Result<(), StoreError> {
        let writer = self.writer()?;
        // A week goes as a whole, with its days: what is read from its sum and from its days must be the same.
        let first_kept = monday(counts.saturating_add(6));
        for (table, column) in BY_WEEK
            .iter()
            .map(|table| (*table, "week"))
            .chain([("insight_walks", "day")])
        {
            let sql = format!("DELETE FROM {table} WHERE {column} < $1");
            query(sqlx::AssertSqlSafe(sql))
                .bind(first_kept)
                .execute(&writer)
                .await?;
        }
        query("DELETE FROM insight_comments WHERE day < $1")
            .bind(comments)
            .execute(&writer)
            .await?;
        Ok(())
    }

    /// Marks what is stored as invented.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn mark_as_sample(&self, seed: i64) -> Result<(), StoreError> {
        query(
            "INSERT INTO insight_sample (one, seed) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET \
             seed = excluded.seed",
        )
        .bind(seed)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }
}

/// Begins to write counts: two relays that added to the same rows in another order would wait for each other for ever.
pub async fn prepare(work: &mut Work) -> Result<(), StoreError> {
    work.alone("insight_walks").await
}

/// Writes counts in a transaction that is [prepared](prepare) for it.
pub async fn write(work: &mut Work, added: &Added) -> Result<(), StoreError> {
    for (key, walks) in &added.walks {
        add_walks(work, key, &counts(walks)).await?;
    }
    for (key, walks) in &added.undone {
        add_walks(work, key, &counts(walks).map(|count| -count)).await?;
    }
    for (key, (walks, seconds)) in &added.passages {
        let keys = [
            Text(&key.guide),
            Text(&key.version),
            Number(key.week),
            Text(&key.from),
            Text(&key.to),
        ];
        add(work, &PASSAGES, &keys, &[*walks, signed(*seconds)]).await?;
    }
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
    for (key, tries) in &added.steps {
        let keys = step(&key.guide, &key.version, key.week, &key.place);
        add(work, &STEPS, &keys, &of_tries(tries)).await?;
    }
    for (key, tries) in &added.untried {
        let keys = step(&key.guide, &key.version, key.week, &key.place);
        add(work, &STEPS, &keys, &of_tries(tries).map(|count| -count)).await?;
    }
    for (key, walks) in &added.minutes {
        let keys = [
            Text(&key.guide),
            Text(&key.version),
            Number(key.week),
            Number(key.minutes),
        ];
        add(work, &MINUTES, &keys, &[*walks]).await?;
    }
    write_checks(work, added).await?;
    for (key, times) in &added.ratings {
        let of = &key.step;
        let [guide, version, week, place] = step(&of.guide, &of.version, of.week, &of.place);
        let keys = [
            guide,
            version,
            week,
            place,
            Text(key.question),
            Text(&key.answer),
        ];
        add(work, &RATINGS, &keys, &[signed(*times)]).await?;
    }
    for (key, times) in &added.searches {
        let keys = [Number(key.week), Text(&key.language), Text(&key.word)];
        add(work, &SEARCHES, &keys, &[signed(*times)]).await?;
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
        add(work, &KANO, &keys, &[signed(*customers)]).await?;
    }
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

/// Adds to the day and to its week.
async fn add_walks(work: &mut Work, key: &WalksKey, counts: &[i64]) -> Result<(), StoreError> {
    let [day, guide, version, language, technology, equipment] = of_walks(key);
    let week = Number(monday(key.day));
    let weeks = [week, guide, version, language, technology];
    add(work, &WEEKS, &weeks, counts).await?;
    let days = [day, guide, version, language, technology, equipment];
    add(work, &WALKS, &days, counts).await
}

async fn write_checks(work: &mut Work, added: &Added) -> Result<(), StoreError> {
    for (key, found) in &added.checks {
        let [week, hour, area, technology, link] = measured(key);
        let keys = [week, hour, area, technology, link, Text(&key.check)];
        let counts = [found.passed, found.warned, found.failed, found.unknown].map(signed);
        add(work, &CHECKS, &keys, &counts).await?;
    }
    for (key, times) in &added.speeds {
        let [week, hour, area, technology, link] = measured(&key.at);
        let keys = [week, hour, area, technology, link, Number(key.tenths)];
        add(work, &SPEEDS, &keys, &[signed(*times)]).await?;
    }
    Ok(())
}

fn of_walks(key: &WalksKey) -> [Field<'_>; 6] {
    [
        Number(key.day),
        Text(&key.guide),
        Text(&key.version),
        Text(&key.language),
        Text(&key.technology),
        Text(&key.equipment),
    ]
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

/// In the order of [`STEPS`].
fn of_tries(tries: &Tries) -> [i64; 7] {
    [
        tries.tried,
        tries.verified,
        tries.claimed,
        tries.could_not,
        tries.unclear,
        tries.seconds,
        tries.left,
    ]
    .map(signed)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn step<'a>(guide: &'a str, version: &'a str, week: i64, place: &'a str) -> [Field<'a>; 4] {
    [Text(guide), Text(version), Number(week), Text(place)]
}

fn measured(key: &CheckKey) -> [Field<'_>; 5] {
    [
        Number(key.week),
        Number(key.hour),
        Text(&key.area),
        Text(&key.technology),
        Text(&key.link),
    ]
}

/// Adds counts to a row, or makes it.
async fn add(
    work: &mut Work,
    table: &Table,
    keys: &[Field<'_>],
    counts: &[i64],
) -> Result<(), StoreError> {
    let mut query = query(sqlx::AssertSqlSafe(table.sql()));
    for key in keys {
        query = match key {
            Text(text) => query.bind(*text),
            Number(number) => query.bind(*number),
        };
    }
    for count in counts {
        query = query.bind(*count);
    }
    query.execute(work).await?;
    Ok(())
}

impl Table {
    fn sql(&self) -> String {
        let Table { name, keys, counts } = self;
        let columns: Vec<&str> = keys.iter().chain(*counts).copied().collect();
        let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
        let sums: Vec<String> = counts
            .iter()
            .map(|count| format!("{count} = {name}.{count} + excluded.{count}"))
            .collect();
        format!(
            "INSERT INTO {name} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
            columns.join(", "),
            places.join(", "),
            keys.join(", "),
            sums.join(", ")
        )
    }
}
