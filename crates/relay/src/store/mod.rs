//! What must outlive the process: tickets, and everything that was ever published. One SQLite
//! file, write-ahead log, `synchronous=FULL`: a commit that has returned is on disk.

mod erase;
mod export;
pub mod number;
pub mod packs;
mod published;
mod tickets;

use std::fmt;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Row, SqlSafeStr};

pub use erase::Trace;
pub use export::{Exported, Period};
pub use tickets::{FirstAnswer, NewTicket, Ticket};

/// The name of the file in the data directory.
pub const FILE: &str = "firstline.sqlite";

/// All migrations, oldest first: files of the folder `migrations`, by number.
const MIGRATIONS: &[(i64, &str, &str)] = &[(
    1,
    "tickets and published",
    include_str!("../../migrations/0001_tickets_and_published.sql"),
)];

/// How long a statement waits for another that writes.
const BUSY: Duration = Duration::from_secs(8);

/// The store.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
}

/// Why the store does not do what it is asked. Says nothing of what was to be stored.
#[derive(Debug)]
pub struct StoreError(String);

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        StoreError(error.to_string())
    }
}

impl Store {
    /// Opens the store in this directory, makes it if there is none, and brings it up to date.
    /// Directory and file are made for this user alone: tickets are personal data.
    ///
    /// # Errors
    ///
    /// If the directory or the file cannot be made, opened or brought up to date.
    pub async fn open(directory: &Path) -> Result<Store, StoreError> {
        let file = directory.join(FILE);
        make_private(directory, &file).map_err(|error| {
            StoreError(format!(
                "{}: {error}. The key `data` (or --data, FIRSTLINE_DATA) names the store's folder, in which \
                 this user must be able to write",
                file.display()
            ))
        })?;
        let store = Store::connect(&file, true).await?;
        let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
            Migration::new(
                *version,
                (*name).into(),
                MigrationType::Simple,
                (*sql).into_sql_str(),
                false,
            )
        });
        Migrator::with_migrations(migrations.collect())
            .run(&store.pool)
            .await
            .map_err(|error| match error {
                MigrateError::VersionMissing(_) => newer(&file),
                error => StoreError(format!("{}: {error}", file.display())),
            })?;
        Ok(store)
    }

    /// Opens a store that is there, to read.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn open_to_read(directory: &Path) -> Result<Store, StoreError> {
        let file = directory.join(FILE);
        is_there(&file)?;
        Store::connect(&file, false).await
    }

    /// Opens a store that is there, to erase from it. It is left as its relay made it, which may run on
    /// it meanwhile.
    ///
    /// # Errors
    ///
    /// If there is none, or a newer version made it: that may keep what this one does not know of.
    pub async fn open_to_erase(directory: &Path) -> Result<Store, StoreError> {
        let file = directory.join(FILE);
        is_there(&file)?;
        let store = Store::connect(&file, true).await?;
        let newest: Option<i64> = sqlx::query("SELECT max(version) FROM _sqlx_migrations")
            .fetch_one(&store.pool)
            .await?
            .try_get(0)?;
        let known = MIGRATIONS.iter().map(|(version, ..)| *version).max();
        if newest > known {
            return Err(newer(&file));
        }
        Ok(store)
    }

    async fn connect(file: &Path, write: bool) -> Result<Store, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(write)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            // What is erased is overwritten.
            .pragma("secure_delete", "ON");
        let options = if write {
            options
        } else {
            options.pragma("query_only", "ON")
        };
        let pool = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(BUSY)
            .connect_with(options)
            .await
            .map_err(|error| StoreError(format!("{}: {error}", file.display())))?;
        Ok(Store { pool })
    }

    /// Whether the store answers.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT count(*) FROM tickets WHERE stored < 0")
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Waits for what is being stored and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn is_there(file: &Path) -> Result<(), StoreError> {
    if file.exists() {
        return Ok(());
    }
    let why = format!("{}: there is no store here", file.display());
    Err(StoreError(why))
}

/// The store was written by a newer version.
fn newer(file: &Path) -> StoreError {
    StoreError(format!(
        "{}: a newer version of firstline wrote this store. Use that version; or put a copy of \
         the store from before it here; or name another folder by the key `data` (or --data)",
        file.display()
    ))
}

/// Makes directory and file, if they are missing, for this user alone. SQLite gives the files
/// that it puts beside its own the same rights.
fn make_private(directory: &Path, file: &Path) -> std::io::Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        folder.mode(0o700);
        options.mode(0o600);
    }
    folder.recursive(true).create(directory)?;
    options.create(true).append(true).open(file).map(drop)
}
