//! A copy of the store while it is in use.

use std::fs::File;
use std::path::Path;

use super::error::StoreError;
use super::handle::Store;

impl Store {
    /// Writes a copy of everything that is committed into a new file, for this user alone. Relays
    /// on the store go on; what they store meanwhile is not in the copy. What was erased is in no
    /// copy.
    ///
    /// # Errors
    ///
    /// If the file is there already or cannot be written. Then it is removed again.
    pub async fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        let failed =
            |error: &dyn std::fmt::Display| StoreError::new(format!("{}: {error}", to.display()));
        let mut options = std::fs::OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .write(true)
            .create_new(true)
            .open(to)
            .map_err(|error| failed(&error))?;
        let name = to
            .to_str()
            .ok_or_else(|| failed(&"the name of the file must be text"))?;
        // SQLite copies one state of the store, whatever is written meanwhile, into an empty file.
        let copied = sqlx::query("VACUUM INTO ?")
            .bind(name)
            .execute(&self.writer()?)
            .await;
        let finished = copied.map_err(|error| failed(&error)).and_then(|_| {
            File::open(to)
                .and_then(|file| file.sync_all())
                .map_err(|error| failed(&error))
        });
        if finished.is_err() {
            let _ = std::fs::remove_file(to);
        }
        finished
    }
}
