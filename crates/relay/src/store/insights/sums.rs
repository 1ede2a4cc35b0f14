//! Sums by week, kept as counts come beside the rows that they are made of, in the same transaction: what a year shows is
//! read from these.

use super::added::{CheckKey, SpeedKey, Verdicts, WalksKey};
use super::monday;
use super::rows::{Field, Rows};
use super::tables::{CHECK_BOXES, CHECKS, SPEED_BOXES, SPEEDS, Table, WALKS, prepare};
use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

use Field::{Number, Text};

/// A sum by week, and what it is made of.
pub struct Sum {
    /// Where it is kept.
    pub table: Table,
    /// The rows that are added up.
    pub of: &'static Table,
    /// Their column of time: a day, or a week.
    pub time: &'static str,
    /// The first key of the sum, made of that column; the other keys are columns of theirs.
    pub week: &'static str,
    /// Its counts, the same way.
    pub counts: &'static [&'static str],
    /// What the least of is kept, the same way.
    pub least: Option<&'static str>,
}

/// 1970 began on a Thursday.
const MONDAY: &str = "day - ((day + 3) % 7)";

/// Walks without the box, and the first day on which somebody walked.
const WEEKS: Sum = Sum {
    table: Table {
        name: "insight_weeks",
        keys: &["week", "guide", "version", "language", "technology"],
        counts: WALKS.counts,
        least: Some("first_day"),
    },
    of: &WALKS,
    time: "day",
    week: MONDAY,
    counts: WALKS.counts,
    least: Some("CASE WHEN begun > 0 THEN day END"),
};

/// Walks with the box.
const BOXES: Sum = Sum {
    table: Table {
        name: "insight_box_weeks",
        keys: &[
            "week",
            "guide",
            "version",
            "language",
            "technology",
            "equipment",
        ],
        counts: WALKS.counts,
        least: None,
    },
    of: &WALKS,
    time: "day",
    week: MONDAY,
    counts: WALKS.counts,
    least: None,
};

/// Checks, whatever the hour and the device's connection.
const FOUND: Sum = Sum {
    table: Table {
        name: "insight_check_weeks",
        keys: &["week", "area", "technology", "name"],
        counts: CHECKS.counts,
        least: None,
    },
    of: &CHECKS,
    time: "week",
    week: "week",
    counts: CHECKS.counts,
    least: None,
};

/// What is kept of speeds: how many there are, and all their tenths.
const OF_SPEEDS: &[&str] = &["times", "tenths"];

/// The same, made of the rows of classes.
const OF_CLASSES: &[&str] = &["times", "times * tenths"];

/// Speeds by the hour and the device's connection.
const HOURS: Sum = Sum {
    table: Table {
        name: "insight_speed_weeks",
        keys: &["week", "hour", "technology", "link"],
        counts: OF_SPEEDS,
        least: None,
    },
    of: &SPEEDS,
    time: "week",
    week: "week",
    counts: OF_CLASSES,
    least: None,
};

/// Speeds by the area.
const AREAS: Sum = Sum {
    table: Table {
        name: "insight_speed_area_weeks",
        keys: &["week", "area", "technology"],
        ..HOURS.table
    },
    ..HOURS
};

/// All of them.
pub static SUMS: [Sum; 5] = [WEEKS, BOXES, FOUND, HOURS, AREAS];

/// For so many days after a walk its counts may still change: events are of the last days, and whoever came back is
/// counted on the day of the walk before.
const LATE: i64 = 21;

impl Store {
    /// Adds up anew the last weeks, on a server: while a version is rolled out, relays of the one before it do not keep all
    /// sums. A file has no other relay.
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

    /// Adds up anew the weeks from this Monday on.
    pub(super) async fn sum_weeks(&self, from: i64) -> Result<(), StoreError> {
        let mut work = self.writer()?.begin().await?;
        prepare(&mut work).await?;
        for sum in &SUMS {
            let name = sum.table.name;
            let old = format!("DELETE FROM {name} WHERE week >= $1");
            let columns = sum.table.columns().join(", ");
            let new = format!("INSERT INTO {name} ({columns}) {}", sum.added_up());
            for sql in [old, new] {
                query(sqlx::AssertSqlSafe(sql))
                    .bind(from)
                    .execute(&mut work)
                    .await?;
            }
        }
        work.finish().await
    }
}

impl Sum {
    /// The rows of the sum from a Monday on, which is `$1`, made of the rows that it is of.
    pub fn added_up(&self) -> String {
        let sums = self
            .counts
            .iter()
            .map(|count| format!("CAST(SUM({count}) AS BIGINT)"));
        let least = self.least.map(|least| format!("MIN({least})"));
        let keys: Vec<&str> = self.table.keys.iter().skip(1).copied().collect();
        let keys = format!("{}, {}", self.week, keys.join(", "));
        let counts: Vec<String> = sums.chain(least).collect();
        format!(
            "SELECT {keys}, {} FROM {} WHERE {} >= $1 GROUP BY {keys}",
            counts.join(", "),
            self.of.name,
            self.time
        )
    }
}

/// Adds walks to the day and to its week.
pub fn add_walks<'a>(rows: &mut Rows<'a>, key: &'a WalksKey, counts: &[i64]) {
    let [guide, version, language, technology, equipment] = [
        Text(&key.guide),
        Text(&key.version),
        Text(&key.language),
        Text(&key.technology),
        Text(&key.equipment),
    ];
    let week = Number(monday(key.day));
    // Who only came back to a version does not walk it.
    let begun = counts.first().is_some_and(|begun| *begun > 0);
    let weeks = [week, guide, version, language, technology];
    rows.add_at(&WEEKS.table, &weeks, counts, begun.then_some(key.day));
    let boxes = [week, guide, version, language, technology, equipment];
    rows.add(&BOXES.table, &boxes, counts);
    let day = Number(key.day);
    let days = [day, guide, version, language, technology, equipment];
    rows.add(&WALKS, &days, counts);
}

/// Adds what a check found to its hour, and to its week.
pub fn add_check<'a>(rows: &mut Rows<'a>, key: &'a CheckKey, found: &Verdicts) {
    let [week, hour, area, technology, link] = measured(key);
    let name = Text(&key.check);
    let counts = [found.passed, found.warned, found.failed, found.unknown].map(signed);
    rows.add(&FOUND.table, &[week, area, technology, name], &counts);
    if !key.equipment.is_empty() {
        let boxes = [Text(&key.equipment), week, technology, name];
        rows.add(&CHECK_BOXES, &boxes, &counts);
    }
    let hours = [week, hour, area, technology, link, name];
    rows.add(&CHECKS, &hours, &counts);
}

/// Adds speeds to their class, and to their week.
pub fn add_speeds<'a>(rows: &mut Rows<'a>, key: &'a SpeedKey, times: u64) {
    let [week, hour, area, technology, link] = measured(&key.at);
    let times = signed(times);
    let sums = [times, times.saturating_mul(key.tenths)];
    rows.add(&HOURS.table, &[week, hour, technology, link], &sums);
    rows.add(&AREAS.table, &[week, area, technology], &sums);
    if !key.at.equipment.is_empty() {
        let boxes = [Text(&key.at.equipment), week, hour, technology, link];
        rows.add(&SPEED_BOXES, &boxes, &sums);
    }
    let classes = [week, hour, area, technology, link, Number(key.tenths)];
    rows.add(&SPEEDS, &classes, &[times]);
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

/// A count as the store keeps it.
pub fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;
    use firstline_insights::walks::Walks;

    use super::*;
    use crate::store::insights::Added;
    use crate::store::testing;

    /// How many rows of sums are not what adding up the rows gives, or are missing.
    async fn wrong(store: &Store) -> Vec<(&'static str, i64)> {
        let mut wrong = Vec::new();
        for sum in &SUMS {
            let name = sum.table.name;
            let columns = sum.table.columns().join(", ");
            let kept = format!("SELECT {columns} FROM {name} WHERE week >= $1");
            let added = sum.added_up();
            for (one, other) in [(&kept, &added), (&added, &kept)] {
                let sql = format!(
                    "SELECT count(*) FROM (SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({other}) AS other) AS rest"
                );
                let row = query(sqlx::AssertSqlSafe(sql))
                    .bind(i64::MIN)
                    .fetch_one(&store.reader().unwrap())
                    .await
                    .unwrap();
                let count: i64 = row.try_get(0).unwrap();
                if count > 0 {
                    wrong.push((name, count));
                }
            }
        }
        wrong
    }

    fn one_of(names: &[&str], random: &mut Rng) -> String {
        names[random.usize(0..names.len())].to_owned()
    }

    /// A walk of one of seven weeks.
    fn walk(random: &mut Rng) -> WalksKey {
        WalksKey {
            day: random.i64(0..49),
            guide: one_of(&["a", "b"], random),
            version: one_of(&["1", "2"], random),
            language: one_of(&["", "en"], random),
            technology: one_of(&["", "dsl"], random),
            equipment: one_of(&["", "x", "y"], random),
        }
    }

    fn measurement(random: &mut Rng) -> CheckKey {
        CheckKey {
            week: monday(random.i64(0..49)),
            hour: random.i64(0..24),
            area: one_of(&["", "E14", "N16"], random),
            technology: one_of(&["", "dsl"], random),
            link: one_of(&["", "wifi", "cable"], random),
            equipment: one_of(&["", "x", "y"], random),
            check: one_of(&["isp", "dns"], random),
        }
    }

    /// Something that happens on a walk: it begins, comes to an end, leaves the end again, or somebody comes back.
    fn happens(begun: &mut Vec<WalksKey>, random: &mut Rng, added: &mut Added) {
        if begun.is_empty() || random.f64() < 0.4 {
            let key = walk(random);
            let walks = added.walks.entry(key.clone()).or_default();
            walks.begun += 1;
            walks.screens += random.u64(1..9);
            begun.push(key);
            return;
        }
        let key = begun[random.usize(0..begun.len())].clone();
        let of = |walks: &mut Walks, seconds| {
            walks.verified += 1;
            walks.seconds += seconds;
        };
        match random.usize(0..4) {
            0 => of(added.walks.entry(key).or_default(), random.u64(1..900)),
            1 => {
                of(added.undone.entry(key.clone()).or_default(), 0);
                added.walks.entry(key).or_default().claimed += 1;
            }
            2 => {
                let walks = added.walks.entry(key).or_default();
                walks.returned += 1;
                walks.returned_verified += random.u64(0..2);
            }
            // To a version that nobody has walked in this week.
            _ => {
                let version = "0.9".to_owned();
                let key = WalksKey { version, ..key };
                added.walks.entry(key).or_default().returned += 1;
            }
        }
    }

    fn is_measured(random: &mut Rng, added: &mut Added) {
        let at = measurement(random);
        if random.bool() {
            let found = added.checks.entry(at).or_default();
            match random.usize(0..4) {
                0 => found.passed += 1,
                1 => found.warned += 1,
                2 => found.failed += 1,
                _ => found.unknown += 1,
            }
        } else {
            let tenths = random.i64(0..13);
            *added.speeds.entry(SpeedKey { at, tenths }).or_default() += random.u64(1..4);
        }
    }

    /// Counts of a world in which things happen in any order.
    async fn live(store: &Store, random: &mut Rng, rounds: usize) {
        let mut begun = Vec::new();
        for _ in 0..rounds {
            let mut added = Added::default();
            for _ in 0..random.usize(1..30) {
                match random.bool() {
                    true => happens(&mut begun, random, &mut added),
                    false => is_measured(random, &mut added),
                }
            }
            store.add_insights(&added).await.unwrap();
        }
    }

    #[tokio::test]
    async fn sums_are_what_their_rows_add_up_to_whatever_happens_in_which_order() {
        let (_folder, store) = testing::store().await;
        for seed in 0..4 {
            let mut random = Rng::with_seed(seed);
            for round in 0..6 {
                live(&store, &mut random, 8).await;
                match random.usize(0..4) {
                    0 => store.erase_insights(random.i64(0..30), 0).await.unwrap(),
                    1 => store.sum_weeks(monday(random.i64(0..49))).await.unwrap(),
                    _ => {}
                }
                assert_eq!(wrong(&store).await, [], "{seed} {round}");
            }
        }
        // The comparison sees one that is wrong.
        query("UPDATE insight_walks SET seconds = seconds + 1")
            .execute(&store.writer().unwrap())
            .await
            .unwrap();
        let found = wrong(&store).await;
        let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
        assert!(names.contains(&"insight_weeks") && names.contains(&"insight_box_weeks"));
    }

    #[tokio::test]
    async fn a_store_of_before_gets_its_sums_from_its_rows() {
        let (_folder, store) = testing::store().await;
        live(&store, &mut Rng::with_seed(7), 30).await;
        for sql in [
            "ALTER TABLE insight_weeks DROP COLUMN first_day",
            "DROP TABLE insight_box_weeks",
            "DROP TABLE insight_check_weeks",
            "DROP TABLE insight_speed_weeks",
            "DROP TABLE insight_speed_area_weeks",
            "DELETE FROM _sqlx_migrations WHERE version = 71",
        ] {
            query(sql).execute(&store.writer().unwrap()).await.unwrap();
        }
        let store = testing::another(&store).await;
        assert_eq!(wrong(&store).await, []);
        for sum in &SUMS {
            let sql = format!("SELECT count(*) FROM {}", sum.table.name);
            let row = query(sqlx::AssertSqlSafe(sql))
                .fetch_one(&store.reader().unwrap())
                .await
                .unwrap();
            let count: i64 = row.try_get(0).unwrap();
            assert!(count > 0, "{}", sum.table.name);
        }
    }
}
