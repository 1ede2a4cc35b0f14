//! Wishes whose fault goes on by another name.

use super::{Waiting, listed};
use crate::store::db::query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// These wishes are for another item from now on: the fault goes on by that name. Whoever waits for both gets one message.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn move_alerts(
        &self,
        waiting: &Waiting,
        item: &str,
        title: &str,
        components: &[String],
    ) -> Result<u64, StoreError> {
        const THESE: &str = "state = 'waiting' AND item = $1 AND area = $2 AND language = $3";
        let mut work = self.writer()?.begin().await?;
        let twice = format!(
            "DELETE FROM alerts WHERE {THESE} AND EXISTS (SELECT 1 FROM alerts o \
             WHERE o.item = $4 AND lower(o.email) = lower(alerts.email))"
        );
        query(sqlx::AssertSqlSafe(twice))
            .bind(&waiting.item)
            .bind(&waiting.area)
            .bind(&waiting.language)
            .bind(item)
            .execute(&mut work)
            .await?;
        let these =
            format!("UPDATE alerts SET item = $4, title = $5, components = $6 WHERE {THESE}");
        let moved = query(sqlx::AssertSqlSafe(these))
            .bind(&waiting.item)
            .bind(&waiting.area)
            .bind(&waiting.language)
            .bind(item)
            .bind(title)
            .bind(listed(components))
            .execute(&mut work)
            .await?;
        work.finish().await?;
        Ok(moved)
    }
}
