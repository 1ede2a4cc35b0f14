//! Files of the relay.

use crate::browser::fetch::{Early, Mode, Outcome, send_within};

/// How long the relay may take for a file or for a ticket, in milliseconds. Generous: a line that
/// carries 30 kB in this time is bad, but it is the customer's only one.
pub(super) const DEADLINE: u32 = 30_000;

/// The bytes at this address; `None` if there is no good answer. What was asked for before the core was there is
/// taken, and asked for again if nothing came of it.
pub(super) async fn file(address: String, early: Option<Early>) -> Option<Vec<u8>> {
    if let Some(early) = early
        && let Some(body) = early.body(DEADLINE).await
    {
        return Some(body);
    }
    for mode in [Mode::Cached, Mode::Anew] {
        let Outcome::Answered(answer) = send_within(DEADLINE, &address, mode).await? else {
            return None;
        };
        if answer.is_good() && !answer.is_page() {
            return Some(answer.body);
        }
        // A page or a refusal in the file's place: the browser may have kept it from when somebody in between gave it.
    }
    None
}

/// A file as text; `None` if it is not UTF-8.
pub(super) fn text(bytes: Option<Vec<u8>>) -> Option<String> {
    String::from_utf8(bytes?).ok()
}
