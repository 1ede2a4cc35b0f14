//! The connections to a store, and what must be watched of where it is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::SqlitePool;

use super::db::{Pool, query};
use super::error::{Reason, StoreError};
use super::file::Identity;
use super::watch::Watch;

/// How long a statement waits for others, and whoever wants a connection for one.
pub const BUSY: Duration = Duration::from_secs(8);

/// What a connection may do.
#[derive(Clone, Copy, PartialEq)]
pub enum Access {
    /// Reading alone.
    Read,
    /// Reading and writing.
    Write,
}

/// Connections to one store.
#[derive(Clone, Debug)]
pub struct Connections {
    /// For those who only read.
    pub reader: Pool,
    /// For those who write: in SQLite the one connection that does.
    pub writer: Pool,
    /// Where it is.
    pub home: Home,
}

/// Where a store is, once it is open.
#[derive(Clone, Debug)]
pub enum Home {
    /// In this file, as long as its name leads to it.
    File(PathBuf, Identity),
    /// On a server, as long as it answers.
    Server(Watch),
}

/// A store that is a file of this machine.
#[derive(Clone, Copy, Debug)]
pub struct InFile<'a> {
    /// The one connection that writes.
    pub writer: &'a SqlitePool,
    /// Its path.
    pub path: &'a Path,
}

impl Connections {
    /// That what is written now is kept, as far as can be known without asking. Gives the size of the
    /// store in bytes.
    pub fn check(&self) -> Result<u64, StoreError> {
        match &self.home {
            Home::File(file, identity) => identity.check(file),
            Home::Server(watch) => Ok(watch.bytes()),
        }
    }

    /// The same, by asking.
    pub async fn look(&self) -> Result<(), StoreError> {
        match &self.home {
            Home::File(file, identity) => identity.check(file).map(drop),
            Home::Server(watch) => watch.look().await,
        }
    }

    /// The file, if it is one: what only a file needs.
    pub fn in_file(&self) -> Option<InFile<'_>> {
        match (&self.writer, &self.home) {
            (Pool::Sqlite(writer), Home::File(path, _)) => Some(InFile { writer, path }),
            _ => None,
        }
    }

    /// That the store is of no newer version, which may keep what this one does not know of.
    pub async fn are_known(&self, newest_known: Option<i64>) -> Result<(), StoreError> {
        let newest: Option<i64> = query("SELECT max(version) FROM _sqlx_migrations")
            .fetch_one(&self.reader)
            .await?
            .try_get(0)?;
        match newest > newest_known {
            true => Err(newer()),
            false => Ok(()),
        }
    }

    /// Waits for what is under way.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
        if let Home::Server(watch) = &self.home {
            watch.close().await;
        }
    }
}

/// The store was written by a newer version.
pub fn newer() -> StoreError {
    let message = "a newer version of firstline wrote this store. Use that version; or put a copy of \
                   the store from before it here; or name another one by the key `data` or `database_url`";
    StoreError::because(Reason::Configuration, message.to_owned())
}
