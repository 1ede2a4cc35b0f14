//! `POST /api/v1/tickets`: a ticket is stored exactly once, however often it is sent.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_wire::ticket::{IDEMPOTENCY_KEY, TicketCreated};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use super::validate;
use super::write::write;
use crate::problem::{Kind, Refusal};
use crate::store::NewTicket;
use crate::{App, Shared, limits};

/// How long a body may take to arrive. Generous: it comes over a line that is broken.
const BODY_TIME: Duration = Duration::from_secs(25);

/// Creates a ticket, or gives the first answer again.
pub async fn create(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let key = validate::key(headers.get(IDEMPOTENCY_KEY))?;
    json_only(&headers)?;
    let body = read(body).await?;
    let guard = app
        .in_flight
        .begin(&key)
        .ok_or_else(|| Refusal::new(Kind::InFlight).retry_after(1))?;
    let fingerprint = crate::site::hex(&Sha256::digest(&body));
    if let Some(answer) = repeated(&app, &key, &fingerprint).await? {
        tracing::info!("a ticket was sent again and got its first answer");
        return Ok(created(answer));
    }
    // Only what is new counts: a customer's retries are never refused.
    let client = limits::client(peer.ip(), &headers, &app.config.trusted_proxies);
    within_limits(&app, client)?;
    let request = validate::parse(&body)?;
    validate::check(&request)?;
    let ticket = write(&app, key, fingerprint, request, body).await?;
    // On a task of its own: a customer whose line drops now still has a ticket.
    let storing = tokio::spawn(async move {
        let _guard = guard;
        store(&app, &ticket).await
    });
    let answer = finished(storing).await??;
    Ok(created(answer))
}

/// What a task of a ticket gives.
pub(super) async fn finished<T>(task: JoinHandle<T>) -> Result<T, Refusal> {
    task.await.map_err(|error| {
        // Only our own words: what it says may hold what a customer wrote.
        let panicked = error.is_panic();
        tracing::error!(panicked, "a task of a ticket broke off");
        Refusal::new(Kind::Internal)
    })
}

fn created(answer: String) -> Response {
    (
        StatusCode::CREATED,
        [(header::CONTENT_TYPE, "application/json")],
        answer,
    )
        .into_response()
}

fn json_only(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = given
        .and_then(|given| given.split(';').next())
        .map(str::trim);
    match essence {
        Some(essence) if essence.eq_ignore_ascii_case("application/json") => Ok(()),
        _ => Err(Refusal::new(Kind::MediaType)),
    }
}

async fn read(body: Body) -> Result<Bytes, Refusal> {
    let limited = Limited::new(body, validate::MOST_BYTES);
    match tokio::time::timeout(BODY_TIME, limited.collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let most = validate::MOST_BYTES;
            Err(Refusal::with(
                Kind::TooLarge,
                format!("A ticket has at most {most} bytes."),
            ))
        }
        Ok(Err(_)) => Err(Refusal::with(Kind::Malformed, "The body broke off.")),
        Err(_) => Err(Refusal::new(Kind::Timeout)),
    }
}

/// The first answer of this key, where it has one.
async fn repeated(app: &App, key: &str, fingerprint: &str) -> Result<Option<String>, Refusal> {
    match app.store.first_answer(key).await {
        Ok(None) => Ok(None),
        Ok(Some(first)) if first.fingerprint == fingerprint => Ok(Some(first.answer)),
        Ok(Some(_)) => Err(Refusal::new(Kind::KeyReused)),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            Err(Refusal::new(Kind::Store).retry_after(5))
        }
    }
}

fn within_limits(app: &App, client: IpAddr) -> Result<(), Refusal> {
    app.limiter.take(client, Instant::now()).map_err(|wait| {
        tracing::warn!("an address sends too many tickets");
        Refusal::new(Kind::TooMany).retry_after(wait.as_secs() + 1)
    })
}

async fn store(app: &App, ticket: &NewTicket) -> Result<String, Refusal> {
    let stored = u64::try_from(ticket.stored).unwrap_or(0);
    let answer = |number: &str| {
        let created = TicketCreated {
            number: number.to_owned(),
            stored,
        };
        // A string and a number: it always becomes JSON.
        serde_json::to_string(&created).unwrap_or_default()
    };
    match app.store.insert(ticket, answer).await {
        Ok(Some((number, answer))) => {
            tracing::info!(
                number,
                guide = if ticket.unverified.is_none() {
                    &*ticket.guide
                } else {
                    ""
                },
                verified = ticket.unverified.is_none(),
                "stored a ticket"
            );
            Ok(answer)
        }
        // Another process stored it a moment ago.
        Ok(None) => repeated(app, &ticket.key, &ticket.fingerprint)
            .await?
            .ok_or_else(|| Refusal::new(Kind::Internal)),
        Err(error) => {
            tracing::error!(%error, "cannot store a ticket");
            Err(Refusal::new(Kind::Store).retry_after(5))
        }
    }
}

/// The keys that are being worked on.
#[derive(Clone, Debug, Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// Ends the work on a key when dropped.
#[must_use]
#[derive(Debug)]
pub struct Working {
    all: InFlight,
    key: String,
}

impl InFlight {
    /// Begins to work on a key; `None` where somebody does already.
    fn begin(&self, key: &str) -> Option<Working> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(key.to_owned()).then(|| Working {
            all: self.clone(),
            key: key.to_owned(),
        })
    }

    /// Whether nothing is being worked on.
    pub fn is_empty(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_empty()
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.all
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}
