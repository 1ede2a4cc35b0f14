//! What was said of tickets after they were sent, as operators read it: with whether it reached the helpdesk.

use std::collections::HashMap;

use firstline_wire::follow::Speaker;

use super::db::{On, Row, query};
use super::deliveries::{Delivery, of_note};
use super::error::StoreError;
use super::handle::Store;

/// Something that was said of a ticket after it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// By whom.
    pub by: Speaker,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// The text, such as that of an appointment; empty where the customer said no more than that it works again.
    pub text: String,
    /// Whether the customer says that it works again.
    pub solved: bool,
    /// How many bytes its photo has, if one came with it.
    pub photo: Option<u64>,
    /// How it stands on its way to the helpdesk; `None` if it is to reach none.
    pub delivery: Option<Delivery>,
}

impl Store {
    /// What was said of these tickets since they were sent, by their numbers, the oldest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn added(&self, numbers: &[&str]) -> Result<HashMap<String, Vec<Added>>, StoreError> {
        let mut found = HashMap::with_capacity(numbers.len());
        if !self.has_added().await? {
            return Ok(found);
        }
        let reader = self.reader()?;
        for number in numbers {
            let added = added(&reader, number).await?;
            if !added.is_empty() {
                found.insert((*number).to_owned(), added);
            }
        }
        Ok(found)
    }

    /// Whether the store is of a version that keeps what is added: one that is only read may be older.
    pub(super) async fn has_added(&self) -> Result<bool, StoreError> {
        self.reader()?.has_table("photos").await
    }
}

/// What was said of this ticket since it was sent, the oldest first.
pub(super) async fn added<'c>(
    on: impl Into<On<'c>>,
    number: &str,
) -> Result<Vec<Added>, StoreError> {
    let rows = query(
        "SELECT m.speaker, m.said AS at, m.text, m.solved, CAST(length(p.data) AS BIGINT) AS photo, d.seq, d.kind, \
         d.ticket, d.state, d.tries, d.said, d.remote_id, d.remote_number, d.link, d.delivered, d.progress \
         FROM messages m LEFT JOIN photos p ON p.message = m.seq \
         LEFT JOIN deliveries d ON d.message = m.seq WHERE m.ticket = $1 ORDER BY m.said, m.seq",
    )
    .bind(number)
    .fetch_all(on)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Added, StoreError> {
    let speaker: String = row.try_get("speaker")?;
    let photo: Option<i64> = row.try_get("photo")?;
    Ok(Added {
        by: match &*speaker {
            "customer" => Speaker::Customer,
            _ => Speaker::Provider,
        },
        at: row.try_get("at")?,
        text: row.try_get("text")?,
        solved: row.try_get("solved")?,
        photo: photo.and_then(|bytes| u64::try_from(bytes).ok()),
        delivery: of_note(row)?,
    })
}
