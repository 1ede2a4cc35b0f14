//! Walks, added up.

use firstline_insights::walks::Walks;

use super::{Slice, count};
use crate::store::db::{Row, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A version of a guide, and the weeks in which it was walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The author's version.
    pub version: String,
    /// The first day on which somebody walked it.
    pub first: i64,
    /// Its walks.
    pub walks: Walks,
}

/// By what walks are added up.
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
const SUMS: &str = "CAST(SUM(begun) AS BIGINT), CAST(SUM(verified) AS BIGINT), \
     CAST(SUM(claimed) AS BIGINT), CAST(SUM(unresolved) AS BIGINT), CAST(SUM(tickets) AS BIGINT), \
     CAST(SUM(known) AS BIGINT), CAST(SUM(handed_over) AS BIGINT), CAST(SUM(stopped) AS BIGINT), \
     CAST(SUM(returned) AS BIGINT), CAST(SUM(screens) AS BIGINT), CAST(SUM(seconds) AS BIGINT), \
     CAST(SUM(waits) AS BIGINT)";

/// The days and the rest of a slice of walks: `$1` to `$7`.
const WHERE_WALKS: &str = "day >= $1 AND day < $2 AND ($3 = '' OR guide = $3) \
     AND ($4 = '' OR version = $4) AND ($5 = '' OR language = $5) \
     AND ($6 = '' OR technology = $6) AND ($7 = '' OR equipment = $7)";

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
        let sql = format!(
            "SELECT {column}, {SUMS} FROM insight_walks WHERE {WHERE_WALKS} \
             GROUP BY {column} ORDER BY SUM(begun) DESC"
        );
        let rows = self.of_walks(sql, slice).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, walks(row, 1)?)))
            .collect()
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
            "SELECT {MONDAY}, {SUMS} FROM insight_walks WHERE {WHERE_WALKS} \
             GROUP BY {MONDAY} ORDER BY {MONDAY}"
        );
        let rows = self.of_walks(sql, slice).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, walks(row, 1)?)))
            .collect()
    }

    /// The versions of a guide that were walked, the oldest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn versions(&self, slice: &Slice) -> Result<Vec<Versions>, StoreError> {
        let sql = format!(
            "SELECT version, MIN(day), {SUMS} FROM insight_walks WHERE {WHERE_WALKS} \
             GROUP BY version ORDER BY MIN(day), version"
        );
        let rows = self.of_walks(sql, slice).await?;
        rows.iter()
            .map(|row| {
                Ok(Versions {
                    version: row.try_get(0)?,
                    first: row.try_get(1)?,
                    walks: walks(row, 2)?,
                })
            })
            .collect()
    }

    async fn of_walks(&self, sql: String, slice: &Slice) -> Result<Vec<Row>, StoreError> {
        Ok(query(sqlx::AssertSqlSafe(sql))
            .bind(slice.from)
            .bind(slice.to)
            .bind(slice.guide.clone())
            .bind(slice.version.clone())
            .bind(slice.language.clone())
            .bind(slice.technology.clone())
            .bind(slice.equipment.clone())
            .fetch_all(&self.reader()?)
            .await?)
    }
}

fn walks(row: &Row, from: usize) -> Result<Walks, StoreError> {
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
    })
}
