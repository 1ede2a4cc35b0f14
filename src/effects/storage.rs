//! Storage in this browser: the session, the tickets that wait, and the text that is typed into the form.
//!
//! If nothing can be kept (a private window, a full disk), the widget works until the page is left;
//! whether a ticket would be lost then, [`Delivery::Later`](crate::model::Delivery) tells the model.

use firstline_guide::json::{self, Writer};
use firstline_guide::session::Millis;

use crate::browser::storage::{all, get, remove, set};

/// Where the session is kept.
const SESSION: &str = "session";
/// Tickets and what is typed into the form are kept under this and their key.
const OUTBOX: &str = "outbox.";

/// The newest ticket that the customer can follow: `embed/follow.js` shows it.
const FOLLOWED: &str = "ticket";

/// The session that is kept.
pub fn session() -> Option<String> {
    get(SESSION).ok().flatten()
}

/// The stored tickets and forms, by their keys.
pub fn outbox() -> Vec<(String, String)> {
    all(OUTBOX)
}

pub(super) fn store_session(text: &str) {
    let _ = set(SESSION, text);
}

pub(super) fn forget_session() {
    let _ = remove(SESSION);
}

pub(super) fn store_outbox(key: &str, text: &str) {
    let _ = set(&outbox_name(key), text);
}

pub(super) fn forget_outbox(key: &str) {
    let _ = remove(&outbox_name(key));
}

/// Keeps what opens a ticket to its customer.
pub(super) fn follow(at: Millis, number: &str, token: &str) {
    let mut out = Writer::new();
    out.begin_object();
    out.key("at");
    out.integer(at);
    out.key("number");
    out.string(number);
    out.key("token");
    out.string(token);
    out.end_object();
    let _ = set(FOLLOWED, &out.finish());
}

/// The token of the newest ticket: it proves that another ticket is of the same customer.
pub(super) fn followed() -> Option<String> {
    let text = get(FOLLOWED).ok().flatten()?;
    let kept = json::parse(&text).ok()?;
    kept.root.get("token")?.as_str().map(str::to_owned)
}

/// Whether a ticket is still there when this page is not.
pub(super) fn is_kept(key: &str) -> bool {
    matches!(get(&outbox_name(key)), Ok(Some(_)))
}

pub(super) fn outbox_name(key: &str) -> String {
    [OUTBOX, key].concat()
}
