//! Compares the answers that customers got with the store.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};

use super::client::Answer;
use super::ticket::{MARK, key};

/// How many rows are read at a time.
const ROWS: i64 = 2000;

/// The answers that customers got.
#[derive(Default)]
pub struct Ledger {
    told: Mutex<HashMap<u64, String>>,
    changed: AtomicU64,
}

/// The result of the comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Tickets that customers were given a number for.
    pub accepted: u64,
    /// Tickets that are stored.
    pub stored: u64,
    /// Tickets that are stored more than once, or were given more than one number.
    pub doubled: u64,
    /// Tickets that customers were given a number for, and that are not stored under it.
    pub lost: u64,
}

/// Everything that a connection finds. A macro, because the bounds of a function for both databases would be longer than
/// what it does.
macro_rules! read_all {
    ($store:ident) => {{
        let mut stored = Stored::default();
        let mut after = 0_i64;
        loop {
            let rows = sqlx::query(
                "SELECT rowid, number, idempotency_key, request FROM tickets WHERE rowid > $1 \
                 ORDER BY rowid LIMIT $2",
            )
            .bind(after)
            .bind(ROWS)
            .fetch_all(&mut $store)
            .await?;
            let Some(last) = rows.last() else { break };
            after = last.try_get(0)?;
            for row in &rows {
                stored.add(row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            }
        }
        stored
    }};
}

impl Ledger {
    /// Notes the answer to the ticket of this number. `true` if it was accepted.
    pub fn note(&self, ticket: u64, answer: &Answer) -> bool {
        if answer.status != 201 {
            return false;
        }
        let told: Option<serde_json::Value> = serde_json::from_slice(&answer.body).ok();
        let number = told
            .as_ref()
            .and_then(|told| told["number"].as_str())
            .unwrap_or_default()
            .to_owned();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = told.insert(ticket, number.clone())
            && before != number
        {
            self.changed.fetch_add(1, Ordering::Relaxed);
        }
        true
    }

    /// How many were accepted until now.
    pub fn accepted(&self) -> u64 {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.len() as u64
    }

    /// Reads the whole store in this folder and compares. It looks at the file alone, not through the
    /// relay's own code.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or if SQLite finds a fault in it.
    pub async fn audit(&self, data: &Path) -> Result<Audit> {
        let mut store = open(data).await?;
        let checked: String = sqlx::query("PRAGMA integrity_check")
            .fetch_one(&mut store)
            .await?
            .try_get(0)?;
        anyhow::ensure!(checked == "ok", "the store is damaged: {checked}");
        let stored = read_all!(store);
        Ok(self.compare(&stored))
    }

    /// The same with a store in this database of PostgreSQL.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub async fn audit_server(&self, url: &str) -> Result<Audit> {
        let mut store = PgConnection::connect(url).await?;
        let stored = read_all!(store);
        Ok(self.compare(&stored))
    }

    fn compare(&self, stored: &Stored) -> Audit {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let marked = &stored.marked;
        let is_kept = |(ticket, number): &(&u64, &String)| {
            let rows = marked.get(ticket).map_or(&[][..], Vec::as_slice);
            rows.iter()
                .any(|(kept, of)| kept == *number && *of == key(**ticket))
        };
        let doubled = marked.values().filter(|rows| rows.len() > 1).count() as u64;
        Audit {
            accepted: told.len() as u64,
            stored: stored.all,
            doubled: self.changed.load(Ordering::Relaxed) + doubled,
            lost: told.iter().filter(|told| !is_kept(told)).count() as u64,
        }
    }
}

/// The content of a store: how many tickets, and number and key of those with a mark of ours.
#[derive(Default)]
struct Stored {
    all: u64,
    marked: HashMap<u64, Vec<(String, String)>>,
}

impl Stored {
    fn add(&mut self, number: String, key: String, request: &str) {
        self.all += 1;
        if let Some(mark) = mark(request) {
            self.marked.entry(mark).or_default().push((number, key));
        }
    }
}

fn mark(request: &str) -> Option<u64> {
    let (_, rest) = request.split_once(MARK)?;
    rest.get(..12)?.parse().ok()
}

/// A connection of another program to the store in this folder.
pub async fn open(data: &Path) -> Result<SqliteConnection> {
    let file = data.join(firstline_relay::store::FILE);
    let options = SqliteConnectOptions::new().filename(&file);
    let mut store = options
        .connect()
        .await
        .with_context(|| format!("cannot open {}", file.display()))?;
    store.ping().await?;
    Ok(store)
}
