//! `POST /api/v1/alerts`: the wish to be told when a fault is over.

use serde::{Deserialize, Serialize};

/// What the widget sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AlertRequest {
    /// The fault, by the id that the status gives it.
    pub item: String,
    /// Where the customer is; empty if nobody knows.
    #[serde(default)]
    pub area: String,
    /// The language to write in, a BCP 47 tag.
    pub language: String,
    /// The e-mail address for the message, which is erased when that is sent.
    pub email: String,
}

/// What the relay answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertCreated {
    /// What takes the wish back: `POST /api/v1/alerts/<token>/stop`.
    pub token: String,
}
