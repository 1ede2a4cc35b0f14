//! `POST /api/v1/tickets`: what the widget sends and what it gets back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The name under which stands among the facts what was typed into a field that nobody sees: only programs fill it in. No
/// fact of a guide can be called so.
pub const TRAP: &str = "trap.website";

/// The header that makes a retry safe (IETF draft `idempotency-key-header`): a quoted UUID,
/// minted when the customer presses Send, with the body frozen.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A ticket, exactly as the customer saw it before sending.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TicketRequest {
    /// The number of this form, 1.
    pub format: u32,
    /// How to reach the customer; only what the form asked for.
    pub contact: Contact,
    /// What else the form asked for: facts by their names, as typed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
    /// What the customer added in own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the customer agreed to, and when.
    pub consent: ConsentGiven,
    /// The trail, in the form of `firstline_guide::session::Trail::to_json`; the relay replays
    /// it with the guide engine.
    pub trail: Box<RawValue>,
    /// The diagnostics that the customer removed, by check id, and `environment`. A removed
    /// check keeps its verdict in the trail (the path depends on it) and loses its numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// What proves who the customer is ([`Identity::proof`](crate::identity::Identity::proof)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Browser and device, unless removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
}

/// How to reach the customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Contact {
    /// The customer's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The customer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The telephone number at which the customer can be reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The postal address at which the line is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The customer's number with the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// When to call or come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<String>,
}

/// What the customer agreed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentGiven {
    /// The id of the text.
    pub id: String,
    /// The version of the text, as the provider numbers it.
    pub version: String,
    /// When, milliseconds since 1970.
    pub at: u64,
}

/// Browser and device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Environment {
    /// The browser's own name for itself.
    pub user_agent: String,
    /// The language that the widget showed.
    pub language: String,
    /// The version of the widget.
    pub widget: String,
}

/// `201 Created`: the ticket is on disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketCreated {
    /// The number that customer and agent use.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: u64,
    /// What opens the ticket to its customer ([`follow`](crate::follow)); in an address only behind the
    /// `#`. None where the relay is not set up for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// What was received when, and by when what happens, in the customer's language, each a paragraph.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<String>,
}
