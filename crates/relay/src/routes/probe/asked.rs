//! The parts of a request that probes read.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::app::Shared;
use crate::http::line::Line;
use crate::http::problem::{ProblemKind, Refusal};
use crate::http::rate_limit;
use crate::probe::uploads::{LONGEST_ID, is_id};

/// The address that asks, and its connection.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The customer's address.
    pub address: IpAddr,
    /// The customer's own connection; `None` if it is a proxy's.
    pub own_line: Option<Line>,
    /// The connection, whosever it is.
    pub line: Option<Line>,
}

impl FromRequestParts<Shared> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Asker, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip());
        let trusted = &app.config.trusted_proxies;
        let line = parts.extensions.get::<Line>().cloned();
        let is_proxy = trusted.iter().any(|network| network.contains(peer));
        Ok(Asker {
            address: rate_limit::client(peer, &parts.headers, trusted).to_canonical(),
            own_line: line.clone().filter(|_| !is_proxy),
            line,
        })
    }
}

/// A whole number of the query; `None` if it is not there. Names that nobody knows are no mistake: pages add some, so
/// that no cache answers.
///
/// # Errors
///
/// If it is no whole number, or stands there twice.
pub fn number(query: Option<&str>, name: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = text(query, name)? else {
        return Ok(None);
    };
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse::<u64>().ok().filter(|_| is_number);
    number.map(Some).ok_or_else(|| {
        let detail = format!("`{name}` must be a whole number, such as {name}=1000000.");
        Refusal::with(ProblemKind::Malformed, detail)
    })
}

/// The id of the test that asks; `None` if it says none.
///
/// # Errors
///
/// If it can be no id, or stands there twice.
pub fn test(query: Option<&str>) -> Result<Option<&str>, Refusal> {
    text(query, "id")?.map(id).transpose()
}

/// The same text, if it can be an id.
///
/// # Errors
///
/// If it can be none.
pub fn id(text: &str) -> Result<&str, Refusal> {
    if is_id(text) {
        return Ok(text);
    }
    let detail =
        format!("The id of a test is letters, digits, `-` and `_`, at most {LONGEST_ID} of them.");
    Err(Refusal::with(ProblemKind::Malformed, detail))
}

/// A value of the query; `None` if it is not there.
///
/// # Errors
///
/// If it stands there twice.
pub fn text<'q>(query: Option<&'q str>, name: &str) -> Result<Option<&'q str>, Refusal> {
    let pairs = query.unwrap_or_default().split('&');
    let mut values = pairs.filter_map(|pair| match pair.split_once('=') {
        Some((key, value)) => (key == name).then_some(value),
        None => (pair == name).then_some(""),
    });
    let value = values.next();
    if values.next().is_some() {
        let detail = format!("`{name}` stands in the query twice.");
        return Err(Refusal::with(ProblemKind::Malformed, detail));
    }
    Ok(value)
}
