//! Tickets are stored and read.

use super::db::{Row, query};
use super::error::StoreError;
use super::group::Stored;
use super::handle::Store;
use super::number::Number;
use super::rows::{FirstAnswer, Listed, NewTicket, TICKET, Ticket, answer_of, ticket};

impl Store {
    /// The answer that this key got first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn first_answer(&self, key: &str) -> Result<Option<FirstAnswer>, StoreError> {
        answer_of(&self.reader()?, key).await
    }

    /// Stores a ticket under a number of its own and gives the number with the answer. When it
    /// returns, the ticket is on disk. `None` if the key has one already.
    ///
    /// `answer` makes the answer's body from the number.
    ///
    /// # Errors
    ///
    /// If the store does not take it; nothing is stored then.
    pub async fn insert(
        &self,
        ticket: NewTicket,
        answer: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> Stored {
        self.group().store(ticket, Box::new(answer)).await
    }

    /// The newest tickets, newest first, without their texts: many fit into memory.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn list(&self, most: u32) -> Result<Vec<Listed>, StoreError> {
        let rows = query(
            "SELECT number, stored, guide, category, severity, unverified, summary FROM tickets \
             ORDER BY rowid DESC LIMIT $1",
        )
        .bind(most)
        .fetch_all(&self.reader()?)
        .await?;
        let listed = |row: &Row| {
            Ok(Listed {
                number: row.try_get(0)?,
                stored: row.try_get(1)?,
                guide: row.try_get(2)?,
                category: row.try_get(3)?,
                severity: row.try_get(4)?,
                unverified: row.try_get(5)?,
                summary: row.try_get(6)?,
            })
        };
        rows.iter().map(listed).collect()
    }

    /// The newest tickets, newest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn newest(&self, most: u32) -> Result<Vec<Ticket>, StoreError> {
        let newest = format!("SELECT {TICKET} FROM tickets t ORDER BY t.rowid DESC LIMIT $1");
        let rows = query(sqlx::AssertSqlSafe(newest))
            .bind(most)
            .fetch_all(&self.reader()?)
            .await?;
        rows.iter().map(ticket).collect()
    }

    /// The ticket of this number.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn ticket(&self, number: Number) -> Result<Option<Ticket>, StoreError> {
        let one = format!("SELECT {TICKET} FROM tickets t WHERE number = $1");
        let row = query(sqlx::AssertSqlSafe(one))
            .bind(number.to_string())
            .fetch_optional(&self.reader()?)
            .await?;
        row.as_ref().map(ticket).transpose()
    }
}
