//! What is kept in this browser: `localStorage`, under names of our own.
//!
//! It may be absent, forbidden (the accessor throws where cookies are blocked) or full. The widget
//! works without it; what then cannot be kept, the customer is told.

/// Every key of ours begins with this; the page's own keys are left alone.
const PREFIX: &str = "firstline.";

/// Why something could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no storage, or the browser does not let us.
    Unavailable,
    /// It is there, but it did not take this: full, or a private window without any quota.
    Full,
}

/// What is kept under this name, if anything.
pub fn get(key: &str) -> Result<Option<String>, StorageError> {
    storage()?
        .get_item(&full(key))
        .map_err(|_| StorageError::Unavailable)
}

/// Keeps this under this name, in place of what was there.
pub fn set(key: &str, value: &str) -> Result<(), StorageError> {
    storage()?
        .set_item(&full(key), value)
        .map_err(|_| StorageError::Full)
}

/// Forgets what is kept under this name.
pub fn remove(key: &str) -> Result<(), StorageError> {
    storage()?
        .remove_item(&full(key))
        .map_err(|_| StorageError::Unavailable)
}

fn storage() -> Result<web_sys::Storage, StorageError> {
    super::window()
        .and_then(|window| window.local_storage().ok().flatten())
        .ok_or(StorageError::Unavailable)
}

fn full(key: &str) -> String {
    let mut full = String::with_capacity(PREFIX.len() + key.len());
    full.push_str(PREFIX);
    full.push_str(key);
    full
}
