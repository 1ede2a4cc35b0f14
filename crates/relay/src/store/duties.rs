//! Duties on tickets that are still open, and when they fall due.

use super::db::query;
use super::error::StoreError;
use super::family;
use super::handle::Store;

/// Something that is still owed on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The ticket's number.
    pub ticket: String,
    /// When that was stored, milliseconds since 1970.
    pub stored: i64,
    /// The problem, in one line.
    pub summary: String,
    /// The duty's name.
    pub duty: String,
    /// The first moment at which it is late, in milliseconds since 1970.
    pub due: i64,
    /// What must happen before it falls due: `solved` or `answered`.
    pub met: String,
}

/// What is still owed: the ticket is not over, neither its customer nor an operator said last that it works again, and if an answer is owed, there is none.
fn open() -> String {
    format!(
        "FROM duties u JOIN tickets t ON t.number = u.ticket \
         LEFT JOIN deliveries d ON d.seq = {} \
         WHERE u.due < $1 AND coalesce(d.stage, '') NOT IN ('solved', 'closed') AND {} = 0 \
         AND (u.met = 'solved' OR NOT EXISTS (SELECT 1 FROM messages m \
         WHERE m.ticket IN {} AND m.speaker = 'provider'))",
        family::head("t.number"),
        family::is_mended("t.number"),
        family::of("t.number"),
    )
}

impl Store {
    /// What falls due before this time and is still owed, the earliest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn due(&self, before: i64, most: u32) -> Result<Vec<Due>, StoreError> {
        let sql = format!(
            "SELECT t.number, t.stored, t.summary, u.duty, u.due, u.met {} \
             ORDER BY u.due, t.number LIMIT $2",
            open()
        );
        let rows = query(sqlx::AssertSqlSafe(sql))
            .bind(before)
            .bind(most)
            .fetch_all(&self.reader()?)
            .await?;
        let due = rows.iter().map(|row| {
            Ok(Due {
                ticket: row.try_get(0)?,
                stored: row.try_get(1)?,
                summary: row.try_get(2)?,
                duty: row.try_get(3)?,
                due: row.try_get(4)?,
                met: row.try_get(5)?,
            })
        });
        due.collect()
    }

    /// How much falls due before this time and is still owed.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn count_due(&self, before: i64) -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) {}", open());
        let row = query(sqlx::AssertSqlSafe(sql))
            .bind(before)
            .fetch_one(&self.reader()?)
            .await?;
        row.try_get(0)
    }
}
