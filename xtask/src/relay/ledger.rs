//! What customers were told, held against what is stored.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};

use super::client::Answer;
use super::ticket::{MARK, key};

/// How many rows are read at a time.
const ROWS: i64 = 2000;

/// What customers were told.
#[derive(Default)]
pub struct Ledger {
    told: Mutex<HashMap<u64, String>>,
    changed: AtomicU64,
}

/// What is true of it.
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
        let mut stored: HashMap<u64, Vec<(String, String)>> = HashMap::new();
        let mut after = 0_i64;
        let mut audit = Audit::default();
        loop {
            let rows = sqlx::query(
                "SELECT rowid, number, idempotency_key, request FROM tickets WHERE rowid > ? \
                 ORDER BY rowid LIMIT ?",
            )
            .bind(after)
            .bind(ROWS)
            .fetch_all(&mut store)
            .await?;
            let Some(last) = rows.last() else { break };
            after = last.try_get(0)?;
            for row in &rows {
                audit.stored += 1;
                let request: &str = row.try_get(3)?;
                if let Some(mark) = mark(request) {
                    let pair = (row.try_get(1)?, row.try_get(2)?);
                    stored.entry(mark).or_default().push(pair);
                }
            }
        }
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        audit.accepted = told.len() as u64;
        audit.doubled = self.changed.load(Ordering::Relaxed);
        audit.doubled += stored.values().filter(|rows| rows.len() > 1).count() as u64;
        let is_kept = |(ticket, number): &(&u64, &String)| {
            let rows = stored.get(ticket).map_or(&[][..], Vec::as_slice);
            rows.iter()
                .any(|(kept, of)| kept == *number && *of == key(**ticket))
        };
        audit.lost = told.iter().filter(|told| !is_kept(told)).count() as u64;
        Ok(audit)
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
