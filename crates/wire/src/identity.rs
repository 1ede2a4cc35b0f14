//! `POST /api/v1/identity`: who the customer is, by a token that the provider's own server signed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ticket::Contact;

/// What the widget sends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentityRequest {
    /// The token, a JWT (RFC 7519).
    pub token: String,
}

/// What the relay makes of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// What the form is filled with.
    pub contact: Contact,
    /// What is known of customer and line, for guides.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Value>,
    /// What goes with a ticket in the token's place. It holds as long as a ticket waits for its line, and the token
    /// need not.
    pub proof: String,
}
