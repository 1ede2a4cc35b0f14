//! Problem details for HTTP APIs (RFC 9457): every error answer of the relay.

use firstline_guide::json;
use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The kinds of problem that the same request would meet again, by the last part of their `type`:
/// what the relay says of a key and a body that it has read.
pub const FINAL: [&str; 6] = [
    "idempotency-key-missing",
    "idempotency-key-malformed",
    "malformed-request",
    "body-too-large",
    "unsupported-media-type",
    "idempotency-key-reused",
];

/// The kind of problem of a page whose origin is not in `origins`.
pub const ORIGIN_NOT_LISTED: &str = "origin-not-listed";

/// Whether an answer of this media type is a relay's own problem of one of these kinds. Everything
/// else may be of something in between, whatever its status: a proxy, a firewall, a sign-in page.
pub fn is(kinds: &[&str], media_type: &str, body: &[u8]) -> bool {
    if !media_type.starts_with(MEDIA_TYPE) {
        return false;
    }
    let text = str::from_utf8(body).ok();
    let read = text.and_then(|text| json::parse(text).ok());
    let kind = read
        .as_ref()
        .and_then(|problem| problem.root.get("type")?.as_str());
    kind.and_then(|kind| kind.strip_prefix("/problems/"))
        .is_some_and(|id| kinds.contains(&id))
}

/// A problem, as RFC 9457 has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// A URI reference that names the kind of problem; the relay serves a page there.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short, constant summary of the kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong this time, with the place and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// JSON pointer to the place in the request (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}
