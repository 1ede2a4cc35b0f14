//! What whoever delivers does: claim, and say what became of it.

use sqlx::{Row, SqliteConnection};

use super::{Claimed, Receipt, receipt};
use crate::store::connections::give_up;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::rows::ticket;

/// Who claims, and for how long. All times are milliseconds by the clock of
/// [`keeping`](crate::store::keeping).
#[derive(Clone, Debug)]
pub struct Lease {
    /// Who.
    pub holder: String,
    /// For how long: longer than any try takes.
    pub length: i64,
    /// The longest time from one try to the next: nothing is due later than that.
    pub longest_wait: i64,
}

/// Why and when a ticket is tried again.
#[derive(Clone, Debug)]
pub struct Again {
    /// When, by the clock of [`keeping`](crate::store::keeping).
    pub due: i64,
    /// What this try failed of.
    pub said: String,
    /// Whether the helpdesk may have it.
    pub unsure: bool,
}

/// A ticket that the helpdesk has and that may have got further there.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Its place in the outbox.
    pub seq: i64,
    /// What the helpdesk calls it.
    pub receipt: Receipt,
}

impl Store {
    /// The time by the clock of [`keeping`](crate::store::keeping); `None` as long as nobody has
    /// looked at it.
    pub fn age(&self) -> Option<i64> {
        self.inner().age()
    }

    /// Calls in doubt whether the helpdesk has what waits: this may be a copy of the store that somebody
    /// put back, and since then tickets may have arrived that wait in it.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn doubt(&self) -> Result<(), StoreError> {
        sqlx::query("UPDATE deliveries SET unsure = 1 WHERE state = 'waiting'")
            .execute(&self.writer()?)
            .await?;
        Ok(())
    }

    /// Claims the next ticket that is due and is its customer's oldest; `None` if there is none.
    /// Until it is said what became of it, it counts as one that may have reached the helpdesk.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn claim(&self, lease: &Lease, now: i64) -> Result<Option<Claimed>, StoreError> {
        // Most looks find nothing, and need not wait for whoever writes.
        let waiting = sqlx::query("SELECT 1 FROM deliveries WHERE state = 'waiting' LIMIT 1")
            .fetch_optional(&self.reader()?)
            .await?;
        if waiting.is_none() {
            return Ok(None);
        }
        let mut connection = self.writer()?.acquire().await?;
        let claimed = claim(&mut connection, lease, now).await;
        if claimed.is_err() {
            give_up(connection).await;
        }
        claimed
    }

    /// The helpdesk has it.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then it is found at the helpdesk later, or repeated.
    pub async fn delivered(
        &self,
        seq: i64,
        receipt: &Receipt,
        wall: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE deliveries SET state = 'delivered', lease = NULL, holder = NULL, unsure = 0, \
             said = ?, remote_id = ?, remote_number = ?, link = ?, delivered = ? WHERE seq = ?",
        )
        .bind(&receipt.note)
        .bind(&receipt.id)
        .bind(&receipt.number)
        .bind(&receipt.link)
        .bind(wall)
        .bind(seq)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// It is tried again later. Says nothing if the claim was lost meanwhile.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out.
    pub async fn try_again(
        &self,
        claimed: &Claimed,
        holder: &str,
        again: &Again,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE deliveries SET lease = NULL, holder = NULL, due = ?, said = ?, unsure = ? \
             WHERE seq = ? AND holder = ? AND state = 'waiting'",
        )
        .bind(again.due)
        .bind(&again.said)
        .bind(again.unsure)
        .bind(claimed.seq)
        .bind(holder)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// It is not tried any more. Says nothing if the claim was lost meanwhile.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out.
    pub async fn bury(
        &self,
        claimed: &Claimed,
        holder: &str,
        said: &str,
        unsure: bool,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE deliveries SET state = 'dead', lease = NULL, holder = NULL, said = ?, \
             unsure = ? WHERE seq = ? AND holder = ? AND state = 'waiting'",
        )
        .bind(said)
        .bind(unsure)
        .bind(claimed.seq)
        .bind(holder)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// Tickets that the helpdesk has, has not finished, and was not asked about since this time,
    /// the longest ago first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn unfinished(&self, since: i64, most: u32) -> Result<Vec<Followed>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, said, remote_id, remote_number, link FROM deliveries \
             WHERE state = 'delivered' AND closed = 0 AND remote_id <> '' \
             AND (looked IS NULL OR looked < ?) ORDER BY looked LIMIT ?",
        )
        .bind(since)
        .bind(most)
        .fetch_all(&self.reader()?)
        .await?;
        let followed = rows.iter().map(|row| {
            Ok(Followed {
                seq: row.try_get("seq")?,
                receipt: receipt(row)?,
            })
        });
        followed.collect()
    }

    /// How far the helpdesk is with it: its own word, if it could be asked, and whether that is the
    /// end.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn followed(
        &self,
        seq: i64,
        progress: Option<&str>,
        closed: bool,
        now: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE deliveries SET progress = coalesce(?, progress), closed = ?, looked = ? \
             WHERE seq = ?",
        )
        .bind(progress)
        .bind(closed)
        .bind(now)
        .bind(seq)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }
}

async fn claim(
    connection: &mut SqliteConnection,
    lease: &Lease,
    now: i64,
) -> Result<Option<Claimed>, StoreError> {
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    // What lies further ahead than anything can was written by a clock that was ahead.
    let row = sqlx::query(
        "SELECT d.seq, d.tries, d.since, d.unsure, t.* FROM deliveries d \
         JOIN tickets t ON t.number = d.ticket \
         WHERE d.state = 'waiting' AND (d.due <= ?1 OR d.due > ?1 + ?2) \
         AND (d.lease IS NULL OR d.lease <= ?1 OR d.lease > ?1 + ?3) \
         AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.customer = d.customer \
             AND e.state = 'waiting' AND e.seq < d.seq) \
         ORDER BY d.due, d.seq LIMIT 1",
    )
    .bind(now)
    .bind(lease.longest_wait)
    .bind(lease.length)
    .fetch_optional(&mut *connection)
    .await?;
    let claimed = match row {
        None => None,
        Some(row) => {
            let tries = u32::try_from(row.try_get::<i64, _>("tries")?).unwrap_or(u32::MAX);
            Some(Claimed {
                seq: row.try_get("seq")?,
                ticket: ticket(&row)?,
                key: row.try_get("idempotency_key")?,
                tries: tries.saturating_add(1),
                since: row.try_get::<Option<i64>, _>("since")?.unwrap_or(now),
                unsure: row.try_get("unsure")?,
            })
        }
    };
    if let Some(claimed) = &claimed {
        sqlx::query(
            "UPDATE deliveries SET lease = ?, holder = ?, tries = ?, since = ?, unsure = 1 \
             WHERE seq = ?",
        )
        .bind(now.saturating_add(lease.length))
        .bind(&lease.holder)
        .bind(i64::from(claimed.tries))
        .bind(claimed.since)
        .bind(claimed.seq)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("COMMIT").execute(&mut *connection).await?;
    Ok(claimed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::rows::NewTicket;

    const LEASE: i64 = 60_000;
    const LONGEST: i64 = 3_600_000;

    async fn store_with(customers: &[&str]) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        store.deliver(true);
        for (number, customer) in customers.iter().enumerate() {
            let ticket = NewTicket {
                key: number.to_string(),
                fingerprint: String::new(),
                stored: 0,
                guide: "no-internet".to_owned(),
                category: None,
                severity: None,
                unverified: None,
                summary: String::new(),
                text: String::new(),
                request: "{}".to_owned(),
                customer: (*customer).to_owned(),
            };
            store.insert(ticket, str::to_owned).await.unwrap().unwrap();
        }
        (folder, store)
    }

    fn lease(holder: &str) -> Lease {
        Lease {
            holder: holder.to_owned(),
            length: LEASE,
            longest_wait: LONGEST,
        }
    }

    async fn key(store: &Store, holder: &str, now: i64) -> Option<(String, bool)> {
        let claimed = store.claim(&lease(holder), now).await.unwrap();
        claimed.map(|claimed| (claimed.key, claimed.unsure))
    }

    #[tokio::test]
    async fn a_claim_is_one_holders_until_its_lease_runs_out_and_leaves_a_doubt() {
        let (_folder, store) = store_with(&["sam", "sam", "kim"]).await;
        let is = |key: &str, unsure| Some((key.to_owned(), unsure));
        assert_eq!(key(&store, "one", 1000).await, is("0", false));
        // The second of Sam's waits for the first.
        assert_eq!(key(&store, "two", 1000).await, is("2", false));
        assert_eq!(key(&store, "two", 1000 + LEASE - 1).await, None);
        // The one that claimed is gone.
        assert_eq!(key(&store, "two", 1000 + LEASE).await, is("0", true));
    }

    #[tokio::test]
    async fn a_clock_that_was_ahead_holds_nothing_back() {
        let (_folder, store) = store_with(&["sam"]).await;
        let year = 365 * 24 * 3_600_000;
        let claimed = store.claim(&lease("one"), year).await.unwrap().unwrap();
        assert_eq!(key(&store, "two", 1000).await, Some(("0".to_owned(), true)));
        let again = Again {
            due: year,
            said: "down".to_owned(),
            unsure: false,
        };
        // The first holder has lost it meanwhile, so its word does not count.
        store.try_again(&claimed, "one", &again).await.unwrap();
        store.try_again(&claimed, "two", &again).await.unwrap();
        assert_eq!(
            key(&store, "one", 2000).await,
            Some(("0".to_owned(), false))
        );
    }

    #[tokio::test]
    async fn what_a_copy_of_the_store_believes_is_doubted() {
        let (_folder, store) = store_with(&["sam"]).await;
        store.doubt().await.unwrap();
        assert_eq!(key(&store, "one", 1000).await, Some(("0".to_owned(), true)));
    }
}
