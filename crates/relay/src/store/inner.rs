//! The part of a store that all its handles share.

use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::connections::Connections;
use super::error::StoreError;
use super::keeping::Keeping;
use super::place::Place;

/// The part of a store that all its handles share.
#[derive(Debug)]
pub struct Inner {
    /// Where it is.
    pub place: Place,
    pub state: RwLock<State>,
    /// The clock by which tickets become old, and when it was looked at.
    pub keeping: Mutex<Option<(Keeping, Instant)>>,
    /// When the store was last written successfully to prove that it can be.
    pub beat: Mutex<Option<Instant>>,
    /// When tickets could not be stored, if none could since.
    pub failed: Mutex<Option<Instant>>,
    /// The largest size of the store at which a ticket is still stored, in bytes.
    pub most_bytes: OnceLock<u64>,
    /// Whether tickets are to reach a helpdesk.
    pub delivers: AtomicBool,
    /// Whether customers are told by mail that their ticket was received.
    pub confirms: AtomicBool,
    /// Whether they are told that it is solved.
    pub tells_solved: AtomicBool,
}

/// Whether it can be used.
#[derive(Clone, Debug)]
pub enum State {
    /// It can.
    Open(Connections),
    /// It cannot be used, and why.
    Closed(StoreError),
}

impl Inner {
    /// A store that is here.
    pub fn new(place: Place, state: State) -> Inner {
        Inner {
            place,
            state: RwLock::new(state),
            keeping: Mutex::default(),
            beat: Mutex::default(),
            failed: Mutex::default(),
            most_bytes: OnceLock::new(),
            delivers: AtomicBool::new(false),
            confirms: AtomicBool::new(false),
            tells_solved: AtomicBool::new(false),
        }
    }

    /// Whether it can be used now.
    pub fn state(&self) -> State {
        self.state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// From now on.
    pub fn set(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// The connections.
    ///
    /// # Errors
    ///
    /// If it cannot be used.
    pub fn connections(&self) -> Result<Connections, StoreError> {
        match self.state() {
            State::Open(connections) => Ok(connections),
            State::Closed(error) => Err(error),
        }
    }

    /// Notes whether tickets could be stored.
    pub fn note(&self, stored: bool) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        *failed = (!stored).then(Instant::now);
    }

    /// Whether the last tickets could not be stored, and that was not long ago.
    pub fn has_failed(&self) -> bool {
        const LONG: Duration = Duration::from_secs(30);
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_some_and(|at| at.elapsed() < LONG)
    }

    /// The clock of [`keeping`](super::keeping), and when it was looked at; `None` before it was.
    pub fn clock(&self) -> Option<(Keeping, Instant)> {
        *self.keeping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It was looked at then.
    pub fn set_clock(&self, keeping: Keeping, at: Instant) {
        let mut clock = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        *clock = Some((keeping, at));
    }

    /// Forgets the clock, because it belonged to a store that is gone.
    pub fn forget_clock(&self) {
        *self.keeping.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The time by that clock now; `None` before it was looked at.
    pub fn age(&self) -> Option<i64> {
        let (keeping, looked) = self.clock()?;
        let passed = i64::try_from(looked.elapsed().as_millis()).unwrap_or(0);
        Some(keeping.age + passed)
    }
}
