//! `/api/v1/proof`: the work that a ticket must be worth while more come than an ordinary day has.
//!
//! It is that of ALTCHA (proof of work, version 2): a number is looked for whose derived key begins as the challenge says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the widget sends when it is done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proof {
    /// The `Idempotency-Key` of the ticket, without quotes.
    pub key: String,
    /// The challenge as it came.
    pub challenge: Value,
    /// The number that the widget found, and the key that is derived with it, as ALTCHA writes them.
    pub solution: Value,
}
