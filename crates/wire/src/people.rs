//! `GET /api/v1/people` and `/api/v1/ticket/slots`: who is to be reached, and when somebody comes.

use serde::{Deserialize, Serialize};

/// Who is to be reached now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct People {
    /// When this was so, milliseconds since 1970, by the relay's clock.
    pub now: u64,
    /// The ways to them, in the provider's order.
    pub ways: Vec<Way>,
    /// The provider's time zone, in which times are told.
    pub zone: String,
    /// Whether whoever has a ticket can choose an appointment.
    pub appointments: bool,
}

/// A way to people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Way {
    /// By which it is known: its kind and its contact.
    pub id: String,
    /// What kind it is: `phone`, `chat`, `callback`, `mail` or `shop`.
    pub kind: String,
    /// What the provider calls it; none where its kind says all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What opens it: `tel:`, `mailto:` or `https:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The number or the address, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// The guide that leads to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
    /// When somebody is there, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Whether somebody is there now; none if there are no hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// When somebody is there next, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<u64>,
    /// Until when, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<u64>,
    /// What it costs, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// By when they answer, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// How long customers wait; none if nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    /// The guides whose subject this way is for; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
}

/// How long customers wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// About so many minutes.
    pub minutes: u32,
    /// When that was so, milliseconds since 1970.
    pub at: u64,
}

/// The appointments that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Slots {
    /// Those that are free, the earliest first.
    pub free: Vec<Slot>,
    /// The one that this ticket has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booked: Option<Slot>,
}

/// A span of time in which somebody calls or comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Slot {
    /// From then on, milliseconds since 1970.
    pub from: u64,
    /// The end of the span, milliseconds since 1970.
    pub until: u64,
}

/// What a customer sends to have an appointment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Choice {
    /// From then on, milliseconds since 1970.
    pub from: u64,
    /// The end of the span, milliseconds since 1970.
    pub until: u64,
    /// The customer's language, a BCP 47 tag.
    pub language: String,
}
