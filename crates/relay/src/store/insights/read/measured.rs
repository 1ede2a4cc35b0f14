//! What checks found.

use super::{Slice, count};
use crate::store::db::{Row, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::insights::Verdicts;

/// The property by which measurements are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckedBy {
    /// Areas.
    Area,
    /// Hours of the day.
    Hour,
    /// Technologies of the line.
    Technology,
    /// The kind of the device's connection.
    Link,
}

impl CheckedBy {
    fn column(self) -> &'static str {
        match self {
            CheckedBy::Area => "area",
            CheckedBy::Hour => "hour",
            CheckedBy::Technology => "technology",
            CheckedBy::Link => "link",
        }
    }
}

impl Store {
    /// What checks found in a slice: check, by something, verdicts. `by` is a column of ours.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn checked(
        &self,
        slice: &Slice,
        by: CheckedBy,
    ) -> Result<Vec<(String, String, Verdicts)>, StoreError> {
        let column = by.column();
        let sql = format!(
            "SELECT name, CAST({column} AS TEXT), CAST(SUM(passed) AS BIGINT), CAST(SUM(warned) AS BIGINT), \
             CAST(SUM(failed) AS BIGINT), CAST(SUM(unknown) AS BIGINT) FROM insight_checks \
             WHERE week >= $1 AND week < $2 AND ($3 = '' OR technology = $3) \
             GROUP BY name, {column} ORDER BY name, {column}"
        );
        let rows = self.measured(sql, slice).await?;
        rows.iter()
            .map(|row| {
                let verdicts = Verdicts {
                    passed: count(row, 2)?,
                    warned: count(row, 3)?,
                    failed: count(row, 4)?,
                    unknown: count(row, 5)?,
                };
                Ok((row.try_get(0)?, row.try_get(1)?, verdicts))
            })
            .collect()
    }

    /// Tenths of the plan's download that were measured in a slice, by something.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn speeds(
        &self,
        slice: &Slice,
        by: CheckedBy,
    ) -> Result<Vec<(String, i64, u64)>, StoreError> {
        let column = by.column();
        let sql = format!(
            "SELECT CAST({column} AS TEXT), tenths, CAST(SUM(times) AS BIGINT) FROM insight_speeds \
             WHERE week >= $1 AND week < $2 AND ($3 = '' OR technology = $3) \
             GROUP BY {column}, tenths ORDER BY {column}, tenths"
        );
        let rows = self.measured(sql, slice).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, count(row, 2)?)))
            .collect()
    }

    async fn measured(&self, sql: String, slice: &Slice) -> Result<Vec<Row>, StoreError> {
        query(sqlx::AssertSqlSafe(sql))
            .bind(slice.from)
            .bind(slice.to)
            .bind(slice.technology.clone())
            .fetch_all(&self.reader()?)
            .await
    }
}
