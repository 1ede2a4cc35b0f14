//! Why the store does not do what it is asked.

use std::fmt;

/// Why the store does not do what it is asked. Says nothing of what was to be stored.
#[derive(Clone, Debug)]
pub struct StoreError {
    pub(super) reason: Reason,
    message: String,
}

/// What an operator can do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The operator named a place that cannot hold a store, or a store of a newer version.
    Configuration,
    /// The file, or the server, went away while it was open.
    Lost,
    /// The disk has no room.
    Full,
    /// Anything else: it may pass.
    Other,
}

impl StoreError {
    pub(super) fn new(message: String) -> StoreError {
        StoreError::because(Reason::Other, message)
    }

    pub(super) fn because(reason: Reason, message: String) -> StoreError {
        StoreError { reason, message }
    }
}

impl StoreError {
    /// The same, with where it is.
    pub(super) fn of(self, place: &impl fmt::Display) -> StoreError {
        StoreError {
            message: format!("{place}: {}", self.message),
            ..self
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        // SQLite's SQLITE_FULL, PostgreSQL's disk_full.
        let code = error.as_database_error().and_then(|error| error.code());
        let reason = match code.as_deref() {
            Some("13" | "53100") => Reason::Full,
            _ => Reason::Other,
        };
        StoreError::because(reason, error.to_string())
    }
}
