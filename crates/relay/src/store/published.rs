//! Packs and assets that were ever published.

use sqlx::{Row, SqliteConnection};
use tokio::sync::Mutex;

use super::connections::give_up;
use super::error::StoreError;
use super::handle::Store;
use crate::site::{Asset, Cache, Site};

/// How many bytes of assets of earlier versions are kept in memory.
const KEPT: usize = 16 << 20;

/// Assets of earlier versions, read once and shared by all whom they are sent to: whoever asks for a
/// large one a thousand times costs one copy of it.
#[derive(Debug, Default)]
pub struct Earlier(Mutex<Vec<(String, Asset)>>);

impl Earlier {
    /// What was published at this path; `None` if nothing was.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn get(&self, store: &Store, path: &str) -> Result<Option<Asset>, StoreError> {
        // Held while one is read, so that each is read once.
        let mut kept = self.0.lock().await;
        if let Some(position) = kept.iter().position(|(known, _)| known == path) {
            let found = kept.remove(position);
            let asset = found.1.clone();
            kept.push(found);
            return Ok(Some(asset));
        }
        let Some(asset) = store.published(path).await? else {
            return Ok(None);
        };
        kept.push((path.to_owned(), asset.clone()));
        while kept.len() > 1 && kept.iter().map(|(_, asset)| asset.size()).sum::<usize>() > KEPT {
            kept.remove(0);
        }
        Ok(Some(asset))
    }
}

impl Store {
    /// Keeps what changes its name with its content (packs, hashed assets), so that it can be
    /// served when a later version no longer has it.
    ///
    /// # Errors
    ///
    /// If the store does not take it.
    pub async fn publish(&self, site: &Site, now: i64) -> Result<(), StoreError> {
        let mut connection = self.writer()?.acquire().await?;
        let published = publish(&mut connection, site, now).await;
        if published.is_err() {
            give_up(connection).await;
        }
        published
    }

    /// What was published at this path.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn published(&self, path: &str) -> Result<Option<Asset>, StoreError> {
        let row =
            sqlx::query("SELECT bytes, br, gz, content_type, hash FROM published WHERE path = ?")
                .bind(path)
                .fetch_optional(&self.reader()?)
                .await?;
        row.map(|row| {
            let bytes = [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?];
            Ok(Asset::published(bytes, row.try_get(3)?, row.try_get(4)?))
        })
        .transpose()
    }

    /// The pack of this hash, in whichever form a release wrote it: `.pack`, `.txt` or `.json`. The
    /// catalogue of boxes, which lies beside the packs, is none.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn pack(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = sqlx::query(
            "SELECT bytes FROM published WHERE hash = ? AND (path GLOB 'guides/*.pack' OR \
             path GLOB 'guides/*.txt' OR \
             path GLOB 'guides/*.json' AND path NOT GLOB 'guides/equipment.*') LIMIT 1",
        )
        .bind(hash)
        .fetch_optional(&self.reader()?)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(row.try_get(0)?))
    }

    /// The hashes of the packs of a guide in a language, the newest first. Twenty at most: more
    /// versions than that are not in use at once.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn packs_of(&self, guide: &str, language: &str) -> Result<Vec<String>, StoreError> {
        let path = format!("guides/{guide}.{language}.");
        let rows = sqlx::query(
            "SELECT hash FROM published WHERE substr(path, 1, length(?1)) = ?1 \
             ORDER BY last_seen DESC, rowid DESC LIMIT 20",
        )
        .bind(path)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

async fn publish(
    connection: &mut SqliteConnection,
    site: &Site,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    for (path, asset) in &site.files {
        if asset.cache != Cache::Immutable {
            continue;
        }
        let same = sqlx::query("UPDATE published SET last_seen = ? WHERE path = ? AND hash = ?")
            .bind(now)
            .bind(path)
            .bind(&asset.hash)
            .execute(&mut *connection)
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
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("COMMIT").execute(&mut *connection).await?;
    Ok(())
}
