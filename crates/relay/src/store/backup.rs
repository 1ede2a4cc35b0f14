//! A copy of the store while it is in use.

use std::path::Path;

use super::error::StoreError;
use super::handle::Store;
use super::sqlite;

impl Store {
    /// Writes a copy of everything that is committed into a new file, for this user alone. Relays
    /// on the store go on; what they store meanwhile is not in the copy. What was erased is in no
    /// copy.
    ///
    /// # Errors
    ///
    /// If the file is there already or cannot be written: then it is removed again. If the store is on a
    /// server, which has better means of its own.
    pub async fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        match self.connections()?.in_file() {
            Some(file) => sqlite::back_up(file, to).await,
            None => Err(StoreError::new(format!(
                "this store is in {}, and `firstline backup` copies only a store in a file. PostgreSQL's own \
                 program does it while relays run: pg_dump --format=custom --file={} DATABASE. pg_restore \
                 brings it back",
                self.place(),
                to.display()
            ))),
        }
    }
}
