//! Failures of several households in one area.
//!
//! An alarm is the row of its area that has not ended. Each relay says of it that it goes on, as long as it sees that;
//! it is over when none has said so for a while. So relays on one database have one alarm together, and one that stops
//! leaves none behind. All of that is by the store's clock: relays whose own clocks differ would end each other's alarms.

use crate::store::alerts::{Notice, add};
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

/// An alarm that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The alarm.
    pub spike: Spike,
    /// Whether it has begun just now.
    pub is_new: bool,
}

const COLUMNS: &str = "id, area, began, ended, households, muted";

/// An alarm that no relay has seen for so long is over, in milliseconds: each says every 30 seconds that it goes on.
const OVER_AFTER: i64 = 2 * 60 * 1000;

impl Store {
    /// So many households of an area fail now: begins an alarm, or says of the one that goes on that it still does, and
    /// stores what the provider's own people are told of it, in one transaction. `None` as long as the store has no clock.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn spike(
        &self,
        area: &str,
        households: i64,
        notices: impl FnOnce(&Spike) -> Vec<Notice>,
    ) -> Result<Option<Begun>, StoreError> {
        let Some(now) = self.moment().await? else {
            return Ok(None);
        };
        let mut work = self.writer()?.begin().await?;
        work.alone("insight_spikes").await?;
        let open = query(
            "UPDATE insight_spikes SET seen = $1, \
             households = CASE WHEN households < $2 THEN $2 ELSE households END \
             WHERE area = $3 AND ended IS NULL",
        )
        .bind(now.age)
        .bind(households)
        .bind(area)
        .execute(&mut work)
        .await?;
        let is_new = open == 0;
        if is_new {
            query(
                "INSERT INTO insight_spikes (id, area, began, households, seen) \
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(uuid::Uuid::new_v4().to_string())
            .bind(area)
            .bind(now.wall)
            .bind(households)
            .bind(now.age)
            .execute(&mut work)
            .await?;
        }
        let row = query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM insight_spikes WHERE area = $1 AND ended IS NULL"
        )))
        .bind(area)
        .fetch_one(&mut work)
        .await?;
        let spike = read(&row)?;
        for notice in notices(&spike) {
            add(&mut work, &notice, now.age).await?;
        }
        work.finish().await?;
        Ok(Some(Begun { spike, is_new }))
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

    /// Ends alarms that no relay has seen for two minutes, and stores what the provider's own people are told of that, in
    /// one transaction: what is over and was not told would never be. Each is given once, to one relay.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then nothing has ended.
    pub async fn end_spikes(
        &self,
        notices: impl Fn(&Spike) -> Vec<Notice>,
    ) -> Result<Vec<Spike>, StoreError> {
        let Some(age) = self.age() else {
            return Ok(Vec::new());
        };
        let any = query("SELECT 1 FROM insight_spikes WHERE ended IS NULL AND seen < $1 LIMIT 1")
            .bind(age - OVER_AFTER)
            .fetch_optional(&self.reader()?)
            .await?;
        let (Some(_), Some(now)) = (any, self.moment().await?) else {
            return Ok(Vec::new());
        };
        let mut work = self.writer()?.begin().await?;
        work.alone("insight_spikes").await?;
        // When it was last seen, told by the wall clock.
        let rows = query(sqlx::AssertSqlSafe(format!(
            "UPDATE insight_spikes SET ended = CASE WHEN seen + $1 > began THEN seen + $1 ELSE began END \
             WHERE ended IS NULL AND seen < $2 RETURNING {COLUMNS}"
        )))
        .bind(now.wall - now.age)
        .bind(now.age - OVER_AFTER)
        .fetch_all(&mut work)
        .await?;
        let ended: Vec<Spike> = rows.iter().map(read).collect::<Result<_, _>>()?;
        for notice in ended.iter().flat_map(notices) {
            add(&mut work, &notice, now.age).await?;
        }
        work.finish().await?;
        Ok(ended)
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

    /// Alarms that went on at some time from `from` to before `to`, in milliseconds since 1970, the newest first; two
    /// hundred at most.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn spikes(&self, from: i64, to: i64) -> Result<Vec<Spike>, StoreError> {
        let rows = query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM insight_spikes WHERE began < $2 AND (ended >= $1 OR ended IS NULL) \
             ORDER BY began DESC LIMIT 200"
        )))
        .bind(from)
        .bind(to)
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
    use super::*;
    use crate::store::alerts::Way;
    use crate::store::keeping::MADE;
    use crate::store::testing;

    /// A time that a clock can show.
    const NOW: i64 = MADE + 28 * 24 * 60 * 60 * 1000;

    const MINUTE: i64 = 60 * 1000;

    async fn spike(store: &Store, area: &str, households: i64) -> Begun {
        let begun = store.spike(area, households, |_| Vec::new()).await.unwrap();
        begun.unwrap()
    }

    async fn end(store: &Store) -> Vec<Spike> {
        store.end_spikes(|_| Vec::new()).await.unwrap()
    }

    #[tokio::test]
    async fn relays_have_one_alarm_of_an_area_together_and_each_end_is_given_once() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(NOW).await.unwrap();
        let other = store.clone();
        let first = spike(&store, "101", 5).await;
        let same = spike(&other, "101", 4).await;
        assert_eq!((first.is_new, same.is_new), (true, false));
        assert_eq!(
            (&same.spike.id, same.spike.households),
            (&first.spike.id, 5)
        );
        testing::later(&store, MINUTE).await;
        spike(&other, "102", 6).await;
        assert!(end(&store).await.is_empty());
        testing::later(&store, MINUTE + 1000).await;
        let ended = end(&store).await;
        let areas: Vec<&str> = ended.iter().map(|spike| &*spike.area).collect();
        assert_eq!(areas, ["101"]);
        assert!(ended[0].ended >= Some(ended[0].began), "{ended:?}");
        assert!(end(&other).await.is_empty());
        let again = spike(&other, "101", 5).await.spike;
        assert_ne!(again.id, first.spike.id);
        assert!(store.mute_spike(&again.id, 3500).await.unwrap());
        assert!(!store.mute_spike(&again.id, 3600).await.unwrap());
        let muted = spike(&store, "101", 7).await.spike;
        assert_eq!((muted.muted, muted.households), (Some(3500), 7));
    }

    #[tokio::test]
    async fn a_relay_whose_clock_is_behind_ends_no_alarm_and_keeps_none() {
        let (_folder, store) = testing::store().await;
        let ahead = testing::another(&store).await;
        store.look_at_clock(NOW - 10 * MINUTE).await.unwrap();
        ahead.look_at_clock(NOW).await.unwrap();
        // Each looks again, as relays do.
        store.look_at_clock(NOW - 10 * MINUTE).await.unwrap();
        let begun = spike(&store, "101", 5).await.spike;
        assert!(end(&ahead).await.is_empty());
        assert_eq!(spike(&ahead, "101", 5).await.spike.id, begun.id);
        assert!(end(&store).await.is_empty());
        testing::later(&store, 3 * MINUTE).await;
        testing::later(&ahead, 0).await;
        assert_eq!(end(&ahead).await.len(), 1);
        assert!(end(&store).await.is_empty());
    }

    #[tokio::test]
    async fn what_ends_is_told_in_the_same_transaction() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(NOW).await.unwrap();
        let spike = spike(&store, "101", 5).await.spike;
        testing::later(&store, 3 * MINUTE).await;
        let over = |spike: &Spike| {
            vec![Notice {
                item: format!("alarm.over {}", spike.id),
                about: "alarm.over",
                title: "Over".to_owned(),
                text: "Over".to_owned(),
                language: "en".to_owned(),
                to: "noc@isp.example".to_owned(),
            }]
        };
        // The table of messages takes nothing, as on a full disk.
        query("ALTER TABLE alerts RENAME TO away")
            .execute(&store.writer().unwrap())
            .await
            .unwrap();
        store.end_spikes(over).await.unwrap_err();
        query("ALTER TABLE away RENAME TO alerts")
            .execute(&store.writer().unwrap())
            .await
            .unwrap();
        assert!(
            !store
                .has_notice(&format!("alarm.over {}", spike.id))
                .await
                .unwrap()
        );
        let ended = store.end_spikes(over).await.unwrap();
        assert_eq!(ended[0].id, spike.id);
        let due = store.claim_alert("a", i64::MAX / 2, 1, Way::Mail).await;
        assert_eq!(due.unwrap().unwrap().email, "noc@isp.example");
    }

    #[tokio::test]
    async fn of_a_time_only_its_alarms_are_given() {
        let (_folder, store) = testing::store().await;
        for (id, began, ended) in [
            ("before", 100, Some(199)),
            ("into", 100, Some(200)),
            ("within", 250, Some(260)),
            ("out", 299, None),
            ("after", 300, None),
        ] {
            let spike = Spike {
                id: id.to_owned(),
                area: id.to_owned(),
                began,
                ended,
                households: 5,
                muted: None,
            };
            store.add_spike(&spike).await.unwrap();
        }
        let found = store.spikes(200, 300).await.unwrap();
        let ids: Vec<&str> = found.iter().map(|spike| &*spike.id).collect();
        assert_eq!(ids, ["out", "within", "into"]);
    }

    #[tokio::test]
    async fn an_alarm_from_before_relays_said_that_it_goes_on_ends_without_a_word() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(NOW).await.unwrap();
        let writer = store.writer().unwrap();
        query(
            "INSERT INTO insight_spikes (id, area, began, households) VALUES ('old', '101', 5, 5)",
        )
        .execute(&writer)
        .await
        .unwrap();
        spike(&store, "102", 5).await;
        let migration = include_str!("../../../migrations/sqlite/0061_alarms_seen.sql");
        query(migration).execute(&writer).await.unwrap();
        assert!(end(&store).await.is_empty());
        let ended: Vec<_> = store.spikes(0, i64::MAX).await.unwrap();
        let ended: Vec<_> = ended
            .iter()
            .map(|spike| (&*spike.area, spike.ended))
            .collect();
        assert_eq!(ended, [("102", None), ("101", Some(5))]);
    }
}
