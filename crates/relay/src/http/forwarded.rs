//! What proxies say of the requests that they forward; and one that is not named, whose customers would all count as one.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use super::rate_limit::{FORWARDED_FOR, is_trusted};
use crate::config::Network;

/// Whether it was said already.
static SAID: AtomicBool = AtomicBool::new(false);

/// Whether a trusted proxy says that the customer's own request came over TLS; `None` if none says anything of it.
pub fn is_encrypted(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Option<bool> {
    let said = headers.get("x-forwarded-proto")?.to_str().ok()?;
    // The first is the proxy that the customer speaks to.
    let first = said.split(',').next().unwrap_or_default().trim();
    is_trusted(peer, trusted).then(|| first.eq_ignore_ascii_case("https"))
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_says_what_came_over_tls() {
        for (said, trusted, is) in [
            ("https", "10.0.0.0/8", Some(true)),
            ("HTTPS, http", "10.0.0.0/8", Some(true)),
            ("http, https", "10.0.0.0/8", Some(false)),
            ("https", "192.0.2.0/24", None),
            ("https", "", None),
        ] {
            let mut headers = HeaderMap::new();
            let trusted: Vec<Network> = trusted
                .split_whitespace()
                .map(|network| network.parse().unwrap())
                .collect();
            let peer = "10.0.0.1".parse().unwrap();
            assert_eq!(
                is_encrypted(peer, &headers, &trusted),
                None,
                "nothing is said"
            );
            headers.insert("x-forwarded-proto", said.parse().unwrap());
            assert_eq!(
                is_encrypted(peer, &headers, &trusted),
                is,
                "{said} {trusted:?}"
            );
        }
    }
}
