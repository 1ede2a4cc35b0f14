//! What happened at the steps of a guide.

use std::collections::BTreeMap;

use firstline_insights::helpful::Tries;
use firstline_insights::traffic::Passage;

use super::{Slice, count};
use crate::store::db::{Row, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::insights::parts::{OF_MINUTES, OF_PASSAGES, OF_STEPS, Parted, WHERE_PART, bound};

/// The same of what is by week, guide and version: `$1` to `$4`.
const WHERE_STEPS: &str = "week >= $1 AND week < $2 AND guide = $3 AND ($4 = '' OR version = $4)";

/// The rows of a slice: of all walks, or of the part that it is narrowed by.
fn within(of: &Parted, slice: &Slice) -> String {
    let part = slice.part();
    let table = of.table(part).name;
    match part {
        None => format!("{table} WHERE {WHERE_STEPS}"),
        Some(_) => format!("{table} WHERE {WHERE_PART} AND {WHERE_STEPS}"),
    }
}

impl Store {
    /// What went from step to step of a guide.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn passages(&self, slice: &Slice) -> Result<Vec<Passage>, StoreError> {
        let sql = format!(
            "SELECT place, next, CAST(SUM(walks) AS BIGINT), CAST(SUM(seconds) AS BIGINT) \
             FROM {} GROUP BY place, next ORDER BY place, next",
            within(&OF_PASSAGES, slice)
        );
        let rows = self.of_steps(sql, slice).await?;
        rows.iter()
            .map(|row| {
                Ok(Passage {
                    from: row.try_get(0)?,
                    to: row.try_get(1)?,
                    count: count(row, 2)?,
                    seconds: count(row, 3)?,
                })
            })
            .collect()
    }

    /// The ends of a guide, with their kinds.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn ends(&self, slice: &Slice) -> Result<BTreeMap<String, String>, StoreError> {
        let rows = query(
            "SELECT place, kind FROM insight_ends WHERE guide = $1 AND ($2 = '' OR version = $2)",
        )
        .bind(&slice.guide)
        .bind(&slice.version)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect()
    }

    /// What came of the steps of a guide.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn tries(&self, slice: &Slice) -> Result<Vec<(String, Tries)>, StoreError> {
        let sql = format!(
            "SELECT place, CAST(SUM(tried) AS BIGINT), CAST(SUM(verified) AS BIGINT), \
             CAST(SUM(claimed) AS BIGINT), CAST(SUM(could_not) AS BIGINT), CAST(SUM(unclear) AS BIGINT), \
             CAST(SUM(seconds) AS BIGINT), CAST(SUM(times_left) AS BIGINT), \
             CAST(SUM(squares) AS BIGINT), CAST(SUM(squared) AS BIGINT) \
             FROM {} GROUP BY place ORDER BY place",
            within(&OF_STEPS, slice)
        );
        let rows = self.of_steps(sql, slice).await?;
        rows.iter()
            .map(|row| {
                let tries = Tries {
                    tried: count(row, 1)?,
                    verified: count(row, 2)?,
                    claimed: count(row, 3)?,
                    could_not: count(row, 4)?,
                    unclear: count(row, 5)?,
                    seconds: count(row, 6)?,
                    left: count(row, 7)?,
                    squares: count(row, 8)?,
                    squared: count(row, 9)?,
                };
                Ok((row.try_get(0)?, tries))
            })
            .collect()
    }

    /// How many walks to a good end took so many minutes.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn minutes(&self, slice: &Slice) -> Result<Vec<(i64, u64)>, StoreError> {
        let sql = format!(
            "SELECT minutes, CAST(SUM(walks) AS BIGINT) FROM {} GROUP BY minutes ORDER BY minutes",
            within(&OF_MINUTES, slice)
        );
        let rows = self.of_steps(sql, slice).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, count(row, 1)?)))
            .collect()
    }

    async fn of_steps(&self, sql: String, slice: &Slice) -> Result<Vec<Row>, StoreError> {
        let mut query = query(sqlx::AssertSqlSafe(sql))
            .bind(slice.weeks().0)
            .bind(slice.weeks().1)
            .bind(slice.guide.clone())
            .bind(slice.version.clone());
        for bound in slice.part().into_iter().flat_map(bound) {
            query = query.bind(bound);
        }
        query.fetch_all(&self.reader()?).await
    }
}
