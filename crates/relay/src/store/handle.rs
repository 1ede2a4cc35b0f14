//! The store as the rest of the relay has it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::connections::{Access, BUSY, Connections};
use super::db::{Pool, query};
use super::error::{Reason, StoreError};
use super::group::Group;
use super::inner::{Inner, State};
use super::place::Place;

/// How long the answer to "can it be written?" holds.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// The store.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
    group: Arc<OnceLock<Group>>,
}

impl Store {
    /// Opens the store that is here, makes it if there is none, and brings it up to date. A folder and
    /// its file are made for this user alone: tickets are personal data.
    ///
    /// # Errors
    ///
    /// If it cannot be made, opened or brought up to date.
    pub async fn open(place: impl Into<Place>) -> Result<Store, StoreError> {
        let place = place.into();
        let connections = place.open(true).await?;
        Ok(Store::with(place, State::Open(connections)))
    }

    /// As [`Store::open`], for a relay: a store that is damaged or has no room, or whose server is away,
    /// refuses everything, and [`Store::watch`] tries again.
    ///
    /// # Errors
    ///
    /// If the operator must choose another place, or another version.
    pub async fn serve(place: impl Into<Place>) -> Result<Store, StoreError> {
        let place = place.into();
        let state = match place.open(true).await {
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
        Ok(Store::with(place, state))
    }

    /// Opens a store that is there, to read.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn open_to_read(place: impl Into<Place>) -> Result<Store, StoreError> {
        let place = place.into();
        let connections = place.open_as_it_is(Access::Read).await?;
        Ok(Store::with(place, State::Open(connections)))
    }

    /// Opens a store that is there, to erase from it or to steer its outbox. It is left as its relay made it, which may run on
    /// it meanwhile.
    ///
    /// # Errors
    ///
    /// If there is none, or if a newer version made it: that may keep what this one does not know of.
    pub async fn open_to_erase(place: impl Into<Place>) -> Result<Store, StoreError> {
        let place = place.into();
        let connections = place.open_as_it_is(Access::Write).await?;
        Ok(Store::with(place, State::Open(connections)))
    }

    fn with(place: Place, state: State) -> Store {
        Store {
            inner: Arc::new(Inner::new(place, state)),
            group: Arc::default(),
        }
    }

    /// Refuses tickets while the store is larger than this.
    pub fn limit(&self, bytes: u64) {
        let _ = self.inner.most_bytes.set(bytes);
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.inner.place
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(super) fn connections(&self) -> Result<Connections, StoreError> {
        self.inner.connections()
    }

    pub(super) fn reader(&self) -> Result<Pool, StoreError> {
        Ok(self.connections()?.reader)
    }

    pub(super) fn writer(&self) -> Result<Pool, StoreError> {
        Ok(self.connections()?.writer)
    }

    /// Where tickets wait for the next commit.
    pub(super) fn group(&self) -> &Group {
        self.group.get_or_init(|| Group::start(&self.inner))
    }

    /// Whether a ticket could be stored now: the store is the one that was opened, and takes a write.
    ///
    /// # Errors
    ///
    /// If it is not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let connections = self.connections()?;
        connections.check()?;
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
        let write = async || {
            query(
                "INSERT INTO heartbeat (one, at) VALUES (1, $1) \
                 ON CONFLICT (one) DO UPDATE SET at = excluded.at",
            )
            .bind(jiff::Timestamp::now().as_millisecond())
            .execute(&connections.writer)
            .await
        };
        // Connections that have ended say nothing of the store, and each is met once. A store that is slow is asked only once.
        let began = Instant::now();
        let mut written = write().await;
        for _ in 0..8 {
            if written.is_ok() || began.elapsed() > Duration::from_secs(1) {
                break;
            }
            written = write().await;
        }
        written?;
        *self
            .inner
            .beat
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }

    /// Notices that the file was removed or replaced or that the server is gone, and opens a store that
    /// could not be opened before. Relays call it every few seconds.
    pub async fn watch(&self) {
        let state = self.inner.state();
        let before = match &state {
            State::Open(connections) => match connections.look().await {
                Ok(()) => return,
                Err(error) => {
                    tracing::error!(
                        %error,
                        "the store is gone while the relay runs: tickets wait in browsers until it is back"
                    );
                    self.inner.set(State::Closed(error.clone()));
                    // A server that is gone may never say that a connection is closed.
                    let _ = tokio::time::timeout(BUSY, connections.close()).await;
                    error
                }
            },
            State::Closed(error) => error.clone(),
        };
        // A store that went away is not replaced by an empty one: somebody may be putting it back.
        let make = before.reason != Reason::Lost;
        match self.inner.place.open(make).await {
            Ok(connections) => {
                tracing::info!("the store can be used");
                self.inner.forget_clock();
                self.inner.set(State::Open(connections));
                // Without it nothing would be delivered until somebody looks for another reason.
                let wall = jiff::Timestamp::now().as_millisecond();
                if let Err(error) = self.look_at_clock(wall).await {
                    tracing::debug!(%error, "cannot look at the clock");
                }
            }
            Err(error) if error.to_string() == before.to_string() || !make => {}
            Err(error) => {
                tracing::error!(%error, "the store cannot be used");
                self.inner.set(State::Closed(error));
            }
        }
    }

    /// Waits for what is being stored and closes the store.
    pub async fn close(&self) {
        if let State::Open(connections) = self.inner.state() {
            connections.close().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_store_that_is_back_knows_its_time_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let store = Store::open(&data).await.unwrap();
        let (before, _) = store
            .look_at_clock(super::super::keeping::MADE)
            .await
            .unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::fs::rename(&data, &elsewhere).unwrap();
        store.watch().await;
        assert!(store.ready().await.is_err());
        std::fs::rename(&elsewhere, &data).unwrap();
        store.watch().await;
        // Without it nothing would be delivered for up to an hour.
        assert!(store.age().is_some_and(|age| age >= before));
        assert!(store.ready().await.is_ok());
    }
}
