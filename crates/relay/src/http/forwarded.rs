//! A proxy that is not named: all its customers would count as one.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::rate_limit::FORWARDED_FOR;
use crate::config::Network;

/// Whether it was said already.
static SAID: AtomicBool = AtomicBool::new(false);

/// Says once and loudly that somebody who is not named in `trusted_proxies` forwards requests.
pub async fn warn(State(trusted): State<Arc<[Network]>>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = peer
        && request.headers().contains_key(FORWARDED_FOR)
        && !trusted.iter().any(|network| network.contains(peer.ip()))
        && !SAID.swap(true, Ordering::Relaxed)
    {
        // A proxy's address is the operator's own, and what is to be written down.
        let private = match peer.ip().to_canonical() {
            std::net::IpAddr::V4(address) => address.is_private() || address.is_loopback(),
            std::net::IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
        };
        let proxy = if private {
            peer.ip().to_string()
        } else {
            "its address".to_owned()
        };
        tracing::error!(
            "a request came with X-Forwarded-For from a proxy that `trusted_proxies` does not name, so all \
             customers behind it count as one and many will have to wait; if the proxy is yours, write \
             trusted_proxies = [\"{proxy}\"]"
        );
    }
    next.run(request).await
}
