//! Tickets for which work was done.

use super::db::query;
use super::error::StoreError;
use super::handle::Store;

impl Store {
    /// Work was done for the ticket of this key.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn prove(&self, key: &str, now: i64) -> Result<(), StoreError> {
        query(
            "INSERT INTO proofs (idempotency_key, done) VALUES ($1, $2) \
             ON CONFLICT (idempotency_key) DO NOTHING",
        )
        .bind(key)
        .bind(now)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// Whether work was done for the ticket of this key.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn is_proved(&self, key: &str) -> Result<bool, StoreError> {
        let found = query("SELECT 1 FROM proofs WHERE idempotency_key = $1")
            .bind(key)
            .fetch_optional(&self.reader()?)
            .await?;
        Ok(found.is_some())
    }

    /// Erases what was done before this time: the tickets are stored by then, or never will be.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn erase_proofs(&self, before: i64) -> Result<(), StoreError> {
        query("DELETE FROM proofs WHERE done < $1")
            .bind(before)
            .execute(&self.writer()?)
            .await?;
        Ok(())
    }
}
