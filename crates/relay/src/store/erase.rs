//! What is erased: tickets that are too old, and the one that somebody asks to be forgotten.

use sqlx::Row;

use super::number::Number;
use super::{Store, StoreError};

/// What may still be found of what was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Nothing: it is overwritten in the file, and the write-ahead log is empty.
    None,
    /// It stays in the write-ahead log, because somebody reads an older state of the file. A relay on
    /// this store empties the log within the hour, and so does whoever closes the store last.
    InLog,
}

impl Store {
    /// Erases the ticket of this number with everything that is kept of it: the request, the text for
    /// agents, and the first answer with its key. `None` if there is no such ticket.
    ///
    /// With the key gone, a browser that still waits for its answer would store the ticket again.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the ticket is still there.
    pub async fn forget(&self, number: Number) -> Result<Option<Trace>, StoreError> {
        // All that is kept of a ticket is its row: see `migrations`.
        let erased = sqlx::query("DELETE FROM tickets WHERE number = ?")
            .bind(number.to_string())
            .execute(&self.pool)
            .await?
            .rows_affected();
        if erased == 0 {
            return Ok(None);
        }
        // The ticket is gone, so that a log that cannot be emptied is no error.
        Ok(Some(self.empty_log().await.unwrap_or(Trace::InLog)))
    }

    /// Erases tickets stored before the first time and what was last published before the second,
    /// both in milliseconds since 1970, and gives how many of each. Empties the write-ahead log, from
    /// what was erased earlier, too.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn erase(&self, tickets: i64, published: i64) -> Result<(u64, u64), StoreError> {
        let tickets = sqlx::query("DELETE FROM tickets WHERE stored < ?")
            .bind(tickets)
            .execute(&self.pool)
            .await?
            .rows_affected();
        let published = sqlx::query("DELETE FROM published WHERE last_seen < ?")
            .bind(published)
            .execute(&self.pool)
            .await?
            .rows_affected();
        self.empty_log().await?;
        Ok((tickets, published))
    }

    /// What is erased must not stay in the write-ahead log. Waits for whoever reads, as long as any
    /// statement waits.
    async fn empty_log(&self) -> Result<Trace, StoreError> {
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&self.pool)
            .await?;
        let blocked: i64 = row.try_get(0)?;
        Ok(if blocked == 0 {
            Trace::None
        } else {
            Trace::InLog
        })
    }
}
