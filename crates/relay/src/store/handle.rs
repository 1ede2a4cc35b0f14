//! The store as the rest of the relay has it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use sqlx::Row;
use sqlx::sqlite::SqlitePool;

use super::connections::{Access, Connections, FILE, open};
use super::error::{Reason, StoreError};
use super::file::is_there;
use super::group::Group;
use super::inner::{Inner, State};
use super::keeping::{self, Keeping, Notice};
use super::rows::FIRST_EVER;

/// How long the answer to "can it be written?" holds.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// The store.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
    group: Arc<OnceLock<Group>>,
}

impl Store {
    /// Opens the store in this directory, makes it if there is none, and brings it up to date.
    /// Directory and file are made for this user alone: tickets are personal data.
    ///
    /// # Errors
    ///
    /// If the directory or the file cannot be made, opened or brought up to date.
    pub async fn open(directory: &Path) -> Result<Store, StoreError> {
        let connections = open(directory, true).await?;
        Ok(Store::with(directory, State::Open(connections)))
    }

    /// As [`Store::open`], for a relay: a store that is damaged or has no room refuses everything, and
    /// [`Store::watch`] tries again.
    ///
    /// # Errors
    ///
    /// If the operator must choose another folder, or another version.
    pub async fn serve(directory: &Path) -> Result<Store, StoreError> {
        let state = match open(directory, true).await {
            Ok(connections) => State::Open(connections),
            Err(error) if error.reason == Reason::Configuration => return Err(error),
            Err(error) => {
                tracing::error!(
                    %error,
                    "the store cannot be used: help is given, and tickets wait in browsers until it can"
                );
                State::Closed(error)
            }
        };
        Ok(Store::with(directory, state))
    }

    /// Opens a store that is there, to read.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn open_to_read(directory: &Path) -> Result<Store, StoreError> {
        let file = directory.join(FILE);
        is_there(&file)?;
        let connections = Connections::to(&file, Access::Read).await?;
        Ok(Store::with(directory, State::Open(connections)))
    }

    /// Opens a store that is there, to erase from it or to steer its outbox. It is left as its relay made it, which may run on
    /// it meanwhile.
    ///
    /// # Errors
    ///
    /// If there is none, or if a newer version made it: that may keep what this one does not know of.
    pub async fn open_to_erase(directory: &Path) -> Result<Store, StoreError> {
        let file = directory.join(FILE);
        is_there(&file)?;
        let connections = Connections::to(&file, Access::Write).await?;
        connections.are_known(&file).await?;
        Ok(Store::with(directory, State::Open(connections)))
    }

    fn with(directory: &Path, state: State) -> Store {
        Store {
            inner: Arc::new(Inner::new(directory.to_owned(), state)),
            group: Arc::default(),
        }
    }

    /// Refuses tickets while the file is larger than this.
    pub fn limit(&self, bytes: u64) {
        let _ = self.inner.most_bytes.set(bytes);
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.inner.path()
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(super) fn connections(&self) -> Result<Connections, StoreError> {
        self.inner.connections()
    }

    pub(super) fn reader(&self) -> Result<SqlitePool, StoreError> {
        Ok(self.connections()?.reader)
    }

    pub(super) fn writer(&self) -> Result<SqlitePool, StoreError> {
        Ok(self.connections()?.writer)
    }

    /// Where tickets wait for the next commit.
    pub(super) fn group(&self) -> &Group {
        self.group.get_or_init(|| Group::start(&self.inner))
    }

    /// Whether a ticket could be stored now: the file is the one that was opened, and takes a write.
    ///
    /// # Errors
    ///
    /// If it is not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let connections = self.connections()?;
        connections.identity.check(&self.path())?;
        if self.inner.has_failed() {
            return Err(StoreError::new(
                "the last ticket could not be stored".to_owned(),
            ));
        }
        let beat =
            |beat: &Mutex<Option<Instant>>| *beat.lock().unwrap_or_else(PoisonError::into_inner);
        if beat(&self.inner.beat).is_some_and(|at| at.elapsed() < HEARTBEAT) {
            return Ok(());
        }
        sqlx::query("INSERT OR REPLACE INTO heartbeat (one, at) VALUES (1, ?)")
            .bind(jiff::Timestamp::now().as_millisecond())
            .execute(&connections.writer)
            .await?;
        *self
            .inner
            .beat
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }

    /// Notices that the file was removed or replaced, and opens a store that could not be opened
    /// before. Relays call it every few seconds.
    pub async fn watch(&self) {
        let state = self.inner.state();
        let before = match &state {
            State::Open(connections) => match connections.identity.check(&self.path()) {
                Ok(_) => return,
                Err(error) => {
                    tracing::error!(
                        %error,
                        "the store is gone while the relay runs: tickets wait in browsers until it is back"
                    );
                    self.inner.set(State::Closed(error.clone()));
                    connections.close().await;
                    error
                }
            },
            State::Closed(error) => error.clone(),
        };
        // A store that went away is not replaced by an empty one: somebody may be putting it back.
        let make = before.reason != Reason::Lost;
        match open(&self.inner.directory, make).await {
            Ok(connections) => {
                tracing::info!("the store can be used");
                *self
                    .inner
                    .keeping
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner) = None;
                self.inner.set(State::Open(connections));
            }
            Err(error) if error.to_string() == before.to_string() || !make => {}
            Err(error) => {
                tracing::error!(%error, "the store cannot be used");
                self.inner.set(State::Closed(error));
            }
        }
    }

    /// The time by the clock of [`keeping`], and what should be said of the machine's clock. The
    /// first call after the store was opened goes on where the last run ended.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn look_at_clock(&self, wall: i64) -> Result<(i64, Option<Notice>), StoreError> {
        let writer = self.writer()?;
        let known = *self
            .inner
            .keeping
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (keeping, notice) = match known {
            Some((mut keeping, looked)) => {
                let notice = keeping.look(wall, looked.elapsed());
                (keeping, notice)
            }
            None => resume(&writer, wall).await?,
        };
        *self
            .inner
            .keeping
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((keeping, Instant::now()));
        // Another relay on the same store counts the same time.
        sqlx::query(
            "INSERT INTO keeping (one, age, wall, owed, behind, steady) VALUES (1, ?, ?, ?, ?, ?) \
             ON CONFLICT (one) DO UPDATE SET age = max(age, excluded.age), wall = excluded.wall, \
             owed = excluded.owed, behind = excluded.behind, steady = excluded.steady",
        )
        .bind(keeping.age)
        .bind(keeping.wall)
        .bind(keeping.owed)
        .bind(keeping.behind)
        .bind(keeping.steady)
        .execute(&writer)
        .await?;
        Ok((keeping.age, notice))
    }

    /// Waits for what is being stored and closes the file.
    pub async fn close(&self) {
        if let State::Open(connections) = self.inner.state() {
            connections.close().await;
        }
    }
}

/// The clock as the last run left it.
async fn resume(writer: &SqlitePool, wall: i64) -> Result<(Keeping, Option<Notice>), StoreError> {
    let row = sqlx::query("SELECT age, wall, owed, behind, steady FROM keeping")
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
    let newest: Option<i64> = sqlx::query("SELECT max(stored) FROM tickets")
        .fetch_one(writer)
        .await?
        .try_get(0)?;
    let keeping = Keeping::begin(wall, newest);
    // Stamps of a clock that was certainly wrong say nothing of how old a ticket is.
    sqlx::query(
        "UPDATE tickets SET kept_from = ?1 WHERE kept_from IS NULL AND (stored < ?2 OR stored > ?1)",
    )
    .bind(keeping.age)
    .bind(FIRST_EVER)
    .execute(writer)
    .await?;
    sqlx::query("UPDATE published SET last_seen = ?1 WHERE last_seen > ?1")
        .bind(keeping.age)
        .execute(writer)
        .await?;
    let notice = (wall < keeping::MADE).then_some(Notice::BeforeMade);
    Ok((keeping, notice))
}
