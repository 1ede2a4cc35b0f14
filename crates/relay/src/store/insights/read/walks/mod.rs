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
mod tests;
