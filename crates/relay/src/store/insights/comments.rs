//! Comments, apart from everything else.

use super::Slice;
use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A comment that a customer wrote for the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Made for it alone.
    pub id: String,
    /// The day it was written, since 1970.
    pub day: i64,
    /// The guide that it was written at the end of.
    pub guide: String,
    /// The text of the comment.
    pub words: String,
}

impl Store {
    /// How many comments there are.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn count_comments(&self) -> Result<u64, StoreError> {
        let row = query("SELECT count(*) FROM insight_comments")
            .fetch_one(&self.reader()?)
            .await?;
        super::read::count(&row, 0)
    }

    /// Comments of the days of a slice, of its guide or of all, the newest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn comments(&self, slice: &Slice) -> Result<Vec<Comment>, StoreError> {
        let rows = query(
            "SELECT id, day, guide, words FROM insight_comments \
             WHERE day >= $1 AND day < $2 AND ($3 = '' OR guide = $3) ORDER BY day DESC, id",
        )
        .bind(slice.from)
        .bind(slice.to)
        .bind(&slice.guide)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Comment {
                    id: row.try_get(0)?,
                    day: row.try_get(1)?,
                    guide: row.try_get(2)?,
                    words: row.try_get(3)?,
                })
            })
            .collect()
    }

    /// Erases one comment; `false` if there is none of this id.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn forget_comment(&self, id: &str) -> Result<bool, StoreError> {
        let done = query("DELETE FROM insight_comments WHERE id = $1")
            .bind(id)
            .execute(&self.writer()?)
            .await?;
        Ok(done > 0)
    }
}
