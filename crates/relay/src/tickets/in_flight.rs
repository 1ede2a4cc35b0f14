//! The tickets that are being worked on, by their keys: a retry that comes meanwhile waits.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The keys that are being worked on.
#[derive(Clone, Debug, Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// Ends the work on a key when dropped.
#[must_use]
#[derive(Debug)]
pub struct Working {
    all: InFlight,
    key: String,
}

impl InFlight {
    /// Begins to work on a key; `None` if somebody does already.
    pub fn begin(&self, key: &str) -> Option<Working> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(key.to_owned()).then(|| Working {
            all: self.clone(),
            key: key.to_owned(),
        })
    }

    /// Whether nothing is being worked on.
    pub fn is_empty(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_empty()
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.all
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}
