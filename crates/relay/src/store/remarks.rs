//! What agents tell the authors of guides.

use serde::Serialize;

use super::db::{Row, query};
use super::error::StoreError;
use super::handle::Store;
use super::insights::Slice;

/// How many there are of one ticket at most.
const MOST: i64 = 100;

/// What agents can say of a guide: its name in the store, and what it means.
pub const KINDS: &[(&str, &str)] = &[
    ("wrong", "the guide was wrong here"),
    ("there", "the answer was there"),
    ("repeated", "the customer had to repeat this"),
];

/// An agent's remark for the authors of a guide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The ticket's number.
    pub ticket: String,
    /// The id of the guide.
    pub guide: String,
    /// The hash of its pack.
    pub hash: String,
    /// Where the step stands in it; empty for the ticket as a whole.
    pub place: String,
    /// Which step of the walk, counted from 1; 0 for the ticket as a whole.
    pub step: i64,
    /// One of [`KINDS`].
    pub kind: String,
    /// The agent's own words; may be empty.
    pub text: String,
    /// When, milliseconds since 1970.
    pub at: i64,
}

/// How often agents said the same of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The id of the guide.
    pub guide: String,
    /// The hash of its pack.
    pub hash: String,
    /// Where the step stands in it; empty for the ticket as a whole.
    pub place: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// How often it was made.
    pub times: u64,
}

impl Store {
    /// What agents said in these days, of this guide or of all.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn marks(&self, slice: &Slice) -> Result<Vec<Mark>, StoreError> {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        let rows = query(
            "SELECT guide, hash, place, kind, count(*) AS times FROM remarks \
             WHERE at >= $1 AND at < $2 AND ($3 = '' OR guide = $3) GROUP BY guide, hash, place, kind",
        )
        .bind(slice.from.saturating_mul(DAY))
        .bind(slice.to.saturating_mul(DAY))
        .bind(&slice.guide)
        .fetch_all(&self.reader()?)
        .await?;
        let mark = |row: &Row| {
            Ok(Mark {
                guide: row.try_get("guide")?,
                hash: row.try_get("hash")?,
                place: row.try_get("place")?,
                kind: row.try_get("kind")?,
                times: u64::try_from(row.try_get::<i64, _>("times")?).unwrap_or(0),
            })
        };
        rows.iter().map(mark).collect()
    }

    /// Stores a remark. `false` if the ticket has as many as it can have.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn remark(&self, remark: &Remark) -> Result<bool, StoreError> {
        let done = query(
            "INSERT INTO remarks (ticket, guide, hash, place, step, kind, text, at) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8 \
             WHERE (SELECT count(*) FROM remarks WHERE ticket = $1) < $9",
        )
        .bind(&remark.ticket)
        .bind(&remark.guide)
        .bind(&remark.hash)
        .bind(&remark.place)
        .bind(remark.step)
        .bind(&remark.kind)
        .bind(&remark.text)
        .bind(remark.at)
        .bind(MOST)
        .execute(&self.writer()?)
        .await?;
        Ok(done > 0)
    }

    /// The remarks on a ticket, or the newest on all of them, the newest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn remarks(
        &self,
        ticket: Option<&str>,
        most: u32,
    ) -> Result<Vec<Remark>, StoreError> {
        let rows = query(
            "SELECT ticket, guide, hash, place, step, kind, text, at FROM remarks WHERE $1 IS NULL OR ticket = $1 ORDER BY at DESC, seq DESC LIMIT $2",
        )
        .bind(ticket)
        .bind(most)
        .fetch_all(&self.reader()?)
        .await?;
        let remark = |row: &Row| {
            Ok(Remark {
                ticket: row.try_get("ticket")?,
                guide: row.try_get("guide")?,
                hash: row.try_get("hash")?,
                place: row.try_get("place")?,
                step: row.try_get("step")?,
                kind: row.try_get("kind")?,
                text: row.try_get("text")?,
                at: row.try_get("at")?,
            })
        };
        rows.iter().map(remark).collect()
    }
}
