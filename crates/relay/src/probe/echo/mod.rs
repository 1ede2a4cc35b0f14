//! The echo of datagrams, by which customers' browsers count how many get lost: WebTransport over HTTP/3, on a port of UDP of its
//! own (`probe.echo`). What comes is sent back, and nothing is kept.
//!
//! Browsers take a server's certificate by an authority, or by its hash, where it has an elliptic key and is valid for two weeks
//! at most (W3C WebTransport, 6.6). So the relay makes one for itself, a new one in time, and tells its hash over its own https: an
//! operator has no certificate to care for.

#[cfg(feature = "echo")]
mod identity;
#[cfg(feature = "echo")]
mod limits;
#[cfg(not(feature = "echo"))]
mod none;
#[cfg(feature = "echo")]
mod server;

use std::sync::{Arc, PoisonError, RwLock};

#[cfg(not(feature = "echo"))]
pub use none::Echo;
#[cfg(feature = "echo")]
pub use server::Echo;

/// The one path that is answered, and where a page is told what it needs.
pub const PATH: &str = "/probe/echo";

/// The data by which a page finds the echo and recognises it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Told {
    /// Its port.
    pub port: u16,
    /// The SHA-256 of its certificate in hexadecimal digits; none where an authority vouches for it.
    pub certificate: Option<String>,
}

/// The data for pages as it is now.
#[derive(Clone, Debug)]
pub struct Telling(Arc<RwLock<Told>>);

impl Telling {
    /// The data for pages as it is now.
    pub fn told(&self) -> Told {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
