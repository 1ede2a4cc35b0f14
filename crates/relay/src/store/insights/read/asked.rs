//! What customers were asked, and what they searched.

use super::{Slice, count};
use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A pair of answers, and how many customers gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The feature.
    pub feature: String,
    /// The week.
    pub week: i64,
    /// The technology of the line; empty if unknown.
    pub technology: String,
    /// How long there is a contract; empty if unknown.
    pub years: String,
    /// The answer to the functional question.
    pub functional: String,
    /// The answer to the dysfunctional one.
    pub dysfunctional: String,
    /// How many.
    pub customers: u64,
}

impl Store {
    /// What was answered at the ends of a guide: question, answer, how often.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn ratings(&self, slice: &Slice) -> Result<Vec<(String, String, u64)>, StoreError> {
        let rows = query(
            "SELECT question, answer, CAST(SUM(times) AS BIGINT) FROM insight_ratings \
             WHERE week >= $1 AND week < $2 AND ($3 = '' OR guide = $3) AND ($4 = '' OR version = $4) \
             GROUP BY question, answer ORDER BY question, answer",
        )
        .bind(slice.weeks().0)
        .bind(slice.weeks().1)
        .bind(&slice.guide)
        .bind(&slice.version)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, count(row, 2)?)))
            .collect()
    }

    /// Words that nothing was found for: language, word, how often. The most first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn searches(&self, slice: &Slice) -> Result<Vec<(String, String, u64)>, StoreError> {
        let rows = query(
            "SELECT language, word, CAST(SUM(times) AS BIGINT) FROM insight_searches \
             WHERE week >= $1 AND week < $2 AND ($3 = '' OR language = $3) \
             GROUP BY language, word ORDER BY SUM(times) DESC, word, language",
        )
        .bind(slice.weeks().0)
        .bind(slice.weeks().1)
        .bind(&slice.language)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, count(row, 2)?)))
            .collect()
    }

    /// Pairs of answers in a slice.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn pairs(&self, slice: &Slice) -> Result<Vec<Pair>, StoreError> {
        let rows = query(
            "SELECT feature, week, technology, years, functional, dysfunctional, customers \
             FROM insight_kano WHERE week >= $1 AND week < $2",
        )
        .bind(slice.weeks().0)
        .bind(slice.weeks().1)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Pair {
                    feature: row.try_get(0)?,
                    week: row.try_get(1)?,
                    technology: row.try_get(2)?,
                    years: row.try_get(3)?,
                    functional: row.try_get(4)?,
                    dysfunctional: row.try_get(5)?,
                    customers: count(row, 6)?,
                })
            })
            .collect()
    }
}
