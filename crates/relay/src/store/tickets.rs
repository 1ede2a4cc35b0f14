//! Tickets as they are stored.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::number::Number;
use super::{Store, StoreError};

/// A ticket to be stored.
#[derive(Clone, Debug)]
pub struct NewTicket {
    /// The UUID of `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of the body, in hex.
    pub fingerprint: String,
    /// When, milliseconds since 1970.
    pub stored: i64,
    /// The id of the guide.
    pub guide: String,
    /// The helpdesk's category, if the trail proves one.
    pub category: Option<String>,
    /// How bad it is, if the trail proves it.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
    /// What the agent reads; the number is put in its first line.
    pub text: String,
    /// The body as it came.
    pub request: String,
}

/// The answer that a key got first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// The fingerprint of the body that it got it for.
    pub fingerprint: String,
    /// The body of the answer.
    pub answer: String,
}

/// A ticket as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: i64,
    /// The id of its guide.
    pub guide: String,
    /// The helpdesk's category.
    pub category: Option<String>,
    /// How bad it is.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
    /// What the agent reads.
    pub text: String,
    /// The request's body as it came.
    pub request: String,
}

impl Store {
    /// The answer that this key got first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn first_answer(&self, key: &str) -> Result<Option<FirstAnswer>, StoreError> {
        let row = sqlx::query("SELECT fingerprint, answer FROM tickets WHERE idempotency_key = ?")
            .bind(key)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            Ok(FirstAnswer {
                fingerprint: row.try_get(0)?,
                answer: row.try_get(1)?,
            })
        })
        .transpose()
    }

    /// Stores a ticket under a number of its own, in one transaction, and gives the number. When
    /// it returns, the ticket is on disk. `None` if the key has one already.
    ///
    /// `answer` makes the answer's body from the number.
    ///
    /// # Errors
    ///
    /// If the store does not take it; nothing is stored then.
    pub async fn insert(
        &self,
        ticket: &NewTicket,
        answer: impl Fn(&str) -> String,
    ) -> Result<Option<(String, String)>, StoreError> {
        // Nine million numbers: a number that is taken is met now and then, twenty in a row never.
        for _ in 0..20 {
            let number = Number::random().to_string();
            let answer = answer(&number);
            let inserted = sqlx::query(
                "INSERT INTO tickets (number, idempotency_key, fingerprint, stored, answer, \
                 guide, category, severity, unverified, summary, text, request) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(&number)
            .bind(&ticket.key)
            .bind(&ticket.fingerprint)
            .bind(ticket.stored)
            .bind(&answer)
            .bind(&ticket.guide)
            .bind(&ticket.category)
            .bind(&ticket.severity)
            .bind(&ticket.unverified)
            .bind(&ticket.summary)
            .bind(format!("Ticket {number}\n{}", ticket.text))
            .bind(&ticket.request)
            .execute(&self.pool)
            .await;
            match inserted {
                Ok(_) => return Ok(Some((number, answer))),
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                    if self.first_answer(&ticket.key).await?.is_some() {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError("no free ticket number was found".to_owned()))
    }

    /// The newest tickets, newest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn newest(&self, most: u32) -> Result<Vec<Ticket>, StoreError> {
        let rows = sqlx::query("SELECT * FROM tickets ORDER BY stored DESC, rowid DESC LIMIT ?")
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(ticket).collect()
    }

    /// The ticket of this number.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn ticket(&self, number: Number) -> Result<Option<Ticket>, StoreError> {
        let row = sqlx::query("SELECT * FROM tickets WHERE number = ?")
            .bind(number.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(ticket).transpose()
    }
}

pub(super) fn ticket(row: &SqliteRow) -> Result<Ticket, StoreError> {
    Ok(Ticket {
        number: row.try_get("number")?,
        stored: row.try_get("stored")?,
        guide: row.try_get("guide")?,
        category: row.try_get("category")?,
        severity: row.try_get("severity")?,
        unverified: row.try_get("unverified")?,
        summary: row.try_get("summary")?,
        text: row.try_get("text")?,
        request: row.try_get("request")?,
    })
}
