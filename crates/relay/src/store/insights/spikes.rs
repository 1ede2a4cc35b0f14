//! Failures of several households in one area.

use crate::store::db::query;
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

impl Store {
    /// Writes down an alarm that began, or how it stands now.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn keep_spike(&self, spike: &Spike) -> Result<(), StoreError> {
        query(
            "INSERT INTO insight_spikes (id, area, began, ended, households, muted) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET \
             ended = excluded.ended, households = excluded.households",
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

    /// Mutes an alarm; `false` if there is none of this id.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn mute_spike(&self, id: &str, now: i64) -> Result<bool, StoreError> {
        let done = query("UPDATE insight_spikes SET muted = $1 WHERE id = $2")
            .bind(now)
            .bind(id)
            .execute(&self.writer()?)
            .await?;
        Ok(done > 0)
    }

    /// Alarms that began from this time on, the newest first; two hundred at most.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn spikes(&self, from: i64) -> Result<Vec<Spike>, StoreError> {
        let rows = query(
            "SELECT id, area, began, ended, households, muted FROM insight_spikes \
             WHERE began >= $1 ORDER BY began DESC LIMIT 200",
        )
        .bind(from)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Spike {
                    id: row.try_get(0)?,
                    area: row.try_get(1)?,
                    began: row.try_get(2)?,
                    ended: row.try_get(3)?,
                    households: row.try_get(4)?,
                    muted: row.try_get(5)?,
                })
            })
            .collect()
    }
}
