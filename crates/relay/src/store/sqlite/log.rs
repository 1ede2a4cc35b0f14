//! What is erased must be gone from the file and from its write-ahead log, and its room given back.
//!
//! A file beside the store keeps some of the disk free for erasing: on a full disk nothing could be
//! erased, because SQLite writes down first what it is about to do.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, Row as _};

use crate::store::connections::{BUSY, InFile};
use crate::store::error::StoreError;

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

/// Gives what was erased back to the disk and empties the write-ahead log of it. `false` if the file is of
/// an earlier version, is large and cannot shrink.
pub async fn shrink(store: InFile<'_>) -> Result<bool, StoreError> {
    let writer = store.writer;
    let mut can_shrink = number(writer, "PRAGMA auto_vacuum").await? == 2;
    let large = std::fs::metadata(store.path).map_or(0, |file| file.len()) > SMALL;
    if !can_shrink && !large {
        let mut connection = writer.acquire().await?;
        sqlx::query("PRAGMA auto_vacuum = INCREMENTAL")
            .execute(&mut *connection)
            .await?;
        sqlx::query("VACUUM").execute(&mut *connection).await?;
        can_shrink = true;
    }
    while can_shrink && number(writer, "PRAGMA freelist_count").await? > 0 {
        let mut connection = writer.acquire().await?;
        let give_back = AssertSqlSafe(format!("PRAGMA incremental_vacuum({PAGES})"));
        sqlx::query(give_back).fetch_all(&mut *connection).await?;
    }
    empty_log(store).await?;
    keep_reserve(store);
    Ok(can_shrink)
}

/// What is erased must not stay in the write-ahead log. Nobody can write while it waits for
/// whoever reads an older state, so it waits a moment only. Says whether the log is empty.
pub async fn empty_log(store: InFile<'_>) -> Result<bool, StoreError> {
    let mut connection = store.writer.acquire().await?;
    let patience = format!("PRAGMA busy_timeout = {}", PATIENCE.as_millis());
    sqlx::query(AssertSqlSafe(patience))
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
    sqlx::query(AssertSqlSafe(usual))
        .execute(&mut *connection)
        .await?;
    Ok(checkpoint? == 0)
}

/// Gives up what was kept free on the disk. `false` if there was nothing.
pub fn use_reserve(store: InFile<'_>) -> bool {
    std::fs::remove_file(reserve(store)).is_ok()
}

/// Keeps some of the disk free for erasing, if there is room.
pub fn keep_reserve(store: InFile<'_>) {
    let reserve = reserve(store);
    if !reserve.exists() && fill(&reserve).is_err() {
        let _ = std::fs::remove_file(&reserve);
    }
}

fn reserve(store: InFile<'_>) -> PathBuf {
    store.path.with_file_name(RESERVE_FILE)
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
