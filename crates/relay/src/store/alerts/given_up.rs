//! Messages that are not tried any more, until an operator says so.

use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// It is given up for this reason. A customer's address is kept for some days, so that an operator can have it tried again;
    /// that of one of the provider's own people is erased.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the lease runs out and the message goes again.
    pub async fn alert_given_up(&self, id: &str, said: &str, now: i64) -> Result<(), StoreError> {
        query(
            "UPDATE alerts SET state = 'dead', said = $1, due = $2, lease = NULL, holder = NULL, \
             email = CASE WHEN about = 'fault' THEN email END, \
             title = CASE WHEN about = 'fault' THEN title ELSE '' END, \
             afterwards = CASE WHEN about = 'fault' THEN afterwards ELSE '' END WHERE id = $3",
        )
        .bind(said)
        .bind(now)
        .bind(id)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// Tries again all wishes to be told that were given up, and says how many.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn redrive_alerts(&self) -> Result<u64, StoreError> {
        query(
            "UPDATE alerts SET state = 'due', tries = 0, due = 0 \
             WHERE state = 'dead' AND about = 'fault' AND email IS NOT NULL",
        )
        .execute(&self.writer()?)
        .await
    }

    /// Why wishes to be told were given up, and how many for each reason, the most frequent first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn alerts_given_up(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let rows = query(
            "SELECT coalesce(said, '') AS why, count(*) AS many FROM alerts \
             WHERE state = 'dead' AND about = 'fault' GROUP BY why ORDER BY many DESC, why LIMIT 20",
        )
        .fetch_all(&self.reader()?)
        .await?;
        let reasons = rows.iter().map(|row| {
            let many = u64::try_from(row.try_get::<i64, _>("many")?).unwrap_or(0);
            Ok((row.try_get("why")?, many))
        });
        reasons.collect()
    }
}
