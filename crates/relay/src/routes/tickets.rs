//! `POST /api/v1/tickets`: a ticket is stored exactly once, however often it is sent.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_wire::ticket::{IDEMPOTENCY_KEY, TicketCreated};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use crate::app::{App, Shared};
use crate::http::problem::{ProblemKind, Refusal, finished};
use crate::http::rate_limit;
use crate::site::hex;
use crate::store::NewTicket;
use crate::tickets::prepare::prepare;
use crate::tickets::request;
use crate::tickets::validate::validate;

/// How long a body may take to arrive. Generous: it comes over a line that is broken.
const BODY_TIME: Duration = Duration::from_secs(25);

/// Creates a ticket, or repeats the first answer.
pub async fn create(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let key = request::key(headers.get(IDEMPOTENCY_KEY))?;
    json_only(&headers)?;
    let body = read(body).await?;
    let guard = app
        .in_flight
        .begin(&key)
        .ok_or_else(|| Refusal::new(ProblemKind::InFlight).retry_after(1))?;
    let fingerprint = hex(&Sha256::digest(&body));
    if let Some(answer) = repeated(&app, &key, &fingerprint).await? {
        tracing::info!("a ticket was sent again and got its first answer");
        return Ok(created(answer));
    }
    // Only what is new counts: a customer's retries are never refused.
    let client = rate_limit::client(peer.ip(), &headers, &app.config.trusted_proxies);
    within_limits(&app, client)?;
    let parsed = request::read(&body)?;
    let valid = validate(parsed, &app.site, &app.packs).await?;
    let site = Arc::clone(&app.site);
    let zone = app.provider.zone().clone();
    let preparing = spawn_blocking(move || prepare(key, fingerprint, &valid, &site, &zone, &body));
    let ticket = finished(preparing).await?;
    // On a task of its own: a customer whose line drops now still has a ticket.
    let storing = tokio::spawn(async move {
        let _guard = guard;
        store(&app, &ticket).await
    });
    let answer = finished(storing).await??;
    Ok(created(answer))
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
        _ => Err(Refusal::new(ProblemKind::MediaType)),
    }
}

async fn read(body: Body) -> Result<Bytes, Refusal> {
    let limited = Limited::new(body, request::MOST_BYTES);
    match tokio::time::timeout(BODY_TIME, limited.collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let most = request::MOST_BYTES;
            Err(Refusal::with(
                ProblemKind::TooLarge,
                format!("A ticket has at most {most} bytes."),
            ))
        }
        Ok(Err(_)) => Err(Refusal::with(ProblemKind::Malformed, "The body broke off.")),
        Err(_) => Err(Refusal::new(ProblemKind::Timeout)),
    }
}

/// The first answer of this key, if it has one.
async fn repeated(app: &App, key: &str, fingerprint: &str) -> Result<Option<String>, Refusal> {
    match app.store.first_answer(key).await {
        Ok(None) => Ok(None),
        Ok(Some(first)) if first.fingerprint == fingerprint => Ok(Some(first.answer)),
        Ok(Some(_)) => Err(Refusal::new(ProblemKind::KeyReused)),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            Err(Refusal::new(ProblemKind::Store).retry_after(5))
        }
    }
}

fn within_limits(app: &App, client: IpAddr) -> Result<(), Refusal> {
    app.limiter.take(client, Instant::now()).map_err(|wait| {
        tracing::warn!("an address sends too many tickets");
        Refusal::new(ProblemKind::TooMany).retry_after(wait.as_secs() + 1)
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
            .ok_or_else(|| Refusal::new(ProblemKind::Internal)),
        Err(error) => {
            tracing::error!(%error, "cannot store a ticket");
            Err(Refusal::new(ProblemKind::Store).retry_after(5))
        }
    }
}
