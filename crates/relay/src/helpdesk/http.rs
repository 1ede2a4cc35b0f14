//! The one way by which adapters speak HTTP: addresses are guarded, nothing is followed, nothing is
//! retried, and every error says whether the helpdesk may have got the request.

use std::error::Error;
use std::time::Duration;

use axum::http::header::{
    CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, USER_AGENT,
};
use axum::http::{HeaderMap, Method, Request, StatusCode, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;
use serde_json::Value;

use super::failure::{Failure, FailureKind};
use super::guard::{Guard, ResolveError};
use super::setup::Wrong;
use crate::config::{HelpdeskConfig, Network};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);

/// The largest answer of a helpdesk that is read, in bytes: a ticket as JSON with much round it.
const MOST_ANSWER: usize = 1 << 20;

/// The longest wait that a helpdesk can ask for.
const MOST_AFTER: Duration = Duration::from_secs(3600);

/// The way to the helpdesk.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client<HttpsConnector<HttpConnector<Guard>>, Full<Bytes>>,
    guard: Guard,
    timeout: Duration,
    most: usize,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Call {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Call {
    /// A request without headers and body.
    pub fn new(method: Method, url: impl Into<String>) -> Call {
        Call {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Asks for something.
    pub fn get(url: impl Into<String>) -> Call {
        Call::new(Method::GET, url).header("accept", "application/json")
    }

    /// Sends this JSON.
    pub fn post(url: impl Into<String>, json: &Value) -> Call {
        Call::new(Method::POST, url)
            .header("accept", "application/json")
            .body("application/json", json.to_string())
    }

    /// Changes something into this JSON.
    pub fn put(url: impl Into<String>, json: &Value) -> Call {
        Call::new(Method::PUT, url)
            .header("accept", "application/json")
            .body("application/json", json.to_string())
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Call {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a body whose type a header names.
    pub fn raw(mut self, body: impl Into<Vec<u8>>) -> Call {
        self.body = body.into();
        self
    }

    /// Its address and its headers, as they go over the wire.
    ///
    /// # Errors
    ///
    /// If one of them has signs that none can have: in words for an operator.
    pub fn parts(&self) -> Result<(Uri, HeaderMap), &'static str> {
        let uri = self.url.parse();
        let uri = uri.map_err(|_| "The request's address makes no sense.")?;
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name.as_str());
            let value = HeaderValue::try_from(value.as_str());
            let (Ok(name), Ok(value)) = (name, value) else {
                return Err("A header of the request has signs that none can have.");
            };
            headers.insert(name, value);
        }
        Ok((uri, headers))
    }

    /// With a body of this type.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Call {
        self.body = body.into();
        self.header(CONTENT_TYPE.as_str(), content_type)
    }
}

/// The header `authorization` of name and password.
pub fn basic(user: &str, password: &str) -> String {
    let both = STANDARD.encode(format!("{user}:{password}"));
    format!("Basic {both}")
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

impl Http {
    /// As the operator allows it for the helpdesk.
    ///
    /// # Errors
    ///
    /// If this machine's certificates cannot be read.
    pub fn new(config: &HelpdeskConfig) -> Result<Http, Wrong> {
        let url = config.url.as_deref().unwrap_or_default();
        Http::to("helpdesk.url", url, &config.networks, config.timeout)
    }

    /// The way to the address that this key of the configuration gives, which may be in these networks.
    ///
    /// # Errors
    ///
    /// If this machine's certificates cannot be read.
    pub fn to(
        key: &'static str,
        url: &str,
        networks: &[Network],
        timeout: Duration,
    ) -> Result<Http, Wrong> {
        // What is not encrypted goes to networks of the operator's alone.
        let plain =
            url.starts_with("http://") || url.starts_with("smtp://") && !networks.is_empty();
        let section = key.trim_end_matches(".url");
        let guard = Guard::new(networks, !plain).named(section);
        let mut connector = HttpConnector::new_with_resolver(guard.clone());
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(CONNECT));
        connector.set_nodelay(true);
        let provider = rustls::crypto::ring::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .map_err(|error| Wrong::new(key, error.to_string()))?
            .with_native_roots()
            .map_err(|error| {
                let message = format!(
                    "This machine has no certificates to check its certificate by ({error}). Install the \
                     package ca-certificates."
                );
                Wrong::new(key, message)
            })?
            .with_no_client_auth();
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        // One ticket now and then: a connection that is kept is closed by the other side just as it
        // is used again, and then nobody knows whether the ticket arrived.
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .retry_canceled_requests(false)
            .build(connector);
        Ok(Http {
            client,
            guard,
            timeout,
            most: MOST_ANSWER,
        })
    }

    /// The same, which reads answers of so many bytes.
    pub fn reading(self, most: usize) -> Http {
        Http { most, ..self }
    }

    /// The guard of addresses, for those who do not speak HTTP.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// How long an answer may take.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Sends a request and reads the answer, whatever it says.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn send(&self, call: Call) -> Result<Reply, Failure> {
        let setup = |said: String| Failure::new(FailureKind::Setup, said);
        let (uri, headers) = call.parts().map_err(|said| setup(said.to_owned()))?;
        let host = uri.host().unwrap_or_default().to_owned();
        // A name is looked at when it is resolved; an address is not resolved.
        if let Ok(address) = host.trim_matches(['[', ']']).parse() {
            let checked = self.guard.check(address);
            checked.map_err(|forbidden| setup(forbidden.to_string()))?;
        }
        let mut request = Request::new(Full::new(Bytes::from(call.body)));
        *request.method_mut() = call.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        let ours = HeaderValue::from_static("Firstline");
        request.headers_mut().entry(USER_AGENT).or_insert(ours);
        let answering = async {
            let answer = self.client.request(request).await;
            let answer = answer.map_err(|error| unsent(&error, &host))?;
            let (head, body) = answer.into_parts();
            let read = Limited::new(body, self.most).collect().await;
            let body = read.map_err(|error| {
                let said = match error.is::<LengthLimitError>() {
                    true => format!("The answer of {host} has more than {} bytes.", self.most),
                    false => format!("The answer of {host} broke off."),
                };
                Failure::new(FailureKind::Unsure, said)
            })?;
            Ok(Reply {
                status: head.status,
                headers: head.headers,
                body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            })
        };
        match tokio::time::timeout(self.timeout, answering).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure::new(
                FailureKind::Unsure,
                format!(
                    "{host} did not answer within {} s.",
                    self.timeout.as_secs_f32()
                ),
            )),
        }
    }

    /// Sends a request that must succeed.
    ///
    /// # Errors
    ///
    /// If it does not: what that means, by the status of the answer.
    pub async fn ask(&self, call: Call) -> Result<Reply, Failure> {
        let reply = self.send(call).await?;
        match reply.failure() {
            None => Ok(reply),
            Some(failure) => Err(failure),
        }
    }
}

/// Why no answer came.
fn unsent(error: &hyper_util::client::legacy::Error, host: &str) -> Failure {
    let mut reasons = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(resolving) = cause.downcast_ref::<ResolveError>() {
            return resolving.failure(host);
        }
        reasons.push(cause.to_string());
        source = cause.source();
    }
    let reason = reasons.pop().unwrap_or_else(|| error.to_string());
    if error.is_connect() {
        let is_certificate = reason.contains("certificate");
        let kind = if is_certificate {
            FailureKind::Setup
        } else {
            FailureKind::Later
        };
        return Failure::new(kind, format!("{host} cannot be reached: {reason}."));
    }
    Failure::new(
        FailureKind::Unsure,
        format!("{host} gave no answer: {reason}."),
    )
}

impl Reply {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// Whether it is a web page, which people read and no interface answers. Its type says nothing: many
    /// interfaces leave it at text/html.
    pub fn is_page(&self) -> bool {
        let body = self.body.trim_start().as_bytes();
        let begins = |with: &str| {
            let head = body.get(..with.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()))
        };
        begins("<!doctype html") || begins("<html")
    }

    /// What a status means that is no success. `None` if it is one.
    pub fn failure(&self) -> Option<Failure> {
        let status = self.status;
        if status.is_success() {
            return None;
        }
        let said = |rest: &str| format!("It answered {}{rest}.", named(status));
        let (kind, said) = match status.as_u16() {
            300..400 => {
                let to = self.headers.get(LOCATION).and_then(|to| to.to_str().ok());
                let to = to.map_or_else(String::new, |to| format!(", to {to}"));
                let rest = format!(
                    ", which leads elsewhere{to}: `helpdesk.url` must be the address itself"
                );
                (FailureKind::Setup, said(&rest))
            }
            401 => (
                FailureKind::Setup,
                said(": it does not know `helpdesk.user` with FIRSTLINE_HELPDESK_TOKEN"),
            ),
            403 => (
                FailureKind::Setup,
                said(
                    ": the user of `helpdesk.token` lacks a right, or `helpdesk.queue` does not exist",
                ),
            ),
            // Only a receiver of webhooks says by 410 that it wants no more; elsewhere it is one thing that is gone.
            404 | 405 | 410 => (
                FailureKind::Setup,
                said(
                    ": there is nothing at this address; look at `helpdesk.url` and `helpdesk.queue`",
                ),
            ),
            408 | 425 | 429 => (FailureKind::Later, said("")),
            400..500 => (FailureKind::Refused, said("")),
            _ => (FailureKind::Unsure, said("")),
        };
        let mut failure = Failure::new(kind, said).with_words(&super::answer::words(&self.body));
        failure.status = Some(status.as_u16());
        failure.after = self
            .headers
            .get(RETRY_AFTER)
            .and_then(|after| wait(after.to_str().ok()?, Timestamp::now()));
        Some(failure)
    }
}

/// How long `Retry-After` asks to wait: so many seconds, or until a date (RFC 9110, 10.2.3).
fn wait(after: &str, now: Timestamp) -> Option<Duration> {
    let after = after.trim();
    let wait = match after.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = jiff::fmt::rfc2822::parse(after).ok()?.timestamp();
            // A date that is past is no wait.
            Duration::try_from(until.duration_since(now)).unwrap_or_default()
        }
    };
    Some(wait.min(MOST_AFTER))
}

fn named(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_asked_for_in_seconds_or_until_a_date_and_is_never_long() {
        let now: Timestamp = "2026-11-22T11:00:00Z".parse().unwrap();
        for (after, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("86400", Some(3600)),
            ("Sun, 22 Nov 2026 11:02:00 GMT", Some(120)),
            ("Sun, 22 Nov 2026 10:00:00 GMT", Some(0)),
            ("Mon, 23 Nov 2026 11:00:00 GMT", Some(3600)),
            ("-5", None),
            ("soon", None),
            ("", None),
        ] {
            let read = wait(after, now);
            assert_eq!(read, seconds.map(Duration::from_secs), "{after}");
        }
    }
}
