//! `GET /api/v1/opening`: what is good to know when somebody opens the help.

use serde::{Deserialize, Serialize};

/// What is good to know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// Planned work that is ahead of the area, the next first.
    pub ahead: Vec<Ahead>,
    /// What the browser may measure; absent if the provider does not want it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measured>,
}

/// Planned work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ahead {
    /// Its id: it is told once.
    pub id: String,
    /// One line.
    pub title: String,
    /// When it begins, RFC 3339.
    pub began: String,
    /// When it is to be over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// What the browser may measure, and which topic helps then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// Addresses on the provider's network; none for the relay itself.
    pub isp: Vec<String>,
    /// Addresses beyond it.
    pub internet: Vec<String>,
    /// Where nothing answers, or nothing beyond the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreachable: Option<Topic>,
    /// Where answers take long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow: Option<Topic>,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The id of the guide.
    pub guide: String,
    /// The title of the guide, in the customer's language.
    pub title: String,
}
