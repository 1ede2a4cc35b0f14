//! Files of the relay.

use crate::browser::file::{Answer, Asked, ask};

/// How long the relay may take for a file or for a ticket, in milliseconds. Generous: a line that
/// carries 30 kB in this time is bad, but it is the customer's only one.
pub(super) const DEADLINE: u32 = 30_000;

/// The bytes at this address; `None` if there is no good answer within that many milliseconds. What was asked for before the core was there is
/// taken, and asked for again if nothing came of it.
pub(super) async fn file(address: String, early: Option<Asked>, deadline: u32) -> Option<Vec<u8>> {
    if let Some(early) = early
        && let Some(Answer::File(file)) = early.answer(deadline).await
    {
        return Some(file);
    }
    // Another answer in its place the browser may have kept from when somebody in between gave it.
    for cached in [true, false] {
        if let Answer::File(file) = ask(&address, cached)?.answer(deadline).await? {
            return Some(file);
        }
    }
    None
}

/// A file as text; `None` if it is not UTF-8.
pub(super) fn text(bytes: Option<Vec<u8>>) -> Option<String> {
    String::from_utf8(bytes?).ok()
}
