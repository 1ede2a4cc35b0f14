//! What checks found.

use super::{Slice, count};
use crate::store::db::{Row, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::insights::Verdicts;

/// What a check found in an area, over a technology of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The check.
    pub check: String,
    /// A few letters of the postcode; empty if unknown.
    pub area: String,
    /// The technology of the line; empty if unknown.
    pub technology: String,
    /// The verdicts.
    pub verdicts: Verdicts,
}

/// Speeds against plans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speeds {
    /// How many were measured.
    pub times: u64,
    /// The tenths of the plan of all of them together, each rounded down.
    pub tenths: u64,
}

/// The property by which speeds are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeedBy {
    /// Areas.
    Area,
    /// Hours of the day.
    Hour,
    /// The kind of the device's connection.
    Link,
}

impl SpeedBy {
    /// The column, and the sums that have it.
    fn column(self) -> (&'static str, &'static str) {
        match self {
            SpeedBy::Area => ("area", "insight_speed_area_weeks"),
            SpeedBy::Hour => ("hour", "insight_speed_weeks"),
            SpeedBy::Link => ("link", "insight_speed_weeks"),
        }
    }
}

/// Weeks and technology: `$1` to `$3`.
const WHERE_MEASURED: &str = "week >= $1 AND week < $2 AND ($3 = '' OR technology = $3)";

impl Store {
    /// What checks found in the weeks of a slice.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn checked(&self, slice: &Slice) -> Result<Vec<Checked>, StoreError> {
        let sql = format!(
            "SELECT name, area, technology, CAST(SUM(passed) AS BIGINT), CAST(SUM(warned) AS BIGINT), \
             CAST(SUM(failed) AS BIGINT), CAST(SUM(unknown) AS BIGINT) FROM insight_check_weeks \
             WHERE {WHERE_MEASURED} GROUP BY name, area, technology ORDER BY name, area, technology"
        );
        let rows = self.measured(sql, slice).await?;
        rows.iter()
            .map(|row| {
                Ok(Checked {
                    check: row.try_get(0)?,
                    area: row.try_get(1)?,
                    technology: row.try_get(2)?,
                    verdicts: Verdicts {
                        passed: count(row, 3)?,
                        warned: count(row, 4)?,
                        failed: count(row, 5)?,
                        unknown: count(row, 6)?,
                    },
                })
            })
            .collect()
    }

    /// Speeds that were measured in the weeks of a slice, by something.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn speeds(
        &self,
        slice: &Slice,
        by: SpeedBy,
    ) -> Result<Vec<(String, Speeds)>, StoreError> {
        let (column, table) = by.column();
        let sql = format!(
            "SELECT CAST({column} AS TEXT), CAST(SUM(times) AS BIGINT), CAST(SUM(tenths) AS BIGINT) FROM {table} \
             WHERE {WHERE_MEASURED} GROUP BY {column} ORDER BY {column}"
        );
        let rows = self.measured(sql, slice).await?;
        rows.iter()
            .map(|row| {
                let speeds = Speeds {
                    times: count(row, 1)?,
                    tenths: count(row, 2)?,
                };
                Ok((row.try_get(0)?, speeds))
            })
            .collect()
    }

    async fn measured(&self, sql: String, slice: &Slice) -> Result<Vec<Row>, StoreError> {
        let (from, to) = slice.weeks();
        query(sqlx::AssertSqlSafe(sql))
            .bind(from)
            .bind(to)
            .bind(slice.technology.clone())
            .fetch_all(&self.reader()?)
            .await
    }
}
