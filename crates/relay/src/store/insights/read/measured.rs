//! What checks found.

use super::{Slice, count};
use crate::store::db::{Row, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::insights::Verdicts;
use crate::store::insights::tables::{CHECK_BOXES, SPEED_BOXES};

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
    fn column(self) -> &'static str {
        match self {
            SpeedBy::Area => "area",
            SpeedBy::Hour => "hour",
            SpeedBy::Link => "link",
        }
    }

    /// The sums that have the column, of all boxes.
    fn sums(self) -> &'static str {
        match self {
            SpeedBy::Area => "insight_speed_area_weeks",
            SpeedBy::Hour | SpeedBy::Link => "insight_speed_weeks",
        }
    }
}

/// The rows of a slice: of this table, or of the one that tells boxes apart.
fn measured_in(all: &str, by_box: &str, slice: &Slice) -> String {
    match slice.equipment.as_str() {
        "" => format!("{all} WHERE {WHERE_MEASURED}"),
        _ => format!("{by_box} WHERE equipment = $4 AND {WHERE_MEASURED}"),
    }
}

/// Weeks and technology: `$1` to `$3`.
const WHERE_MEASURED: &str = "week >= $1 AND week < $2 AND ($3 = '' OR technology = $3)";

impl Store {
    /// What checks found in the weeks of a slice. Of one box, no area is known.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn checked(&self, slice: &Slice) -> Result<Vec<Checked>, StoreError> {
        let area = match slice.equipment.as_str() {
            "" => "area",
            _ => "CAST('' AS TEXT)",
        };
        let rows = measured_in("insight_check_weeks", CHECK_BOXES.name, slice);
        let sql = format!(
            "SELECT name, {area}, technology, CAST(SUM(passed) AS BIGINT), CAST(SUM(warned) AS BIGINT), \
             CAST(SUM(failed) AS BIGINT), CAST(SUM(unknown) AS BIGINT) FROM {rows} \
             GROUP BY name, {area}, technology ORDER BY name, {area}, technology"
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

    /// Speeds that were measured in the weeks of a slice, by something. Of areas, those of all boxes.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn speeds(
        &self,
        slice: &Slice,
        by: SpeedBy,
    ) -> Result<Vec<(String, Speeds)>, StoreError> {
        let column = by.column();
        let of_all = Slice {
            equipment: String::new(),
            ..slice.clone()
        };
        let slice = match by {
            SpeedBy::Area => &of_all,
            SpeedBy::Hour | SpeedBy::Link => slice,
        };
        let rows = measured_in(by.sums(), SPEED_BOXES.name, slice);
        let sql = format!(
            "SELECT CAST({column} AS TEXT), CAST(SUM(times) AS BIGINT), CAST(SUM(tenths) AS BIGINT) FROM {rows} \
             GROUP BY {column} ORDER BY {column}"
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
        let mut query = query(sqlx::AssertSqlSafe(sql))
            .bind(from)
            .bind(to)
            .bind(slice.technology.clone());
        if !slice.equipment.is_empty() {
            query = query.bind(slice.equipment.clone());
        }
        query.fetch_all(&self.reader()?).await
    }
}
