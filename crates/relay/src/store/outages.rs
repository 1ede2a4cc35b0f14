//! Faults and planned work that an operator opened by hand. All relays on a store tell the same.

use super::db::query;
use super::error::StoreError;
use super::handle::Store;

/// An outage that an operator opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    /// Its name.
    pub id: String,
    /// The item as JSON, in the form of the status file.
    pub item: String,
    /// When it ended, milliseconds since 1970; `None` while it goes on.
    pub ended: Option<i64>,
}

impl Store {
    /// A number that is another one after each change; `None` as long as nothing was ever opened.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn outages_changed(&self) -> Result<Option<i64>, StoreError> {
        let row = query("SELECT max(changed) FROM outages")
            .fetch_one(&self.reader()?)
            .await?;
        row.try_get(0)
    }

    /// What goes on, and what ended at this time or later, the newest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn outages(&self, ended_since: i64) -> Result<Vec<Outage>, StoreError> {
        let rows = query(
            "SELECT id, item, ended FROM outages WHERE ended IS NULL OR ended >= $1 \
             ORDER BY changed DESC",
        )
        .bind(ended_since)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Outage {
                    id: row.try_get("id")?,
                    item: row.try_get("item")?,
                    ended: row.try_get("ended")?,
                })
            })
            .collect()
    }

    /// The one of this name.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn outage(&self, id: &str) -> Result<Option<Outage>, StoreError> {
        let all = self.outages(i64::MIN).await?;
        Ok(all.into_iter().find(|outage| outage.id == id))
    }

    /// Stores one, in place of what was stored of it before.
    ///
    /// # Errors
    ///
    /// If the store does not answer, or an earlier version made it.
    pub async fn put_outage(&self, outage: &Outage) -> Result<(), StoreError> {
        let mut work = self.writer()?.begin().await?;
        // Two changes at once would get one number, and a relay that saw the first miss the second.
        work.alone("outages").await?;
        query(
            "INSERT INTO outages (id, item, ended, changed) \
             VALUES ($1, $2, $3, (SELECT coalesce(max(changed), 0) + 1 FROM outages)) \
             ON CONFLICT (id) DO UPDATE SET item = excluded.item, ended = excluded.ended, \
             changed = excluded.changed",
        )
        .bind(&outage.id)
        .bind(&outage.item)
        .bind(outage.ended)
        .execute(&mut work)
        .await?;
        work.finish().await
    }

    /// Whether the store is of a version that keeps outages: a command opens it as its relay left it.
    ///
    /// # Errors
    ///
    /// If it is not, with what to do.
    pub async fn must_have_outages(&self) -> Result<(), StoreError> {
        match self.reader()?.has_table("outages").await? {
            true => Ok(()),
            false => Err(StoreError::new(format!(
                "{}: an earlier version of firstline made this store; start `firstline serve` of this \
                 version once",
                self.place()
            ))),
        }
    }
}
