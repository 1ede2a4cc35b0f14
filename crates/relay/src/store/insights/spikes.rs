//! Failures of several households in one area.
//!
//! An alarm is the row of its area that has not ended. Each relay says of it that it goes on, as long as it sees that;
//! it is over when none has said so for a while. So relays on one database have one alarm together, and one that stops
//! leaves none behind. All of that is by a clock that they share: relays whose own clocks differ would end each other's
//! alarms.

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

/// The most alarms that are given at a time.
pub const MOST_SPIKES: usize = 200;

impl Store {
    /// So many households of an area fail now: begins an alarm, or says of the one that goes on that it still does, and
    /// stores the messages about one that begins to the provider's own people, in one transaction. `None` as long as the store
    /// has no clock.
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
            "UPDATE insight_spikes SET seen = CASE WHEN seen < $1 THEN $1 ELSE seen END, \
             households = CASE WHEN households < $2 THEN $2 ELSE households END \
             WHERE area = $3 AND ended IS NULL",
        )
        .bind(now.shared)
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
            .bind(now.shared)
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
        // Of one that goes on they were told when it began, although that is erased after a while.
        if is_new {
            for notice in notices(&spike) {
                add(&mut work, &notice, now.age).await?;
            }
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

    /// Ends alarms that no relay has seen for two minutes, and stores the messages about that to the provider's own
    /// people, in one transaction: what is over and was not announced would never be. Each is given once, to one relay.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then nothing has ended.
    pub async fn end_spikes(
        &self,
        notices: impl Fn(&Spike) -> Vec<Notice>,
    ) -> Result<Vec<Spike>, StoreError> {
        let Some(now) = self.moment().await? else {
            return Ok(Vec::new());
        };
        let any = query("SELECT 1 FROM insight_spikes WHERE ended IS NULL AND seen < $1 LIMIT 1")
            .bind(now.shared - OVER_AFTER)
            .fetch_optional(&self.reader()?)
            .await?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        let mut work = self.writer()?.begin().await?;
        work.alone("insight_spikes").await?;
        // When it was last seen, told by the wall clock.
        let rows = query(sqlx::AssertSqlSafe(format!(
            "UPDATE insight_spikes SET ended = CASE WHEN seen + $1 > began THEN seen + $1 ELSE began END \
             WHERE ended IS NULL AND seen < $2 RETURNING {COLUMNS}"
        )))
        .bind(now.wall - now.shared)
        .bind(now.shared - OVER_AFTER)
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

    /// Alarms that went on at some time from `from` to before `to`, in milliseconds since 1970: those that still go on, then
    /// the newest; [`MOST_SPIKES`] at most.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn spikes(&self, from: i64, to: i64) -> Result<Vec<Spike>, StoreError> {
        let rows = query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM insight_spikes WHERE began < $2 AND (ended >= $1 OR ended IS NULL) \
             ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, began DESC LIMIT {MOST_SPIKES}"
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
    use crate::store::Place;
    use crate::store::alerts::Way;
    use crate::store::keeping::MADE;
    use crate::store::testing;

    /// A time that a clock can show.
    const NOW: i64 = MADE + 28 * 24 * 60 * 60 * 1000;

    const MINUTE: i64 = 60 * 1000;

    const DAY: i64 = 24 * 60 * MINUTE;

    async fn spike(store: &Store, area: &str, households: i64) -> Begun {
        let begun = store.spike(area, households, |_| Vec::new()).await.unwrap();
        begun.unwrap()
    }

    async fn end(store: &Store) -> Vec<Spike> {
        store.end_spikes(|_| Vec::new()).await.unwrap()
    }

    /// So much time passes after alarms were last seen.
    async fn pass(store: &Store, millis: i64) {
        query("UPDATE insight_spikes SET began = began - $1, seen = seen - $1 WHERE ended IS NULL")
            .bind(millis)
            .execute(&store.writer().unwrap())
            .await
            .unwrap();
    }

    /// The messages about an alarm.
    fn told(about: &'static str, spike: &Spike) -> Vec<Notice> {
        vec![Notice {
            item: format!("{about} {}", spike.id),
            about,
            title: "An alarm".to_owned(),
            text: "An alarm".to_owned(),
            language: "en".to_owned(),
            to: "noc@isp.example".to_owned(),
        }]
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
        pass(&store, MINUTE).await;
        spike(&other, "102", 6).await;
        assert!(end(&store).await.is_empty());
        pass(&store, MINUTE + 1000).await;
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
        pass(&store, 3 * MINUTE).await;
        assert_eq!(end(&ahead).await.len(), 1);
        assert!(end(&store).await.is_empty());
    }

    #[tokio::test]
    async fn relays_whose_ages_are_not_level_yet_have_one_alarm_together() {
        let (_folder, store) = testing::store().await;
        let behind = testing::another(&store).await;
        store.look_at_clock(NOW).await.unwrap();
        behind.look_at_clock(NOW).await.unwrap();
        // Its machine slept after the last look.
        let (mut keeping, looked) = behind.inner().clock().unwrap();
        keeping.age -= 10 * MINUTE;
        behind.inner().set_clock(keeping, looked);
        let begun = spike(&store, "101", 5).await.spike;
        for relay in [&behind, &store, &behind] {
            assert_eq!(spike(relay, "101", 5).await.spike.id, begun.id);
            assert!(end(&store).await.is_empty());
            assert!(end(&behind).await.is_empty());
        }
        // On a server, that the other one alone sees it is enough. A file has one machine and its clock.
        if matches!(store.place(), Place::Server(_)) {
            pass(&store, 3 * MINUTE).await;
            assert_eq!(spike(&behind, "101", 5).await.spike.id, begun.id);
            assert!(end(&store).await.is_empty());
        }
    }

    #[tokio::test]
    async fn of_an_alarm_that_goes_on_for_months_nobody_is_told_again_that_it_began() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(NOW).await.unwrap();
        let began = |spike: &Spike| told("alarm.began", spike);
        let begun = store.spike("101", 5, began).await.unwrap().unwrap();
        let item = format!("alarm.began {}", begun.spike.id);
        assert!(store.has_notice(&item).await.unwrap());
        store
            .erase_alerts(i64::MAX, i64::MAX, i64::MAX)
            .await
            .unwrap();
        let same = store.spike("101", 6, began).await.unwrap().unwrap();
        assert_eq!(same.spike.id, begun.spike.id);
        assert!(!store.has_notice(&item).await.unwrap());
    }

    #[tokio::test]
    async fn what_ends_is_told_in_the_same_transaction() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(NOW).await.unwrap();
        let spike = spike(&store, "101", 5).await.spike;
        pass(&store, 3 * MINUTE).await;
        let over = |spike: &Spike| told("alarm.over", spike);
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
    async fn those_that_go_on_are_given_first() {
        let (_folder, store) = testing::store().await;
        let most = i64::try_from(MOST_SPIKES).unwrap();
        for began in 0..=most {
            let spike = Spike {
                id: began.to_string(),
                area: began.to_string(),
                began,
                ended: (began > 0).then_some(began),
                households: 5,
                muted: None,
            };
            store.add_spike(&spike).await.unwrap();
        }
        let found = store.spikes(0, i64::MAX).await.unwrap();
        let begun: Vec<i64> = found.iter().map(|spike| spike.began).collect();
        assert_eq!(begun.len(), MOST_SPIKES);
        assert_eq!(begun[..3], [0, most, most - 1]);
    }

    #[tokio::test]
    async fn alarms_from_before_relays_shared_a_clock_end_when_nobody_sees_them() {
        let (_folder, store) = testing::store().await;
        store.look_at_clock(NOW).await.unwrap();
        // The clock of a machine was set: a file's age is a day behind it now.
        store.look_at_clock(NOW + DAY).await.unwrap();
        let writer = store.writer().unwrap();
        let row = query("SELECT wall FROM keeping").fetch_one(&writer).await;
        let wall: i64 = row.unwrap().try_get(0).unwrap();
        // Seen before relays said that one goes on, just now, and by a relay whose clock was ahead.
        for (area, seen) in [("101", 0), ("102", wall), ("103", wall + DAY)] {
            query(
                "INSERT INTO insight_spikes (id, area, began, households, seen) VALUES ($1, $1, 5, 5, $2)",
            )
            .bind(area)
            .bind(seen)
            .execute(&writer)
            .await
            .unwrap();
        }
        let migration = match store.place() {
            Place::Folder(_) => include_str!("../../../migrations/sqlite/0061_alarms_seen.sql"),
            Place::Server(_) => include_str!("../../../migrations/postgres/0061_alarms_seen.sql"),
        };
        for statement in migration.split_inclusive(";\n") {
            query(statement).execute(&writer).await.unwrap();
        }
        // Nobody is told now that the first is over.
        assert!(end(&store).await.is_empty());
        let spikes = store.spikes(0, i64::MAX).await.unwrap();
        let first = spikes.iter().find(|spike| spike.area == "101").unwrap();
        assert_eq!(first.ended, Some(5));
        pass(&store, 2 * 60 * MINUTE).await;
        let mut ended: Vec<String> = end(&store).await.into_iter().map(|one| one.area).collect();
        ended.sort();
        assert_eq!(ended, ["102", "103"]);
    }
}
