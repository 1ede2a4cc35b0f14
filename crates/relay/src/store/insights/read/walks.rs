//! Walks, added up.

use firstline_insights::walks::Walks;

use super::groups::most_first;
use super::{Groups, Slice, count};
use crate::store::db::{Row, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::insights::monday;

/// The property by which walks are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// All together.
    Nothing,
    /// Guides.
    Guide,
    /// Languages.
    Language,
    /// Technologies of the line.
    Technology,
    /// Boxes.
    Equipment,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            By::Nothing => "CAST('' AS TEXT)",
            By::Guide => "guide",
            By::Language => "language",
            By::Technology => "technology",
            By::Equipment => "equipment",
        }
    }
}

/// The sums of a row of walks, in the order of [`walks`].
pub(super) const SUMS: &str = "CAST(SUM(begun) AS BIGINT), CAST(SUM(verified) AS BIGINT), \
     CAST(SUM(claimed) AS BIGINT), CAST(SUM(unresolved) AS BIGINT), CAST(SUM(tickets) AS BIGINT), \
     CAST(SUM(known) AS BIGINT), CAST(SUM(handed_over) AS BIGINT), CAST(SUM(stopped) AS BIGINT), \
     CAST(SUM(returned) AS BIGINT), CAST(SUM(screens) AS BIGINT), CAST(SUM(seconds) AS BIGINT), \
     CAST(SUM(waits) AS BIGINT), CAST(SUM(returned_verified) AS BIGINT)";

/// What is summed up, and by what it is narrowed, in weeks and days alike.
const COLUMNS: &str = "guide, version, language, technology, begun, verified, claimed, unresolved, tickets, known, \
     handed_over, stopped, returned, screens, seconds, waits, returned_verified";

/// All of a slice but its days and the box: `$3` to `$6`.
const WHERE_WALKS: &str = "($3 = '' OR guide = $3) AND ($4 = '' OR version = $4) \
     AND ($5 = '' OR language = $5) AND ($6 = '' OR technology = $6)";

/// The box of a slice.
const WHERE_BOX: &str = "($9 = '' OR equipment = $9)";

/// The walks of a slice: sums of whole weeks, from `$7` to before `$8`, and the days at its ends.
///
/// `first_day` is the first one on which somebody walked: whoever comes back to a version does not walk it. Of sums with the
/// box, and of one that a relay of an earlier version made, only the week is known.
pub(super) fn walked(slice: &Slice, by: By) -> String {
    // The sums without the box are fewer.
    let weeks = match by == By::Equipment || !slice.equipment.is_empty() {
        true => format!(
            "equipment, CASE WHEN begun > 0 THEN week END AS first_day, {COLUMNS} FROM insight_box_weeks WHERE {WHERE_BOX}"
        ),
        false => format!(
            "CAST('' AS TEXT) AS equipment, CASE WHEN begun > 0 THEN COALESCE(first_day, week) END AS first_day, {COLUMNS} \
             FROM insight_weeks WHERE $9 = ''"
        ),
    };
    let days = format!(
        "SELECT day, equipment, CASE WHEN begun > 0 THEN day END AS first_day, {COLUMNS} FROM insight_walks \
         WHERE {WHERE_BOX} AND {WHERE_WALKS}"
    );
    format!(
        "(SELECT week AS day, {weeks} AND {WHERE_WALKS} AND week >= $7 AND week < $8 \
         UNION ALL {days} AND day >= $1 AND day < $7 UNION ALL {days} AND day >= $8 AND day < $2) AS walked"
    )
}

/// The whole weeks between two days: the first Monday, and the one after the last; none if there is no whole week.
fn weeks(from: i64, to: i64) -> (i64, i64) {
    let (first, after) = (monday(from.saturating_add(6)), monday(to));
    if first < after {
        (first, after)
    } else {
        (to, to)
    }
}

impl Store {
    /// Walks of a slice, added up by something, the most first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn walks_by(
        &self,
        slice: &Slice,
        by: By,
    ) -> Result<Vec<(String, Walks)>, StoreError> {
        let column = by.column();
        let walked = walked(slice, by);
        let sql = format!("SELECT {column}, {SUMS} FROM {walked} GROUP BY {column}");
        let rows = self.of_walks(sql, slice).await?;
        let groups = rows.iter();
        let groups = groups.map(|row| Ok((row.try_get(0)?, walks(row, 1)?)));
        let mut groups = groups.collect::<Result<Vec<_>, StoreError>>()?;
        most_first(&mut groups);
        Ok(groups)
    }

    /// The boxes of the weeks in which a slice has a day, in the order of their names; empty for unknown ones.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn boxes(&self, slice: &Slice) -> Result<Vec<String>, StoreError> {
        let (first, after) = slice.weeks();
        let rows = query(
            "SELECT DISTINCT equipment FROM insight_box_weeks WHERE week >= $1 AND week < $2 ORDER BY equipment",
        )
        .bind(first)
        .bind(after)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter().map(|row| row.try_get(0)).collect()
    }

    /// Walks of a slice by week.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn walks_by_week(&self, slice: &Slice) -> Result<Vec<(i64, Walks)>, StoreError> {
        // 1970 began on a Thursday.
        const MONDAY: &str = "(day - ((day + 3) % 7))";
        let sql = format!(
            "SELECT {MONDAY}, {SUMS} FROM {} GROUP BY {MONDAY} ORDER BY {MONDAY}",
            walked(slice, By::Nothing)
        );
        let rows = self.of_walks(sql, slice).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, walks(row, 1)?)))
            .collect()
    }

    pub(super) async fn of_walks(
        &self,
        sql: String,
        slice: &Slice,
    ) -> Result<Vec<Row>, StoreError> {
        let (first, after) = weeks(slice.from, slice.to);
        query(sqlx::AssertSqlSafe(sql))
            .bind(slice.from)
            .bind(slice.to)
            .bind(slice.guide.clone())
            .bind(slice.version.clone())
            .bind(slice.language.clone())
            .bind(slice.technology.clone())
            .bind(first)
            .bind(after)
            .bind(slice.equipment.clone())
            .fetch_all(&self.reader()?)
            .await
    }

    /// Walks of a slice in the smallest groups that pages put together, read once for all of them.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn walks_in_groups(&self, slice: &Slice) -> Result<Groups, StoreError> {
        let sql = format!(
            "SELECT guide, language, technology, {SUMS} FROM {} GROUP BY guide, language, technology \
             ORDER BY guide, language, technology",
            walked(slice, By::Nothing)
        );
        let rows = self.of_walks(sql, slice).await?;
        let groups = rows.iter().map(|row| {
            let names = [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?];
            Ok((names, walks(row, 3)?))
        });
        Ok(Groups::new(groups.collect::<Result<_, StoreError>>()?))
    }
}

pub(super) fn walks(row: &Row, from: usize) -> Result<Walks, StoreError> {
    Ok(Walks {
        begun: count(row, from)?,
        verified: count(row, from + 1)?,
        claimed: count(row, from + 2)?,
        unresolved: count(row, from + 3)?,
        tickets: count(row, from + 4)?,
        known: count(row, from + 5)?,
        handed_over: count(row, from + 6)?,
        stopped: count(row, from + 7)?,
        returned: count(row, from + 8)?,
        screens: count(row, from + 9)?,
        seconds: count(row, from + 10)?,
        waits: count(row, from + 11)?,
        returned_verified: count(row, from + 12)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Place;
    use crate::store::insights::{Added, WalksKey};
    use crate::store::testing;

    #[test]
    fn whole_weeks_begin_on_mondays_within_the_time() {
        // Days 4 and 11 are Mondays.
        for (from, to, whole) in [
            (4, 11, (4, 11)),
            (3, 12, (4, 11)),
            (5, 18, (11, 18)),
            (5, 17, (17, 17)),
            (4, 10, (10, 10)),
            (6, 7, (7, 7)),
            (0, 30, (4, 25)),
        ] {
            assert_eq!(weeks(from, to), whole, "{from} {to}");
        }
        // All that there is.
        let (first, after) = weeks(i64::MIN, i64::MAX);
        assert!(first < 0 && after > 1 << 60, "{first} {after}");
    }

    /// Walks of a guide on a day, of nobody in particular.
    fn key(day: i64, guide: &str) -> WalksKey {
        WalksKey {
            day,
            guide: guide.to_owned(),
            version: "1".to_owned(),
            language: String::new(),
            technology: String::new(),
            equipment: String::new(),
        }
    }

    #[tokio::test]
    async fn what_an_older_relay_counted_by_day_alone_is_in_its_week_in_the_end() {
        let (_folder, store) = testing::store().await;
        let mut added = Added::default();
        added.walks.entry(key(13, "a")).or_default().begun = 7;
        store.add_insights(&added).await.unwrap();
        query("UPDATE insight_walks SET begun = begun + 2")
            .execute(&store.writer().unwrap())
            .await
            .unwrap();
        let slice = Slice {
            from: 0,
            to: 30,
            ..Slice::default()
        };
        let begun = async || {
            store.walks_by(&slice, By::Nothing).await.unwrap()[0]
                .1
                .begun
        };
        assert_eq!(begun().await, 7);
        store.sum_weeks(18).await.unwrap();
        assert_eq!(begun().await, 7, "from a later week on");
        store.sum_weeks(11).await.unwrap();
        assert_eq!(begun().await, 9);
    }

    #[tokio::test]
    async fn on_a_server_alone_the_last_weeks_are_summed_anew() {
        let (_folder, store) = testing::store().await;
        let now = jiff::Timestamp::now().as_millisecond();
        store.look_at_clock(now).await.unwrap();
        let today = now.div_euclid(24 * 60 * 60 * 1000);
        let mut added = Added::default();
        // One of them is too long ago for any relay to count anything more.
        for (day, guide) in [(today, "a"), (today - 21, "b"), (today - 28, "c")] {
            added.walks.entry(key(day, guide)).or_default().begun = 7;
        }
        store.add_insights(&added).await.unwrap();
        query("UPDATE insight_walks SET begun = begun + 2")
            .execute(&store.writer().unwrap())
            .await
            .unwrap();
        store.sum_late_weeks().await.unwrap();
        let summed = match store.place() {
            Place::Folder(_) => 7,
            Place::Server(_) => 9,
        };
        for (guide, expected) in [("a", summed), ("b", summed), ("c", 7)] {
            let slice = Slice {
                // Whole weeks alone.
                from: monday(today - 28),
                to: monday(today) + 7,
                guide: guide.to_owned(),
                ..Slice::default()
            };
            let found = store.walks_by(&slice, By::Nothing).await.unwrap();
            assert_eq!(found[0].1.begun, expected, "{guide}");
        }
    }

    #[tokio::test]
    async fn weeks_are_erased_with_their_days() {
        let (_folder, store) = testing::store().await;
        let mut added = Added::default();
        for day in 0..40 {
            added.walks.entry(key(day, "a")).or_default().begun = 1;
        }
        store.add_insights(&added).await.unwrap();
        let slice = Slice {
            from: 0,
            to: 40,
            ..Slice::default()
        };
        // Days 4, 11, 18 and 25 are Mondays.
        for (before, left) in [(4, 36), (5, 29), (11, 29), (17, 22), (18, 22), (19, 15)] {
            store.erase_insights(before, 0).await.unwrap();
            for by in [By::Guide, By::Equipment] {
                let found = store.walks_by(&slice, by).await.unwrap();
                assert_eq!(found[0].1.begun, left, "{before} {by:?}");
            }
        }
    }

    fn sorted(mut found: Vec<(String, Walks)>) -> Vec<(String, Walks)> {
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    #[tokio::test]
    async fn weeks_and_days_together_are_what_the_days_alone_are() {
        let (_folder, store) = testing::store().await;
        let mut added = Added::default();
        for day in 0..40 {
            for (guide, technology) in [("a", "dsl"), ("b", "fibre"), ("b", "dsl")] {
                let key = WalksKey {
                    day,
                    guide: guide.to_owned(),
                    version: "1".to_owned(),
                    language: "en".to_owned(),
                    technology: technology.to_owned(),
                    equipment: if day % 2 == 0 { "x" } else { "y" }.to_owned(),
                };
                let walks = added.walks.entry(key.clone()).or_default();
                walks.begun += u64::try_from(day).unwrap() + 1;
                walks.verified += 2;
                added.undone.entry(key).or_default().verified += 1;
            }
        }
        store.add_insights(&added).await.unwrap();
        for (from, to) in [(0, 40), (3, 12), (5, 9), (4, 11), (7, 8), (1, 33)] {
            for (guide, rows) in [("", 3), ("b", 2)] {
                let slice = Slice {
                    from,
                    to,
                    guide: guide.to_owned(),
                    ..Slice::default()
                };
                let days = u64::try_from(to - from).unwrap();
                let begun: u64 = (from..to).map(|day| u64::try_from(day).unwrap() + 1).sum();
                let expected = (begun * rows, days * rows);
                for by in [By::Nothing, By::Guide, By::Technology, By::Equipment] {
                    let found = store.walks_by(&slice, by).await.unwrap();
                    let sum = |of: fn(&Walks) -> u64| found.iter().map(|(_, one)| of(one)).sum();
                    let sums: (u64, u64) = (sum(|one| one.begun), sum(|one| one.verified));
                    assert_eq!(sums, expected, "{from} {to} {guide} {by:?}");
                }
                let groups = store.walks_in_groups(&slice).await.unwrap();
                assert_eq!((groups.all().begun, groups.all().verified), expected);
                for by in [By::Guide, By::Language, By::Technology] {
                    assert_eq!(
                        sorted(groups.by(by)),
                        sorted(store.walks_by(&slice, by).await.unwrap()),
                        "{from} {to} {guide} {by:?}"
                    );
                }
                for equipment in ["x", "y"] {
                    let slice = Slice {
                        equipment: equipment.to_owned(),
                        ..slice.clone()
                    };
                    let of_it = (from..to).filter(|day| (day % 2 == 0) == (equipment == "x"));
                    let begun: u64 = of_it.map(|day| u64::try_from(day).unwrap() + 1).sum();
                    let groups = store.walks_in_groups(&slice).await.unwrap();
                    assert_eq!(groups.all().begun, begun * rows, "{from} {to} {equipment}");
                    for by in [By::Nothing, By::Technology, By::Equipment] {
                        let found = store.walks_by(&slice, by).await.unwrap();
                        let sum: u64 = found.iter().map(|(_, one)| one.begun).sum();
                        assert_eq!(sum, begun * rows, "{from} {to} {equipment} {by:?}");
                    }
                    let weeks = store.walks_by_week(&slice).await.unwrap();
                    let sum: u64 = weeks.iter().map(|(_, one)| one.begun).sum();
                    assert_eq!(sum, begun * rows, "{from} {to} {equipment}");
                    let versions = store.versions(&slice).await.unwrap();
                    let sum: u64 = versions.iter().map(|one| one.walks.begun).sum();
                    assert_eq!(sum, begun * rows, "{from} {to} {equipment}");
                }
                assert_eq!(store.boxes(&slice).await.unwrap(), ["x", "y"]);
                // All but the last days are those before.
                let middle = from + (to - from) / 2;
                let [before, after] = [(from, middle), (middle, to)].map(|(from, to)| Slice {
                    from,
                    to,
                    ..slice.clone()
                });
                let after = store.walks_in_groups(&after).await.unwrap();
                let before = store.walks_in_groups(&before).await.unwrap();
                assert_eq!(groups.without(&after).all(), before.all());
                let weeks = store.walks_by_week(&slice).await.unwrap();
                assert!(weeks.iter().all(|(week, _)| monday(*week) == *week));
                assert_eq!(weeks[0].0, monday(from));
                let sum: u64 = weeks.iter().map(|(_, one)| one.begun).sum();
                assert_eq!(sum, begun * rows, "{from} {to} {guide}");
            }
        }
    }
}
