//! A store in a database on a PostgreSQL server. Several relays may use one at once.

use std::time::Duration;

use sqlx::Connection as _;
use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions};

use super::connections::{Access, BUSY, Connections, Home, newer};
use super::db::{Pool, query};
use super::error::{Reason, StoreError};
use super::migrations;
use super::watch::Watch;
use crate::config::DatabaseConfig;

/// All migrations, oldest first: files of the folder `migrations/postgres`, by number.
pub const MIGRATIONS: &[migrations::File] = &[
    (
        1,
        "store",
        include_str!("../../migrations/postgres/0001_store.sql"),
    ),
    (
        40,
        "duties",
        include_str!("../../migrations/postgres/0040_duties.sql"),
    ),
    (
        41,
        "proofs",
        include_str!("../../migrations/postgres/0041_proofs.sql"),
    ),
    (
        42,
        "tickets_in_order",
        include_str!("../../migrations/postgres/0042_tickets_in_order.sql"),
    ),
    (
        43,
        "photos",
        include_str!("../../migrations/postgres/0043_photos.sql"),
    ),
    (
        50,
        "notices",
        include_str!("../../migrations/postgres/0050_notices.sql"),
    ),
    (
        51,
        "feedback",
        include_str!("../../migrations/postgres/0051_feedback.sql"),
    ),
    (
        52,
        "age_in_order",
        include_str!("../../migrations/postgres/0052_age_in_order.sql"),
    ),
    (
        61,
        "alarms_seen",
        include_str!("../../migrations/postgres/0061_alarms_seen.sql"),
    ),
    (
        62,
        "weeks",
        include_str!("../../migrations/postgres/0062_weeks.sql"),
    ),
    (
        65,
        "returns",
        include_str!("../../migrations/postgres/0065_returns.sql"),
    ),
    (
        70,
        "deliveries_in_turn",
        include_str!("../../migrations/postgres/0070_deliveries_in_turn.sql"),
    ),
    (
        71,
        "week_sums",
        include_str!("../../migrations/postgres/0071_week_sums.sql"),
    ),
    (
        80,
        "home",
        include_str!("../../migrations/postgres/0080_home.sql"),
    ),
    (
        81,
        "settled",
        include_str!("../../migrations/postgres/0081_settled.sql"),
    ),
    (
        82,
        "spread_of_minutes",
        include_str!("../../migrations/postgres/0082_spread_of_minutes.sql"),
    ),
    (
        90,
        "alone",
        include_str!("../../migrations/postgres/0090_alone.sql"),
    ),
    (
        91,
        "components",
        include_str!("../../migrations/postgres/0091_components.sql"),
    ),
    (
        92,
        "ended",
        include_str!("../../migrations/postgres/0092_ended.sql"),
    ),
    (
        93,
        "by_index",
        include_str!("../../migrations/postgres/0093_by_index.sql"),
    ),
    (
        94,
        "parts",
        include_str!("../../migrations/postgres/0094_parts.sql"),
    ),
];

/// How long a connection may have been idle before it is asked whether it still lives.
const FRESH: Duration = Duration::from_secs(1);

/// How the server treats our connections. A relay that vanished with its machine must not hold what it
/// locked for the two hours that TCP waits by itself; whoever waits for a lock waits as long as in SQLite.
const SESSION: [(&str, &str); 5] = [
    ("application_name", "firstline"),
    ("lock_timeout", "8s"),
    ("tcp_keepalives_idle", "30"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
];

/// A commit that has returned must be on disk, whatever the server does by default.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') = 'off'";

/// Opens a store and brings it up to date; makes it only if `make` says so.
pub async fn open(server: &DatabaseConfig, make: bool) -> Result<Connections, StoreError> {
    let (connections, writer) = connect(server, Access::Write).await?;
    let opened = bring_up_to_date(&connections, &writer, make).await;
    if let Err(error) = opened {
        connections.close().await;
        return Err(error.of(&server.name()));
    }
    Ok(connections)
}

/// Opens a store that is there, and leaves it as its relays made it.
pub async fn open_as_it_is(
    server: &DatabaseConfig,
    access: Access,
) -> Result<Connections, StoreError> {
    let (connections, _) = connect(server, access).await?;
    let is_there = async {
        is_made(&connections.reader).await?;
        connections.are_known(migrations::newest(MIGRATIONS)).await
    };
    match is_there.await {
        Ok(()) => Ok(connections),
        Err(error) => {
            connections.close().await;
            Err(error.of(&server.name()))
        }
    }
}

async fn bring_up_to_date(
    connections: &Connections,
    writer: &PgPool,
    make: bool,
) -> Result<(), StoreError> {
    if !make {
        is_made(&connections.reader).await?;
    }
    warn_of_no_fsync(&connections.reader).await?;
    // Of several relays that start at once, one does it: the migrator takes a lock of the server's.
    let done = migrations::all(MIGRATIONS).run(writer).await;
    done.map_err(|error| match error {
        MigrateError::VersionMissing(_) => newer(),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => refused(error),
        error => StoreError::new(error.to_string()),
    })
}

async fn is_made(reader: &Pool) -> Result<(), StoreError> {
    match reader.has_table("tickets").await? {
        true => Ok(()),
        false => Err(StoreError::new(
            "there is no store in this database yet: start `firstline serve` on it once".to_owned(),
        )),
    }
}

async fn warn_of_no_fsync(reader: &Pool) -> Result<(), StoreError> {
    let fsync: String = query("SELECT current_setting('fsync')")
        .fetch_one(reader)
        .await?
        .try_get(0)?;
    if fsync == "off" {
        tracing::error!(
            "the PostgreSQL server runs with fsync = off: when its machine loses power, tickets are lost that \
             customers were told are stored"
        );
    }
    Ok(())
}

/// Connects to this server; gives the connections themselves besides.
async fn connect(
    server: &DatabaseConfig,
    access: Access,
) -> Result<(Connections, PgPool), StoreError> {
    let options = server
        .options()
        .map_err(|message| StoreError::because(Reason::Configuration, message))?
        .options(SESSION);
    let options = match access {
        Access::Read => options.options([("default_transaction_read_only", "on")]),
        Access::Write => options,
    };
    let pool = |most: u32| {
        PgPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(BUSY)
            .test_before_acquire(false)
            .before_acquire(|connection, idle| {
                Box::pin(async move { still_lives(connection, idle.idle_for).await })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::query(DURABLE).execute(connection).await?;
                    Ok(())
                })
            })
    };
    // Once by hand: a pool waits and tries again where this says at once what is wrong.
    let first = tokio::time::timeout(BUSY, PgConnection::connect_with(&options)).await;
    match first {
        Ok(Ok(connection)) => drop(connection.close().await),
        Ok(Err(error)) => return Err(refused(error).of(&server.name())),
        Err(_) => {
            let error = StoreError::new("the server does not answer in time".to_owned());
            return Err(error.of(&server.name()));
        }
    }
    let all = pool(server.connections).connect_lazy_with(options.clone());
    let watch = Watch::new(pool(1).connect_lazy_with(options), server.name());
    let connections = Connections {
        reader: Pool::Postgres(all.clone()),
        writer: Pool::Postgres(all.clone()),
        home: Home::Server(watch),
    };
    Ok((connections, all))
}

/// A connection that was used a moment ago is taken to live: asking takes as long as a short statement.
async fn still_lives(connection: &mut PgConnection, idle: Duration) -> Result<bool, sqlx::Error> {
    if idle < FRESH {
        return Ok(true);
    }
    Ok(connection.ping().await.is_ok())
}

/// What the server refuses when it is asked to open a store, with what to do where that is known.
fn refused(error: sqlx::Error) -> StoreError {
    let code = error
        .as_database_error()
        .and_then(|error| error.code())
        .unwrap_or_default()
        .into_owned();
    let hint = match &*code {
        // Invalid authorisation, wrong password.
        "28000" | "28P01" => "Look at the user and the password in `database_url`.",
        "3D000" => {
            "Make it: CREATE USER firstline PASSWORD '…'; CREATE DATABASE firstline OWNER firstline;"
        }
        // Insufficient privilege.
        "42501" => {
            "The user in `database_url` must own the database, or may create tables in its schema."
        }
        _ => "",
    };
    match (hint, &error) {
        ("", sqlx::Error::Tls(_)) => StoreError::new(format!(
            "{error}. If the server has no certificate that this machine trusts, name its root by \
             ?sslrootcert=FILE in `database_url`, or give up proof by ?sslmode=require"
        )),
        ("", _) => StoreError::from(error),
        _ => StoreError::because(Reason::Configuration, format!("{error}. {hint}")),
    }
}
