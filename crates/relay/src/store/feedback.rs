//! What the customer of a ticket was asked once it was solved. What is answered goes into counts, and here stands only
//! that it was: nothing is asked twice, and nothing counts twice.

use super::db::query;
use super::error::StoreError;
use super::handle::Store;

/// Something that the customer of a solved ticket is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether it helped.
    Helped,
    /// How easy it was.
    Easy,
    /// How a feature of the service would be.
    Pair,
}

impl Question {
    fn sql(self) -> &'static str {
        match self {
            Question::Helped => {
                "UPDATE ticket_feedback SET helped = 1 WHERE ticket = $1 AND helped = 0"
            }
            Question::Easy => "UPDATE ticket_feedback SET easy = 1 WHERE ticket = $1 AND easy = 0",
            Question::Pair => "UPDATE ticket_feedback SET pair = 1 WHERE ticket = $1 AND pair = 0",
        }
    }
}

impl Store {
    /// The feature that the customer of this ticket was asked about, empty if it was none; `None` if nothing was asked yet.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn asked(&self, ticket: &str) -> Result<Option<String>, StoreError> {
        let row = query("SELECT feature FROM ticket_feedback WHERE ticket = $1")
            .bind(ticket)
            .fetch_optional(&self.reader()?)
            .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// Notes that the customer of this ticket is asked now. `false` if that was so before.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn ask(&self, ticket: &str, feature: &str) -> Result<bool, StoreError> {
        let done = query(
            "INSERT INTO ticket_feedback (ticket, feature) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(ticket)
        .bind(feature)
        .execute(&self.writer()?)
        .await?;
        Ok(done > 0)
    }

    /// Notes that this was answered. `false` if it was before, or was not asked.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn answered(&self, ticket: &str, question: Question) -> Result<bool, StoreError> {
        let done = query(question.sql())
            .bind(ticket)
            .execute(&self.writer()?)
            .await?;
        Ok(done > 0)
    }
}
