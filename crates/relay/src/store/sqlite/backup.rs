//! A copy of the file while it is in use.

use std::fs::File;
use std::path::Path;

use crate::store::connections::InFile;
use crate::store::error::StoreError;

/// Writes a copy of everything that is committed into a new file, for this user alone; if that fails,
/// it is removed again.
pub async fn back_up(store: InFile<'_>, to: &Path) -> Result<(), StoreError> {
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
    let copied = sqlx::query("VACUUM INTO $1")
        .bind(name)
        .execute(store.writer)
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
