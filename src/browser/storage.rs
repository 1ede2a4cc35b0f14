//! What this browser keeps: `localStorage`, under names of our own.
//!
//! It may be absent, forbidden (reading the property throws if cookies are blocked) or full, and what
//! is kept are our own texts, to the byte. `gloo-storage` panics in the first case and wraps each text
//! into JSON, so this is `web_sys` directly.

use web_sys::Storage;

/// Each key of ours begins with this; the page's own keys are left alone.
const PREFIX: &str = "firstline.";

/// The browser keeps nothing here: storage is absent, forbidden or full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

/// What is kept under this name; `None` if nothing is.
///
/// # Errors
/// If there is no storage.
pub fn get(key: &str) -> Result<Option<String>, NotKept> {
    storage()?.get_item(&full(key)).map_err(|_| NotKept)
}

/// Keeps a text under this name, in place of what was there.
///
/// # Errors
/// If it cannot be kept.
pub fn set(key: &str, value: &str) -> Result<(), NotKept> {
    storage()?.set_item(&full(key), value).map_err(|_| NotKept)
}

/// Forgets what is kept under this name.
///
/// # Errors
/// If there is no storage.
pub fn remove(key: &str) -> Result<(), NotKept> {
    storage()?.remove_item(&full(key)).map_err(|_| NotKept)
}

/// All that is kept under names that begin so, by the rest of the name.
pub fn all(start: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Ok(storage) = storage() else { return found };
    let start = full(start);
    for at in 0..storage.length().unwrap_or_default() {
        let Ok(Some(key)) = storage.key(at) else {
            continue;
        };
        if let Some(rest) = key.strip_prefix(&start)
            && let Ok(Some(text)) = storage.get_item(&key)
        {
            found.push((rest.to_owned(), text));
        }
    }
    found
}

/// Whether a key of the browser's storage is of something kept under names that begin so.
pub fn is_below(key: &str, start: &str) -> bool {
    let name = key.strip_prefix(PREFIX);
    name.is_some_and(|name| name.starts_with(start))
}

fn storage() -> Result<Storage, NotKept> {
    let storage = gloo_utils::window().local_storage();
    storage.ok().flatten().ok_or(NotKept)
}

fn full(key: &str) -> String {
    [PREFIX, key].concat()
}
