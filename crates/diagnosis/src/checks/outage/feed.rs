//! `GET /api/v1/status`: known faults and maintenance, normalised from whatever feed there is. The relay
//! writes it and the probe reads it.

use serde::{Deserialize, Serialize};

/// What is known now. A key that these types do not have is no error: a relay may be newer than the
/// widget of a page that stayed open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The worst of the items.
    pub state: State,
    /// Each fault or maintenance that is going on.
    #[serde(default)]
    pub items: Vec<Item>,
    /// Whether customers can leave an address to be told when a fault is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tells: bool,
}

/// The state of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing known.
    Ok,
    /// A fault.
    Outage,
    /// Planned work.
    Maintenance,
    /// The feed does not answer, and its last answer is too old.
    Unknown,
    /// The provider has no feed.
    NotSetUp,
}

/// What kind of item it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A fault.
    Outage,
    /// Planned work.
    Maintenance,
}

/// A fault or maintenance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The feed's id of it.
    pub id: String,
    /// What kind it is.
    pub kind: Kind,
    /// One line.
    pub title: String,
    /// What customers should know. Plain text.
    #[serde(default)]
    pub text: String,
    /// Areas (such as postcodes) that it touches; empty means everywhere.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Services that it touches; empty means all.
    #[serde(default)]
    pub services: Vec<String>,
    /// When it began, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<String>,
    /// When it is expected to end, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_end: Option<String>,
    /// When it ended, RFC 3339: it is told for some hours more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// What to do once it is over. Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub afterwards: String,
    /// When the feed last said something of it, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// What the feed said over time, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<Update>,
}

/// Something that the feed said of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// When it was said, RFC 3339.
    pub at: String,
    /// What. Plain text.
    pub text: String,
}
