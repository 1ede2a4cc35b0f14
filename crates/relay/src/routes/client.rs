//! The address of whoever asks.

use std::net::{IpAddr, SocketAddr};

use axum::extract::rejection::ExtensionRejection;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::app::Shared;
use crate::http::rate_limit;

/// The address of whoever asks, as the proxies say it that are trusted.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub IpAddr);

impl FromRequestParts<Shared> for Client {
    type Rejection = ExtensionRejection;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Shared,
    ) -> Result<Client, ExtensionRejection> {
        let peer = ConnectInfo::<SocketAddr>::from_request_parts(parts, app).await?;
        let trusted = &app.config.trusted_proxies;
        let client = rate_limit::client(peer.0.ip(), &parts.headers, trusted);
        Ok(Client(client))
    }
}
