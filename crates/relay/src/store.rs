//! What must outlive the process: tickets, and everything that was ever published. One SQLite
//! file, write-ahead log, `synchronous=FULL`: a commit that has returned is on disk.

mod each;
mod erase;

use std::fmt;
use std::path::Path;
use std::time::Duration;

use axum::body::Bytes;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{Row, SqlSafeStr};

use crate::number::Number;
use crate::site::{Asset, Cache, Site};

pub use each::{Exported, Period};
pub use erase::Trace;

/// The name of the file in the data directory.
pub const FILE: &str = "firstline.sqlite";

/// All migrations, oldest first: files of the folder `migrations`, by number.
const MIGRATIONS: &[(i64, &str, &str)] = &[(
    1,
    "tickets and published",
    include_str!("../migrations/0001_tickets_and_published.sql"),
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

/// A ticket to be stored.
#[derive(Clone, Debug)]
pub struct NewTicket {
    /// The UUID of `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of the body, in hex.
    pub fingerprint: String,
    /// When, milliseconds since 1970.
    pub stored: i64,
    /// The id of the guide.
    pub guide: String,
    /// The helpdesk's category, where the trail proves one.
    pub category: Option<String>,
    /// How bad it is, where the trail proves it.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
    /// What the agent reads; the number is put in its first line.
    pub text: String,
    /// The body as it came.
    pub request: String,
}

/// The answer that a key got first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// The fingerprint of the body that it got it for.
    pub fingerprint: String,
    /// The body of the answer.
    pub answer: String,
}

/// A ticket as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: i64,
    /// The id of its guide.
    pub guide: String,
    /// The helpdesk's category.
    pub category: Option<String>,
    /// How bad it is.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
    /// What the agent reads.
    pub text: String,
    /// The request's body as it came.
    pub request: String,
}

impl Store {
    /// Opens the store in this directory, makes it where there is none, and brings it up to date.
    /// Directory and file are made for this user alone: tickets are personal data.
    ///
    /// # Errors
    ///
    /// Where the directory or the file cannot be made, opened or brought up to date.
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
    /// Where there is none.
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
    /// Where there is none, or a newer version made it: that may keep what this one does not know of.
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
    /// Where it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT count(*) FROM tickets WHERE stored < 0")
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The answer that this key got first.
    ///
    /// # Errors
    ///
    /// Where the store does not answer.
    pub async fn first_answer(&self, key: &str) -> Result<Option<FirstAnswer>, StoreError> {
        let row = sqlx::query("SELECT fingerprint, answer FROM tickets WHERE idempotency_key = ?")
            .bind(key)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            Ok(FirstAnswer {
                fingerprint: row.try_get(0)?,
                answer: row.try_get(1)?,
            })
        })
        .transpose()
    }

    /// Stores a ticket under a number of its own, in one transaction, and gives the number. When
    /// it returns, the ticket is on disk. `None` where the key has one already.
    ///
    /// `answer` makes the answer's body from the number.
    ///
    /// # Errors
    ///
    /// Where the store does not take it; nothing is stored then.
    pub async fn insert(
        &self,
        ticket: &NewTicket,
        answer: impl Fn(&str) -> String,
    ) -> Result<Option<(String, String)>, StoreError> {
        // Nine million numbers: a number that is taken is met now and then, twenty in a row never.
        for _ in 0..20 {
            let number = Number::random().to_string();
            let answer = answer(&number);
            let inserted = sqlx::query(
                "INSERT INTO tickets (number, idempotency_key, fingerprint, stored, answer, \
                 guide, category, severity, unverified, summary, text, request) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(&number)
            .bind(&ticket.key)
            .bind(&ticket.fingerprint)
            .bind(ticket.stored)
            .bind(&answer)
            .bind(&ticket.guide)
            .bind(&ticket.category)
            .bind(&ticket.severity)
            .bind(&ticket.unverified)
            .bind(&ticket.summary)
            .bind(format!("Ticket {number}\n{}", ticket.text))
            .bind(&ticket.request)
            .execute(&self.pool)
            .await;
            match inserted {
                Ok(_) => return Ok(Some((number, answer))),
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                    if self.first_answer(&ticket.key).await?.is_some() {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError("no free ticket number was found".to_owned()))
    }

    /// The newest tickets, newest first.
    ///
    /// # Errors
    ///
    /// Where the store does not answer.
    pub async fn newest(&self, most: u32) -> Result<Vec<Ticket>, StoreError> {
        let rows = sqlx::query("SELECT * FROM tickets ORDER BY stored DESC, rowid DESC LIMIT ?")
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(ticket).collect()
    }

    /// The ticket of this number.
    ///
    /// # Errors
    ///
    /// Where the store does not answer.
    pub async fn ticket(&self, number: Number) -> Result<Option<Ticket>, StoreError> {
        let row = sqlx::query("SELECT * FROM tickets WHERE number = ?")
            .bind(number.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(ticket).transpose()
    }

    /// Keeps what changes its name with its content (packs, hashed assets), so that it can be
    /// served when a later version no longer has it.
    ///
    /// # Errors
    ///
    /// Where the store does not take it.
    pub async fn publish(&self, site: &Site, now: i64) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for (path, asset) in &site.files {
            if asset.cache != Cache::Immutable {
                continue;
            }
            let same =
                sqlx::query("UPDATE published SET last_seen = ? WHERE path = ? AND hash = ?")
                    .bind(now)
                    .bind(path)
                    .bind(&asset.hash)
                    .execute(&mut *transaction)
                    .await?;
            if same.rows_affected() > 0 {
                continue;
            }
            sqlx::query(
                "INSERT OR REPLACE INTO published \
                 (path, hash, content_type, bytes, br, gz, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(path)
            .bind(&asset.hash)
            .bind(&asset.content_type)
            .bind(asset.bytes.as_ref())
            .bind(asset.br.as_deref())
            .bind(asset.gz.as_deref())
            .bind(now)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// What was published at this path.
    ///
    /// # Errors
    ///
    /// Where the store does not answer.
    pub async fn published(&self, path: &str) -> Result<Option<Asset>, StoreError> {
        let row =
            sqlx::query("SELECT bytes, br, gz, content_type, hash FROM published WHERE path = ?")
                .bind(path)
                .fetch_optional(&self.pool)
                .await?;
        let bytes = |bytes: Option<Vec<u8>>| bytes.map(Bytes::from);
        row.map(|row| {
            Ok(Asset {
                bytes: Bytes::from(row.try_get::<Vec<u8>, _>(0)?),
                br: bytes(row.try_get(1)?),
                gz: bytes(row.try_get(2)?),
                content_type: row.try_get(3)?,
                cache: Cache::Immutable,
                hash: row.try_get(4)?,
            })
        })
        .transpose()
    }

    /// The pack of this hash: a text, or JSON as an earlier release wrote it. The catalogue of boxes,
    /// which lies beside the packs, is none.
    ///
    /// # Errors
    ///
    /// Where the store does not answer.
    pub async fn pack(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = sqlx::query(
            "SELECT bytes FROM published WHERE hash = ? AND (path GLOB 'guides/*.txt' OR \
             path GLOB 'guides/*.json' AND path NOT GLOB 'guides/equipment.*') LIMIT 1",
        )
        .bind(hash)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(row.try_get(0)?))
    }

    /// The hashes of the packs of a guide in a language, the newest first. Twenty at most: more
    /// versions than that are not lived on at once.
    ///
    /// # Errors
    ///
    /// Where the store does not answer.
    pub async fn packs_of(&self, guide: &str, language: &str) -> Result<Vec<String>, StoreError> {
        let path = format!("guides/{guide}.{language}.");
        let rows = sqlx::query(
            "SELECT hash FROM published WHERE substr(path, 1, length(?1)) = ?1 \
             ORDER BY last_seen DESC, rowid DESC LIMIT 20",
        )
        .bind(path)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
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

/// The store has what this version does not know.
fn newer(file: &Path) -> StoreError {
    StoreError(format!(
        "{}: a newer version of firstline wrote this store. Use that version; or put a copy of \
         the store from before it here; or name another folder by the key `data` (or --data)",
        file.display()
    ))
}

fn ticket(row: &SqliteRow) -> Result<Ticket, StoreError> {
    Ok(Ticket {
        number: row.try_get("number")?,
        stored: row.try_get("stored")?,
        guide: row.try_get("guide")?,
        category: row.try_get("category")?,
        severity: row.try_get("severity")?,
        unverified: row.try_get("unverified")?,
        summary: row.try_get("summary")?,
        text: row.try_get("text")?,
        request: row.try_get("request")?,
    })
}

/// Makes directory and file, where they are not there, for this user alone. SQLite gives the files
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
