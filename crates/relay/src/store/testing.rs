//! A store of a test's own: in a folder, or on the server that the suite has started.

#[path = "../../tests/relay/own_database.rs"]
mod own_database;

use tempfile::TempDir;

use super::db::query;
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

/// So many milliseconds pass by the store's clock, as if another relay had counted them.
pub async fn later(store: &Store, millis: i64) {
    query("UPDATE keeping SET age = age + $1, wall = wall + $1")
        .bind(millis)
        .execute(&store.writer().unwrap())
        .await
        .unwrap();
    let (keeping, _) = store.inner().clock().unwrap();
    store.look_at_clock(keeping.wall).await.unwrap();
}
