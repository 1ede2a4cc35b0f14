//! The connections to the file: one that writes, several that read.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Row, SqlSafeStr, Sqlite};

use super::error::{Reason, StoreError};
use super::file::{self, Identity, is_there, make_private};

/// The name of the file in the data directory.
pub const FILE: &str = "firstline.sqlite";

/// All migrations, oldest first: files of the folder `migrations`, by number.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (
        1,
        "tickets and published",
        include_str!("../../migrations/0001_tickets_and_published.sql"),
    ),
    (
        2,
        "keeping",
        include_str!("../../migrations/0002_keeping.sql"),
    ),
    (
        3,
        "deliveries",
        include_str!("../../migrations/0003_deliveries.sql"),
    ),
    (
        10,
        "following",
        include_str!("../../migrations/0010_following.sql"),
    ),
    (
        11,
        "remarks",
        include_str!("../../migrations/0011_remarks.sql"),
    ),
    (
        20,
        "outages",
        include_str!("../../migrations/0020_outages.sql"),
    ),
    (
        21,
        "alerts",
        include_str!("../../migrations/0021_alerts.sql"),
    ),
    (
        30,
        "insights",
        include_str!("../../migrations/0030_insights.sql"),
    ),
    (
        40,
        "duties",
        include_str!("../../migrations/0040_duties.sql"),
    ),
    (
        41,
        "proofs",
        include_str!("../../migrations/0041_proofs.sql"),
    ),
];

/// How long a statement waits for another process that writes.
pub const BUSY: Duration = Duration::from_secs(8);

/// How many connections read at once.
const READERS: u32 = 4;

/// Connections to one file.
#[derive(Clone, Debug)]
pub struct Connections {
    /// For those who only read.
    pub reader: SqlitePool,
    /// The one that writes.
    pub writer: SqlitePool,
    /// Which file it is.
    pub identity: Identity,
}

/// What a connection may do.
#[derive(Clone, Copy, PartialEq)]
pub enum Access {
    /// Reading alone.
    Read,
    /// Reading and writing.
    Write,
}

impl Connections {
    /// To this file.
    pub async fn to(file: &Path, access: Access) -> Result<Connections, StoreError> {
        let failed = |error: sqlx::Error| StoreError::from(error).of(file);
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(access == Access::Write)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            // What is erased is overwritten.
            .pragma("secure_delete", "ON");
        // What is erased can be given back to the disk. It is said to a file that is made now: to
        // another one it would be a write, which a full disk refuses.
        let is_new = std::fs::metadata(file).is_ok_and(|file| file.len() == 0);
        let options = match is_new {
            true => options.auto_vacuum(SqliteAutoVacuum::Incremental),
            false => options,
        };
        let reading = options.clone().pragma("query_only", "ON");
        let pool = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(BUSY)
                // There is nobody at the other end who could have gone, and asking takes as long as
                // reading a row.
                .test_before_acquire(false)
        };
        let writer = match access {
            Access::Write => pool(1).connect_with(options).await.map_err(failed)?,
            Access::Read => pool(1).connect_lazy_with(reading.clone()),
        };
        let reader = pool(READERS).connect_with(reading).await.map_err(failed)?;
        let identity = Identity::of(file)
            .map_err(|error| StoreError::new(format!("{}: {error}", file.display())))?;
        Ok(Connections {
            reader,
            writer,
            identity,
        })
    }

    /// That the store is of no newer version, which may keep what this one does not know of.
    pub async fn are_known(&self, file: &Path) -> Result<(), StoreError> {
        let newest: Option<i64> = sqlx::query("SELECT max(version) FROM _sqlx_migrations")
            .fetch_one(&self.writer)
            .await?
            .try_get(0)?;
        let known = MIGRATIONS.iter().map(|(version, ..)| *version).max();
        if newest > known {
            return Err(newer(file));
        }
        Ok(())
    }

    /// Waits for what is under way.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// Closes a connection on which a transaction failed. SQLite may have ended the transaction or not,
/// after a full disk for one, so that nobody can go on with it.
pub async fn give_up(connection: PoolConnection<Sqlite>) {
    if let Err(error) = connection.close().await {
        tracing::debug!(%error, "cannot close a connection to the store");
    }
}

/// Opens a store and brings it up to date; makes it only if `make` says so.
pub async fn open(directory: &Path, make: bool) -> Result<Connections, StoreError> {
    let file = directory.join(FILE);
    if make {
        make_private(directory, &file).map_err(|error| {
            use std::io::ErrorKind::{ReadOnlyFilesystem, StorageFull};
            // Both may pass while the relay runs.
            let reason = match error.kind() {
                ReadOnlyFilesystem | StorageFull => Reason::Other,
                _ => Reason::Configuration,
            };
            let message = format!(
                "{}: {error}. The key `data` (or --data, FIRSTLINE_DATA) names the store's folder, in which \
                 this user must be able to write",
                file.display()
            );
            StoreError::because(reason, message)
        })?;
    }
    is_there(&file)?;
    file::warn_of_others(directory, &file);
    let connections = Connections::to(&file, Access::Write).await?;
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
        .run(&connections.writer)
        .await
        .map_err(|error| match error {
            MigrateError::VersionMissing(_) => newer(&file),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                StoreError::from(error).of(&file)
            }
            error => StoreError::new(format!("{}: {error}", file.display())),
        })?;
    Ok(connections)
}

/// The store was written by a newer version.
fn newer(file: &Path) -> StoreError {
    let message = format!(
        "{}: a newer version of firstline wrote this store. Use that version; or put a copy of \
         the store from before it here; or name another folder by the key `data` (or --data)",
        file.display()
    );
    StoreError::because(Reason::Configuration, message)
}
