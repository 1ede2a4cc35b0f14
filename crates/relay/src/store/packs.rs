//! The guides of packs that customers used, kept in memory as they were read from the store.

use std::sync::{Arc, Mutex, PoisonError};

use firstline_guide::{Library, pack};

use super::error::StoreError;
use super::handle::Store;

/// How many are kept.
const MOST: usize = 64;

/// The packs of a store.
#[derive(Debug)]
pub struct Packs {
    store: Store,
    /// Guides by the hash of their pack, the oldest first; `None` if the pack cannot be read. A
    /// pack that is not in the store is not remembered: another relay on the same store may
    /// publish it yet.
    kept: Mutex<Vec<(String, Option<Arc<Library>>)>>,
}

impl Packs {
    /// The packs of this store, none of them read yet.
    pub fn new(store: Store) -> Packs {
        Packs {
            store,
            kept: Mutex::default(),
        }
    }

    /// The hashes of the packs of a guide in a language, the newest first.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn of_guide(&self, guide: &str, language: &str) -> Result<Vec<String>, StoreError> {
        self.store.packs_of(guide, language).await
    }

    /// The guides of the packs in which a guide is of this version, the newest first; of the first of these languages in which
    /// there is one. Several, if what the guide calls has changed, or the guide itself has and its version has not.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn of_version(
        &self,
        guide: &str,
        version: &str,
        languages: &[String],
    ) -> Result<Vec<Arc<Library>>, StoreError> {
        for language in languages {
            let mut found = Vec::new();
            for hash in self.of_guide(guide, language).await? {
                let library = self.library(&hash).await?;
                let is_of = |library: &Arc<Library>| {
                    library
                        .guide(guide)
                        .is_some_and(|guide| guide.version == version)
                };
                match library.filter(is_of) {
                    Some(library) => found.push(library),
                    // Those of a version were published one after the other: no other one is read for nothing.
                    None if !found.is_empty() => break,
                    None => {}
                }
            }
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The guides of the pack of this hash; `None` if there is none that can be read.
    ///
    /// # Errors
    ///
    /// If the store does not answer.
    pub async fn library(&self, hash: &str) -> Result<Option<Arc<Library>>, StoreError> {
        if hash.len() != 16 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        if let Some(known) = self.known(hash) {
            return Ok(known);
        }
        let Some(bytes) = self.store.pack(hash).await? else {
            return Ok(None);
        };
        let library = pack::read_any(&bytes).map(Arc::new).ok();
        if library.is_none() {
            tracing::error!(hash, "a pack that was published cannot be read any more");
        }
        self.keep(hash, library.clone());
        Ok(library)
    }

    fn known(&self, hash: &str) -> Option<Option<Arc<Library>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.iter().find(|(known, _)| known == hash);
        known.map(|(_, library)| library.clone())
    }

    fn keep(&self, hash: &str, library: Option<Arc<Library>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Another request may have read it meanwhile.
        if kept.iter().any(|(known, _)| known == hash) {
            return;
        }
        if kept.len() >= MOST {
            // Of what cannot be read nothing is lost but a line in the log.
            let unreadable = kept.iter().position(|(_, library)| library.is_none());
            kept.remove(unreadable.unwrap_or(0));
        }
        kept.push((hash.to_owned(), library));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use crate::site::{Asset, Cache, Site};

    const HASH: &str = "0123456789abcdef";

    fn readable() -> Vec<u8> {
        let guide = include_str!("../../tests/relay/no-internet.json");
        let pack = firstline_author::pack::pack("no-internet", |_| Some(guide));
        pack.unwrap().bytes
    }

    async fn publish(store: &Store, path: &str, bytes: &[u8]) {
        let mut site = Site::default();
        let mut asset = Asset::new(path, bytes.to_owned(), Cache::Immutable);
        asset.hash = HASH.to_owned();
        site.files.insert(path.to_owned(), asset);
        store.publish(&site, 0).await.unwrap();
    }

    #[tokio::test]
    async fn a_pack_that_cannot_be_read_is_read_once() {
        let (_folder, store) = testing::store().await;
        let packs = Packs::new(store.clone());
        let path = "guides/a.en.0123456789abcdef.pack";
        publish(&store, path, b"of another form").await;
        assert!(packs.library(HASH).await.unwrap().is_none());
        // Were the store asked again, it would give this.
        store.erase_slice(0, 1).await.unwrap();
        publish(&store, path, &readable()).await;
        assert!(packs.library(HASH).await.unwrap().is_none());
        assert!(Packs::new(store).library(HASH).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_pack_that_another_relay_publishes_later_is_found() {
        let (_folder, store) = testing::store().await;
        let packs = Packs::new(store.clone());
        assert!(packs.library(HASH).await.unwrap().is_none());
        publish(&store, "guides/a.en.0123456789abcdef.pack", &readable()).await;
        assert!(packs.library(HASH).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_pack_of_the_format_before_is_still_read() {
        let (_folder, store) = testing::store().await;
        let pack = include_bytes!("../../../guide/tests/fixtures/packs/no-internet.2.txt");
        publish(&store, "guides/a.en.0123456789abcdef.txt", pack).await;
        let library = Packs::new(store).library(HASH).await.unwrap().unwrap();
        assert_eq!(library.guides()[0].id, "no-internet");
    }

    #[tokio::test]
    async fn the_catalogue_of_boxes_and_assets_are_no_packs() {
        let (_folder, store) = testing::store().await;
        for path in [
            "guides/equipment.0123456789abcdef.json",
            "assets/words-0123.txt",
            "guides/a.svg",
        ] {
            publish(&store, path, b"{}").await;
            assert_eq!(store.pack(HASH).await.unwrap(), None, "{path}");
            store.erase_slice(0, 1).await.unwrap();
        }
        // The forms that packs had in earlier releases; and a guide may be called like the catalogue.
        for path in [
            "guides/a.en.0123456789abcdef.json",
            "guides/a.en.0123456789abcdef.txt",
            "guides/equipment.en.0123456789abcdef.pack",
        ] {
            publish(&store, path, b"a pack").await;
            assert_eq!(
                store.pack(HASH).await.unwrap().as_deref(),
                Some(b"a pack".as_slice())
            );
            store.erase_slice(0, 1).await.unwrap();
        }
    }

    #[tokio::test]
    async fn what_cannot_be_read_makes_room_first() {
        let (_folder, store) = testing::store().await;
        let packs = Packs::new(store);
        let library = Arc::new(pack::read(&readable()).unwrap());
        for number in 0..MOST - 1 {
            packs.keep(&number.to_string(), Some(Arc::clone(&library)));
        }
        for bad in ["bad", "worse"] {
            packs.keep(bad, None);
        }
        assert!(packs.known("0").is_some() && packs.known("bad").is_none());
        for number in MOST..MOST + 2 {
            packs.keep(&number.to_string(), Some(Arc::clone(&library)));
        }
        assert!(packs.known("worse").is_none() && packs.known("0").is_none());
        assert!(packs.known("1").is_some());
        assert_eq!(packs.kept.lock().unwrap().len(), MOST);
    }
}
