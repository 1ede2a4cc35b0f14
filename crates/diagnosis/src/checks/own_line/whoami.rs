//! `GET /probe/whoami`: what the relay sees of who asks. The relay writes it and the probe reads it.

use serde::{Deserialize, Serialize};

/// What the relay sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhoAmI {
    /// The kind of the address: `ipv4` or `ipv6`.
    pub family: String,
    /// Whether it is in the provider's own networks; `None` if the relay does not know them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_net: Option<bool>,
}
