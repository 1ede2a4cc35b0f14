//! Problem details for HTTP APIs (RFC 9457): every error answer of the relay.

use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

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
