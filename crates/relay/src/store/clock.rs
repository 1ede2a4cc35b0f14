//! The clock of [`keeping`] as a store keeps it: read, looked at, and written down.

use std::time::Instant;

use super::db::{Pool, query};
use super::error::StoreError;
use super::handle::Store;
use super::keeping::{self, Keeping, Notice};
use super::rows::FIRST_EVER;

/// What time it is for all relays on one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// By the clock of [`keeping`], which never goes back. Relays on one server bring theirs level once an hour.
    pub age: i64,
    /// By the wall clock that counts, milliseconds since 1970.
    pub wall: i64,
    /// By a clock that is the same for all relays at any time, in milliseconds: the server's wall clock, or, of a file,
    /// that of [`keeping`]. Only its differences mean anything.
    pub shared: i64,
}

impl Store {
    /// What time it is for all relays on this store; `None` before its clock was looked at.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn moment(&self) -> Result<Option<Moment>, StoreError> {
        let reader = self.reader()?;
        let wall = jiff::Timestamp::now().as_millisecond();
        let wall = wall_of(&reader, wall).await?;
        Ok(self.age().map(|age| Moment {
            age,
            wall,
            shared: match reader.dialect().is_shared() {
                true => wall,
                false => age,
            },
        }))
    }

    /// The time by the clock of [`keeping`], and what should be said of the machine's clock. The
    /// first call after the store was opened goes on where the last run ended.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn look_at_clock(&self, wall: i64) -> Result<(i64, Option<Notice>), StoreError> {
        let writer = self.writer()?;
        let wall = wall_of(&writer, wall).await?;
        // From here on time passes again: what the store takes below must not be lost, for a clock that goes
        // back takes leases for those of a clock that was ahead.
        let now = Instant::now();
        let known = self.inner().clock();
        let (mut keeping, notice) = match known {
            Some((mut keeping, looked)) => {
                let notice = keeping.look(wall, now.saturating_duration_since(looked));
                (keeping, notice)
            }
            None => {
                self.doubt_if_long_ago(wall).await?;
                resume(&writer, wall).await?
            }
        };
        // Another relay on the same store counts the same time: whoever is behind catches up. Leases are by
        // this clock, so that two relays must agree on it.
        let stored = query("SELECT age, wall FROM keeping")
            .fetch_optional(&writer)
            .await?;
        if let Some(stored) = stored {
            keeping.catch_up_with(stored.try_get(0)?, stored.try_get(1)?);
        }
        query(
            "INSERT INTO keeping (one, age, wall, owed, behind, steady) VALUES (1, $1, $2, $3, $4, $5) \
             ON CONFLICT (one) DO UPDATE SET age = CASE WHEN keeping.age > excluded.age \
             THEN keeping.age ELSE excluded.age END, wall = excluded.wall, owed = excluded.owed, \
             behind = excluded.behind, steady = excluded.steady",
        )
        .bind(keeping.age)
        .bind(keeping.wall)
        .bind(keeping.owed)
        .bind(keeping.behind)
        .bind(keeping.steady)
        .execute(&writer)
        .await?;
        if known.is_none() {
            // Before anybody knows the time, and so before anybody claims.
            self.doubt().await?;
        }
        self.inner().set_clock(keeping, now);
        Ok((keeping.age, notice))
    }
}

/// The wall clock that counts. Relays on one server look at the server's: their own may differ.
async fn wall_of(pool: &Pool, wall: i64) -> Result<i64, StoreError> {
    match pool.dialect().wall_clock() {
        None => Ok(wall),
        Some(clock) => query(clock).fetch_one(pool).await?.try_get(0),
    }
}

/// The clock as the last run left it.
async fn resume(writer: &Pool, wall: i64) -> Result<(Keeping, Option<Notice>), StoreError> {
    let row = query("SELECT age, wall, owed, behind, steady FROM keeping")
        .fetch_optional(writer)
        .await?;
    if let Some(row) = row {
        let saved = Keeping {
            age: row.try_get(0)?,
            wall: row.try_get(1)?,
            owed: row.try_get(2)?,
            behind: row.try_get(3)?,
            steady: row.try_get(4)?,
        };
        return Ok(saved.resume(wall));
    }
    let newest: Option<i64> = query("SELECT max(stored) FROM tickets")
        .fetch_one(writer)
        .await?
        .try_get(0)?;
    let keeping = Keeping::begin(wall, newest);
    // Stamps of a clock that was certainly wrong say nothing of how old a ticket is.
    query(
        "UPDATE tickets SET kept_from = $1 WHERE kept_from IS NULL AND (stored < $2 OR stored > $1)",
    )
    .bind(keeping.age)
    .bind(FIRST_EVER)
    .execute(writer)
    .await?;
    query("UPDATE published SET last_seen = $1 WHERE last_seen > $1")
        .bind(keeping.age)
        .execute(writer)
        .await?;
    let notice = (wall < keeping::MADE).then_some(Notice::BeforeMade);
    Ok((keeping, notice))
}
