//! Packs and assets that were ever published.

use tokio::sync::Mutex;

use super::db::{Work, query};
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
        let mut work = self.writer()?.begin().await?;
        publish(&mut work, site, now).await?;
        work.finish().await
    }

    /// What was published at this path.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn published(&self, path: &str) -> Result<Option<Asset>, StoreError> {
        let row = query("SELECT bytes, br, gz, content_type, hash FROM published WHERE path = $1")
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
        let row = query(
            "SELECT bytes FROM published WHERE hash = $1 AND (path LIKE 'guides/%.pack' OR \
             path LIKE 'guides/%.txt' OR \
             path LIKE 'guides/%.json' AND path NOT LIKE 'guides/equipment.%') LIMIT 1",
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
        let rows = query(
            "SELECT hash FROM published WHERE substr(path, 1, length($1)) = $1 \
             ORDER BY last_seen DESC, rowid DESC LIMIT 20",
        )
        .bind(path)
        .fetch_all(&self.reader()?)
        .await?;
        rows.iter().map(|row| row.try_get(0)).collect()
    }
}

async fn publish(work: &mut Work, site: &Site, now: i64) -> Result<(), StoreError> {
    // In the order of their paths: two relays that publish at once wait for each other, and never both.
    for (path, asset) in &site.files {
        if asset.cache != Cache::Immutable {
            continue;
        }
        let same = query("UPDATE published SET last_seen = $1 WHERE path = $2 AND hash = $3")
            .bind(now)
            .bind(path)
            .bind(&asset.hash)
            .execute(&mut *work)
            .await?;
        if same > 0 {
            continue;
        }
        query(
            "INSERT INTO published (path, hash, content_type, bytes, br, gz, last_seen) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (path) DO UPDATE SET hash = excluded.hash, \
             content_type = excluded.content_type, bytes = excluded.bytes, br = excluded.br, \
             gz = excluded.gz, last_seen = excluded.last_seen",
        )
        .bind(path)
        .bind(&asset.hash)
        .bind(&asset.content_type)
        .bind(asset.bytes.as_ref())
        .bind(asset.br.as_deref())
        .bind(asset.gz.as_deref())
        .bind(now)
        .execute(&mut *work)
        .await?;
    }
    Ok(())
}
