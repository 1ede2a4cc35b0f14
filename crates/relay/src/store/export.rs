//! All tickets, one after the other, for export.

use super::added::{Added, added};
use super::db::{Row, query};
use super::error::StoreError;
use super::handle::Store;
use super::rows::{TICKET, Ticket, ticket};

/// Which tickets, by when they were stored, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// From this time on.
    pub since: Option<i64>,
    /// Before this time.
    pub until: Option<i64>,
}

/// A ticket with what distinguishes its request from every other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The ticket.
    pub ticket: Ticket,
    /// The UUID of `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of the body, in hex.
    pub fingerprint: String,
    /// What was said of it since, the oldest first.
    pub added: Vec<Added>,
}

/// How many rows are in memory at a time.
const PAGE: i64 = 100;

impl Store {
    /// Gives each ticket of this period to `take` in the order in which they came, and says how many. What is
    /// stored meanwhile is left out: it is all of one moment, however long it takes.
    ///
    /// # Errors
    ///
    /// If the store does not answer, or as `take` fails; then it stops there.
    pub async fn each<E: From<StoreError>>(
        &self,
        period: Period,
        mut take: impl FnMut(&Exported) -> Result<(), E>,
    ) -> Result<u64, E> {
        let since = period.since.unwrap_or(i64::MIN);
        let until = period.until.unwrap_or(i64::MAX);
        // A transaction that only reads sees one state of the store, and keeps nobody from writing.
        let has_added = self.has_added().await?;
        let mut reading = self.reader()?.begin_to_read().await?;
        let mut after = i64::MIN;
        let mut count = 0;
        loop {
            let page = format!(
                "SELECT t.rowid AS position, t.idempotency_key, t.fingerprint, {TICKET} FROM tickets t \
                 WHERE t.rowid > $1 AND t.stored >= $2 AND t.stored < $3 \
                 ORDER BY t.rowid LIMIT $4"
            );
            let rows = query(sqlx::AssertSqlSafe(page))
                .bind(after)
                .bind(since)
                .bind(until)
                .bind(PAGE)
                .fetch_all(&mut reading)
                .await?;
            for row in &rows {
                let (position, mut exported) = exported(row)?;
                if has_added {
                    exported.added = added(&mut reading, &exported.ticket.number).await?;
                }
                after = position;
                take(&exported)?;
                count += 1;
            }
            if rows.is_empty() {
                reading.finish().await?;
                return Ok(count);
            }
        }
    }
}

fn exported(row: &Row) -> Result<(i64, Exported), StoreError> {
    let exported = Exported {
        ticket: ticket(row)?,
        key: row.try_get("idempotency_key")?,
        fingerprint: row.try_get("fingerprint")?,
        added: Vec::new(),
    };
    Ok((row.try_get("position")?, exported))
}
