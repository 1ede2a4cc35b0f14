//! What is erased: tickets that are too old, and the one that somebody asks to be forgotten.
//!
//! Erasing goes in slices, so that tickets that come meanwhile wait for one slice and not for all.
//! A file beside the store keeps some of the disk free for it: on a full disk nothing could be
//! erased, because SQLite writes down first what it is about to do.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::Row;
use sqlx::sqlite::SqlitePool;

use super::connections::BUSY;
use super::error::{Reason, StoreError};
use super::handle::Store;
use super::number::Number;

/// How many rows are erased in one transaction.
const SLICE: i64 = 100;

/// How many free pages are given back to the disk at a time; a page has 4,096 bytes.
const PAGES: i64 = 1000;

/// For how long emptying the write-ahead log waits for others: nobody can write meanwhile.
const PATIENCE: Duration = Duration::from_millis(500);

/// What is kept free on the disk for erasing, in bytes.
const RESERVE: usize = 4 << 20;

/// The name of the file that keeps it free.
const RESERVE_FILE: &str = "firstline.reserve";

/// The largest file of an earlier version that is written anew once, so that it can shrink, in bytes.
const SMALL: u64 = 64 << 20;

/// What may still be found of what was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Nothing: it is overwritten in the file, and the write-ahead log is empty.
    None,
    /// It stays in the write-ahead log, because somebody reads an older state of the file. A relay on
    /// this store empties the log within the hour, and so does whoever closes the store last.
    InLog,
}

/// How much was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Tickets.
    pub tickets: u64,
    /// Packs and assets that are no longer published.
    pub published: u64,
}

impl Store {
    /// Erases the ticket of this number with everything that is kept of it: the request, the text for
    /// agents, and the first answer with its key. `None` if there is no such ticket.
    ///
    /// With the key gone, a browser that still waits for its answer would store the ticket again.
    ///
    /// # Errors
    ///
    /// If the store does not answer; then the ticket is still there.
    pub async fn forget(&self, number: Number) -> Result<Option<Trace>, StoreError> {
        // All that is kept of a ticket is its row, and its delivery that goes with it: see `migrations`.
        let number = &number.to_string();
        let erase = || async move {
            let done = sqlx::query("DELETE FROM tickets WHERE number = ?")
                .bind(number)
                .execute(&self.writer()?)
                .await?;
            Ok(done.rows_affected())
        };
        if self.on_a_full_disk(erase).await? == 0 {
            return Ok(None);
        }
        // The ticket is gone, so that a log that cannot be emptied is no error.
        let trace = self.empty_log().await.unwrap_or(Trace::InLog);
        self.keep_reserve();
        Ok(Some(trace))
    }

    /// Erases a slice of what is too old: tickets that are kept from before the first time and what
    /// was last published before the second, both by the clock of [`keeping`](super::keeping).
    /// Nothing more is too old when it returns none of both.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn erase_slice(&self, tickets: i64, published: i64) -> Result<Erased, StoreError> {
        let erase = || async move {
            let writer = self.writer()?;
            let tickets = sqlx::query(
                "DELETE FROM tickets WHERE rowid IN (SELECT rowid FROM tickets \
                 WHERE kept_from < ?1 OR kept_from IS NULL AND stored < ?1 LIMIT ?2)",
            )
            .bind(tickets)
            .bind(SLICE)
            .execute(&writer)
            .await?
            .rows_affected();
            let published = sqlx::query(
                "DELETE FROM published WHERE rowid IN \
                 (SELECT rowid FROM published WHERE last_seen < ?1 LIMIT ?2)",
            )
            .bind(published)
            .bind(SLICE)
            .execute(&writer)
            .await?
            .rows_affected();
            Ok(Erased { tickets, published })
        };
        let erased = self.on_a_full_disk(erase).await?;
        if erased != Erased::default() {
            // Each slice is out of the log before the next one, so that the log stays small.
            self.empty_log().await?;
        }
        Ok(erased)
    }

    /// Gives what was erased back to the disk and empties the write-ahead log of it. `false` if the
    /// file is of an earlier version, is large and cannot shrink.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn shrink(&self) -> Result<bool, StoreError> {
        let writer = self.writer()?;
        let mut can_shrink = number(&writer, "PRAGMA auto_vacuum").await? == 2;
        let large = std::fs::metadata(self.path()).map_or(0, |file| file.len()) > SMALL;
        if !can_shrink && !large {
            let mut connection = writer.acquire().await?;
            sqlx::query("PRAGMA auto_vacuum = INCREMENTAL")
                .execute(&mut *connection)
                .await?;
            sqlx::query("VACUUM").execute(&mut *connection).await?;
            can_shrink = true;
        }
        while can_shrink && number(&writer, "PRAGMA freelist_count").await? > 0 {
            let mut connection = writer.acquire().await?;
            let give_back = sqlx::AssertSqlSafe(format!("PRAGMA incremental_vacuum({PAGES})"));
            sqlx::query(give_back).fetch_all(&mut *connection).await?;
        }
        self.empty_log().await?;
        self.keep_reserve();
        Ok(can_shrink)
    }

    /// What is erased must not stay in the write-ahead log. Nobody can write while it waits for
    /// whoever reads an older state, so it waits a moment only.
    async fn empty_log(&self) -> Result<Trace, StoreError> {
        let mut connection = self.writer()?.acquire().await?;
        let patience = format!("PRAGMA busy_timeout = {}", PATIENCE.as_millis());
        sqlx::query(sqlx::AssertSqlSafe(patience))
            .execute(&mut *connection)
            .await?;
        let began = Instant::now();
        let checkpoint = loop {
            let checkpoint = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_one(&mut *connection)
                .await
                .and_then(|row| row.try_get::<i64, _>(0));
            // SQLite waits for whoever reads, and not for whoever empties the log at this moment.
            if checkpoint.as_ref().ok() == Some(&0) || began.elapsed() >= PATIENCE {
                break checkpoint;
            }
            tokio::time::sleep(PATIENCE / 20).await;
        };
        let usual = format!("PRAGMA busy_timeout = {}", BUSY.as_millis());
        sqlx::query(sqlx::AssertSqlSafe(usual))
            .execute(&mut *connection)
            .await?;
        Ok(match checkpoint? {
            0 => Trace::None,
            _ => Trace::InLog,
        })
    }

    /// Does it; if the disk is full, once more with what was kept free for it.
    async fn on_a_full_disk<T, F>(&self, work: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        match work().await {
            Err(error) if error.reason == Reason::Full => {
                let reserve = self.reserve();
                if std::fs::remove_file(&reserve).is_err() {
                    return Err(error);
                }
                tracing::warn!("the disk is full: what was kept free for erasing is used now");
                work().await
            }
            done => done,
        }
    }

    fn reserve(&self) -> PathBuf {
        self.path().with_file_name(RESERVE_FILE)
    }

    /// Keeps some of the disk free for erasing, if there is room.
    pub fn keep_reserve(&self) {
        let reserve = self.reserve();
        if !reserve.exists() && fill(&reserve).is_err() {
            let _ = std::fs::remove_file(&reserve);
        }
    }
}

async fn number(writer: &SqlitePool, pragma: &'static str) -> Result<i64, StoreError> {
    Ok(sqlx::query(pragma).fetch_one(writer).await?.try_get(0)?)
}

/// Bytes that no file system can leave out or compress to nothing.
fn fill(reserve: &Path) -> std::io::Result<()> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    })
    .take(RESERVE / 8)
    .flatten()
    .collect();
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.write(true).create_new(true).open(reserve)?;
    file.write_all(&bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::super::keeping::MADE;
    use super::super::rows::NewTicket;
    use super::*;

    fn ticket(number: u64) -> NewTicket {
        NewTicket {
            key: number.to_string(),
            fingerprint: String::new(),
            stored: 0,
            guide: "no-internet".to_owned(),
            category: None,
            severity: None,
            unverified: None,
            summary: String::new(),
            text: "what the agent reads ".repeat(500),
            request: "{}".to_owned(),
            ..NewTicket::default()
        }
    }

    #[tokio::test]
    async fn erasing_goes_in_slices_and_gives_the_disk_back() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        store.look_at_clock(MADE).await.unwrap();
        store.shrink().await.unwrap();
        let fresh = std::fs::metadata(store.path()).unwrap().len();
        let storing = (0..250).map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.insert(ticket(number), str::to_owned).await })
        });
        for stored in storing.collect::<Vec<_>>() {
            assert!(stored.await.unwrap().unwrap().is_some());
        }
        store.shrink().await.unwrap();
        let full = std::fs::metadata(store.path()).unwrap().len();
        assert!(full > 2_500_000, "{full}");
        let mut slices = Vec::new();
        loop {
            let erased = store.erase_slice(i64::MAX, 0).await.unwrap();
            if erased == Erased::default() {
                break;
            }
            slices.push(erased.tickets);
        }
        assert_eq!(slices, [100, 100, 50]);
        assert!(store.shrink().await.unwrap());
        let empty = std::fs::metadata(store.path()).unwrap().len();
        // What is left are empty tables and their indexes, and a page or two of what was counted meanwhile.
        assert!(empty <= fresh + 3 * 4096, "{empty}, of {fresh} before");
    }

    #[tokio::test]
    async fn a_full_disk_is_said_and_spoils_no_later_ticket() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        // SQLite says the same when it may have no more pages.
        let full = sqlx::query("PRAGMA max_page_count = 60");
        full.fetch_all(&store.writer().unwrap()).await.unwrap();
        let mut refused = None;
        for number in 0..100 {
            if let Err(error) = store.insert(ticket(number), str::to_owned).await {
                refused = Some(error.reason);
                break;
            }
        }
        assert_eq!(refused, Some(Reason::Full));
        assert!(store.ready().await.is_err());
        // The connection that failed is given up, and another one knows no such limit.
        let stored = store.insert(ticket(1000), str::to_owned).await.unwrap();
        assert!(stored.is_some());
        assert!(store.ready().await.is_ok());
    }

    #[tokio::test]
    async fn a_ticket_is_as_old_as_the_store_says_and_not_the_clock() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let day = 24 * 60 * 60 * 1000;
        // The clock is in 1970, then right, then in 2038, all while the relay runs.
        for wall in [0, MADE + 30 * day, 2_145_916_800_000] {
            let (age, _) = store.look_at_clock(wall).await.unwrap();
            let mut new = ticket(u64::try_from(wall).unwrap());
            new.stored = wall;
            store.insert(new, str::to_owned).await.unwrap();
            assert_eq!(
                store
                    .erase_slice(age - 90 * day, age - 90 * day)
                    .await
                    .unwrap(),
                Erased::default(),
                "{wall}"
            );
        }
        assert_eq!(store.newest(9).await.unwrap().len(), 3);
    }
}
