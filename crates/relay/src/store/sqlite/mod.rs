//! A store in one SQLite file: write-ahead log, `synchronous=FULL`, one connection that writes and several
//! that read, so that nobody who reads waits for whoever writes.

mod backup;
mod log;

use std::path::Path;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};

use super::connections::{Access, BUSY, Connections, Home, newer};
use super::db::Pool;
use super::error::{Reason, StoreError};
use super::file::{Identity, is_there, make_private, warn_of_others};
use super::migrations;

pub use backup::back_up;
pub use log::{empty_log, keep_reserve, shrink, use_reserve};

/// The name of the file in the data directory.
pub const FILE: &str = "firstline.sqlite";

/// All migrations, oldest first: files of the folder `migrations/sqlite`, by number.
pub const MIGRATIONS: &[migrations::File] = &[
    (
        1,
        "tickets_and_published",
        include_str!("../../../migrations/sqlite/0001_tickets_and_published.sql"),
    ),
    (
        2,
        "keeping",
        include_str!("../../../migrations/sqlite/0002_keeping.sql"),
    ),
    (
        3,
        "deliveries",
        include_str!("../../../migrations/sqlite/0003_deliveries.sql"),
    ),
    (
        10,
        "following",
        include_str!("../../../migrations/sqlite/0010_following.sql"),
    ),
    (
        11,
        "remarks",
        include_str!("../../../migrations/sqlite/0011_remarks.sql"),
    ),
    (
        20,
        "outages",
        include_str!("../../../migrations/sqlite/0020_outages.sql"),
    ),
    (
        21,
        "alerts",
        include_str!("../../../migrations/sqlite/0021_alerts.sql"),
    ),
    (
        30,
        "insights",
        include_str!("../../../migrations/sqlite/0030_insights.sql"),
    ),
    (
        40,
        "duties",
        include_str!("../../../migrations/sqlite/0040_duties.sql"),
    ),
    (
        41,
        "proofs",
        include_str!("../../../migrations/sqlite/0041_proofs.sql"),
    ),
    (
        42,
        "tickets_in_order",
        include_str!("../../../migrations/sqlite/0042_tickets_in_order.sql"),
    ),
    (
        43,
        "photos",
        include_str!("../../../migrations/sqlite/0043_photos.sql"),
    ),
    (
        50,
        "notices",
        include_str!("../../../migrations/sqlite/0050_notices.sql"),
    ),
    (
        51,
        "feedback",
        include_str!("../../../migrations/sqlite/0051_feedback.sql"),
    ),
    (
        52,
        "age_in_order",
        include_str!("../../../migrations/sqlite/0052_age_in_order.sql"),
    ),
    (
        61,
        "alarms_seen",
        include_str!("../../../migrations/sqlite/0061_alarms_seen.sql"),
    ),
    (
        62,
        "weeks",
        include_str!("../../../migrations/sqlite/0062_weeks.sql"),
    ),
    (
        65,
        "returns",
        include_str!("../../../migrations/sqlite/0065_returns.sql"),
    ),
    (
        70,
        "deliveries_in_turn",
        include_str!("../../../migrations/sqlite/0070_deliveries_in_turn.sql"),
    ),
    (
        71,
        "week_sums",
        include_str!("../../../migrations/sqlite/0071_week_sums.sql"),
    ),
    (
        80,
        "home",
        include_str!("../../../migrations/sqlite/0080_home.sql"),
    ),
    (
        81,
        "settled",
        include_str!("../../../migrations/sqlite/0081_settled.sql"),
    ),
    (
        82,
        "spread_of_minutes",
        include_str!("../../../migrations/sqlite/0082_spread_of_minutes.sql"),
    ),
    (
        90,
        "alone",
        include_str!("../../../migrations/sqlite/0090_alone.sql"),
    ),
    (
        91,
        "components",
        include_str!("../../../migrations/sqlite/0091_components.sql"),
    ),
    (
        92,
        "ended",
        include_str!("../../../migrations/sqlite/0092_ended.sql"),
    ),
    (
        93,
        "by_index",
        include_str!("../../../migrations/sqlite/0093_by_index.sql"),
    ),
    (
        94,
        "parts",
        include_str!("../../../migrations/sqlite/0094_parts.sql"),
    ),
];

/// How many connections read at once.
const READERS: u32 = 4;

/// Connects to this file; gives the connection that writes besides.
async fn connect(file: &Path, access: Access) -> Result<(Connections, SqlitePool), StoreError> {
    let failed = |error: sqlx::Error| StoreError::from(error).of(&file.display());
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
    let connections = Connections {
        reader: Pool::Sqlite(reader),
        writer: Pool::Sqlite(writer.clone()),
        home: Home::File(file.to_owned(), identity),
    };
    Ok((connections, writer))
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
    warn_of_others(directory, &file);
    let (connections, writer) = connect(&file, Access::Write).await?;
    let done = migrations::all(MIGRATIONS).run(&writer).await;
    done.map_err(|error| match error {
        MigrateError::VersionMissing(_) => newer(),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            StoreError::from(error)
        }
        error => StoreError::new(error.to_string()),
    })
    .map_err(|error| error.of(&file.display()))?;
    Ok(connections)
}

/// Opens a store that is there, and leaves it as its relay made it.
pub async fn open_as_it_is(directory: &Path, access: Access) -> Result<Connections, StoreError> {
    let file = directory.join(FILE);
    is_there(&file)?;
    let (connections, _) = connect(&file, access).await?;
    // One that is only read may be of any version; what to change must be known.
    if access == Access::Write {
        let known = connections.are_known(migrations::newest(MIGRATIONS)).await;
        known.map_err(|error| error.of(&file.display()))?;
    }
    Ok(connections)
}
