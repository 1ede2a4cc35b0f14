//! What has arrived of an upload, counted here: what a browser says that it sent lies in its buffers for seconds.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How often it is said how much has arrived.
pub const EVERY: Duration = Duration::from_millis(100);

/// The longest id of an upload, in characters.
pub const LONGEST_ID: usize = 64;

/// The uploads that somebody sends or whose count somebody reads, by the browser's id.
#[derive(Debug, Default)]
pub struct Uploads(Mutex<HashMap<String, Weak<Count>>>);

/// The bytes that have arrived under one id, over all its connections.
#[derive(Debug, Default)]
pub struct Count {
    bytes: AtomicU64,
    first: OnceLock<Instant>,
    sending: AtomicUsize,
}

/// Somebody is sending; until it is dropped.
#[derive(Debug)]
pub struct Sending(Arc<Count>);

impl Uploads {
    /// The count of this id, or a new one.
    pub fn of(&self, id: &str) -> Arc<Count> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get(id).and_then(Weak::upgrade) {
            return count;
        }
        all.retain(|_, count| count.strong_count() > 0);
        let count = Arc::new(Count::default());
        all.insert(id.to_owned(), Arc::downgrade(&count));
        count
    }
}

/// Whether this can be the id of an upload: letters, digits, `-` and `_`.
pub fn is_id(text: &str) -> bool {
    let may = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.len() <= LONGEST_ID && text.bytes().all(may)
}

impl Count {
    /// A connection begins to send.
    pub fn begin(self: &Arc<Count>) -> Sending {
        self.sending.fetch_add(1, Ordering::Relaxed);
        Sending(Arc::clone(self))
    }

    /// Whether a connection is sending.
    pub fn is_sending(&self) -> bool {
        self.sending.load(Ordering::Relaxed) > 0
    }

    /// Whether anything has arrived.
    pub fn has_begun(&self) -> bool {
        self.first.get().is_some()
    }

    /// A line with the bytes that have arrived until now.
    pub fn line(&self) -> String {
        line(
            self.bytes.load(Ordering::Relaxed),
            self.first.get().copied(),
        )
    }
}

impl Sending {
    /// These have arrived.
    pub fn arrived(&self, bytes: u64) {
        self.0.first.get_or_init(Instant::now);
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// A line with the bytes that have arrived under this id until now.
    pub fn line(&self) -> String {
        self.0.line()
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.0.sending.fetch_sub(1, Ordering::Relaxed);
    }
}

/// `{"bytes":16384,"ms":103.2}`: how many bytes have arrived, and how long ago the first did.
pub fn line(bytes: u64, first: Option<Instant>) -> String {
    let ms = first.map_or(0.0, |first| first.elapsed().as_secs_f64() * 1000.0);
    format!("{{\"bytes\":{bytes},\"ms\":{ms:.1}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_of_one_id_count_together_and_end_with_the_last() {
        let uploads = Uploads::default();
        let count = uploads.of("a");
        assert_eq!(count.line(), "{\"bytes\":0,\"ms\":0.0}\n");
        let (one, two) = (count.begin(), uploads.of("a").begin());
        one.arrived(10);
        two.arrived(5);
        uploads.of("b").begin().arrived(1);
        assert!(
            count.line().starts_with("{\"bytes\":15,"),
            "{}",
            count.line()
        );
        assert!(count.has_begun() && count.is_sending());
        drop((one, two));
        assert!(!count.is_sending());
        drop(count);
        assert!(!uploads.of("a").has_begun());
    }

    #[test]
    fn an_id_is_short_and_plain() {
        for (id, is) in [
            ("x", true),
            ("8e03978e-40d5_A", true),
            ("", false),
            ("a/b", false),
            ("a b", false),
            ("ä", false),
            (&"x".repeat(64), true),
            (&"x".repeat(65), false),
        ] {
            assert_eq!(is_id(id), is, "{id}");
        }
    }
}
