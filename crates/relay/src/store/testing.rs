//! A store of a test's own: in a folder, or on the server that the suite has started.

#[path = "../../tests/relay/own_database.rs"]
mod own_database;

use tempfile::TempDir;

use super::insights::WalksKey;
use super::{Place, Store};
use crate::config::DatabaseConfig;

/// An empty store, and the folder that it lives as long as.
pub async fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let place = match own_database::of(folder.path()).await {
        None => Place::from(folder.path()),
        Some(url) => Place::Server(DatabaseConfig {
            url: Some(url.as_str().into()),
            connections: 3,
        }),
    };
    let store = Store::open(place).await.unwrap();
    (folder, store)
}

/// The same store as another relay has it, with a clock of its own.
pub async fn another(store: &Store) -> Store {
    Store::open(store.place().clone()).await.unwrap()
}

/// Walks of a guide on a day, of nobody in particular.
pub fn walks_key(day: i64, guide: &str) -> WalksKey {
    WalksKey {
        day,
        guide: guide.to_owned(),
        version: "1".to_owned(),
        language: String::new(),
        technology: String::new(),
        equipment: String::new(),
    }
}
