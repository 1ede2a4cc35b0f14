//! `GET /probe/whoami`: over what a customer comes. Never who: the address itself is not told.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::asked::Asker;
use crate::app::Shared;

#[derive(Debug, Serialize)]
pub struct Whoami {
    /// `ipv4` or `ipv6`.
    family: &'static str,
    /// Whether the address is in one of the provider's networks; null if it did not say which these are.
    on_net: Option<bool>,
}

/// Tells it.
pub async fn answer(State(app): State<Shared>, asker: Asker) -> Json<Whoami> {
    let networks = &app.config.probe.networks;
    let is_ours = networks
        .iter()
        .any(|network| network.contains(asker.address));
    Json(Whoami {
        family: match asker.address {
            IpAddr::V4(_) => "ipv4",
            IpAddr::V6(_) => "ipv6",
        },
        on_net: (!networks.is_empty()).then_some(is_ours),
    })
}
