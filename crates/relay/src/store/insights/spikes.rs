//! Failures of several households in one area.
//!
//! An alarm is the row of its area that has not ended. Each relay says of it that it goes on, as long as it sees that;
//! it is over when none has said so for a while. So relays on one database have one alarm together, and one that stops
//! leaves none behind.

use crate::store::db::{Row, query};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// Several households that measured a failure in one area. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spike {
    /// Made for it alone.
    pub id: String,
    /// The area.
    pub area: String,
    /// When the alarm began.
    pub began: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// The most households that had failed at a time.
    pub households: i64,
    /// When somebody muted it.
    pub muted: Option<i64>,
}

const COLUMNS: &str = "id, area, began, ended, households, muted";

impl Store {
    /// So many households of an area fail now: begins an alarm, or says of the one that goes on that it still does.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn spike(
        &self,
        area: &str,
        households: i64,
        now: i64,
    ) -> Result<Option<Spike>, StoreError> {
        let mut work = self.writer()?.begin().await?;
        work.alone("insight_spikes").await?;
        let open = query(
            "UPDATE insight_spikes SET seen = $1, \
             households = CASE WHEN households < $2 THEN $2 ELSE households END \
             WHERE area = $3 AND ended IS NULL",
        )
        .bind(now)
        .bind(households)
        .bind(area)
        .execute(&mut work)
        .await?;
        if open == 0 {
            query(
                "INSERT INTO insight_spikes (id, area, began, households, seen) \
                 VALUES ($1, $2, $3, $4, $3)",
            )
            .bind(uuid::Uuid::new_v4().to_string())
            .bind(area)
            .bind(now)
            .bind(households)
            .execute(&mut work)
            .await?;
        }
        let row = query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM insight_spikes WHERE area = $1 AND ended IS NULL"
        )))
        .bind(area)
        .fetch_optional(&mut work)
        .await?;
        work.finish().await?;
        row.as_ref().map(read).transpose()
    }

    /// Stores an alarm as it is, with its end.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn add_spike(&self, spike: &Spike) -> Result<(), StoreError> {
        query(
            "INSERT INTO insight_spikes (id, area, began, ended, households, muted) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&spike.id)
        .bind(&spike.area)
        .bind(spike.began)
        .bind(spike.ended)
        .bind(spike.households)
        .bind(spike.muted)
        .execute(&self.writer()?)
        .await?;
        Ok(())
    }

    /// Ends alarms that no relay has seen since this time. Each is given once, to one relay.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn end_spikes(&self, before: i64) -> Result<Vec<Spike>, StoreError> {
        let any = query("SELECT 1 FROM insight_spikes WHERE ended IS NULL AND seen < $1 LIMIT 1")
            .bind(before)
            .fetch_optional(&self.reader()?)
            .await?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        let rows = query(sqlx::AssertSqlSafe(format!(
            "UPDATE insight_spikes SET ended = CASE WHEN seen > began THEN seen ELSE began END \
             WHERE ended IS NULL AND seen < $1 RETURNING {COLUMNS}"
        )))
        .bind(before)
        .fetch_all(&self.writer()?)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Mutes an alarm; `false` if there is none of this id that was not.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn mute_spike(&self, id: &str, now: i64) -> Result<bool, StoreError> {
        let done = query("UPDATE insight_spikes SET muted = $1 WHERE id = $2 AND muted IS NULL")
            .bind(now)
            .bind(id)
            .execute(&self.writer()?)
            .await?;
        Ok(done > 0)
    }

    /// Alarms that go on, or began from this time on, the newest first; two hundred at most.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn spikes(&self, from: i64) -> Result<Vec<Spike>, StoreError> {
        let rows = query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM insight_spikes WHERE began >= $1 OR ended IS NULL \
             ORDER BY began DESC LIMIT 200"
        )))
        .bind(from)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<Spike, StoreError> {
    Ok(Spike {
        id: row.try_get("id")?,
        area: row.try_get("area")?,
        began: row.try_get("began")?,
        ended: row.try_get("ended")?,
        households: row.try_get("households")?,
        muted: row.try_get("muted")?,
    })
}

#[cfg(test)]
mod tests {
    use crate::store::testing;

    #[tokio::test]
    async fn relays_have_one_alarm_of_an_area_together_and_each_end_is_given_once() {
        let (_folder, store) = testing::store().await;
        let other = store.clone();
        let first = store.spike("101", 5, 1000).await.unwrap().unwrap();
        let same = other.spike("101", 4, 2000).await.unwrap().unwrap();
        assert_eq!((&same.id, same.households), (&first.id, 5));
        assert_eq!(
            other.spike("102", 6, 9000).await.unwrap().unwrap().began,
            9000
        );
        assert!(store.end_spikes(2000).await.unwrap().is_empty());
        let ended = store.end_spikes(2001).await.unwrap();
        assert_eq!(
            ended
                .iter()
                .map(|spike| (&*spike.area, spike.ended))
                .collect::<Vec<_>>(),
            [("101", Some(2000))]
        );
        assert!(other.end_spikes(2001).await.unwrap().is_empty());
        let again = other.spike("101", 5, 3000).await.unwrap().unwrap();
        assert_ne!(again.id, first.id);
        assert!(store.mute_spike(&again.id, 3500).await.unwrap());
        assert!(!store.mute_spike(&again.id, 3600).await.unwrap());
        let muted = store.spike("101", 7, 4000).await.unwrap().unwrap();
        assert_eq!((muted.muted, muted.households), (Some(3500), 7));
    }
}
