//! `POST /api/v1/tickets`: a ticket is stored exactly once, however often it is sent.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_wire::ticket::{IDEMPOTENCY_KEY, TicketCreated};
use sha2::{Digest, Sha256};

use crate::app::{App, Shared};
use crate::http::bodies::{NoBody, Room};
use crate::http::problem::{ProblemKind, Refusal, finished};
use crate::http::rate_limit;
use crate::site::hex;
use crate::store::NewTicket;
use crate::tickets::prepare::prepare;
use crate::tickets::request;
use crate::tickets::validate::{in_time, validate};

/// How long a body may take to arrive. Generous: it comes over a line that is broken.
const BODY_TIME: Duration = Duration::from_secs(25);

/// How long it may take when the relay was told to stop: it comes again to the next one.
const BODY_TIME_AT_END: Duration = Duration::from_secs(2);

/// Creates a ticket, or repeats the first answer.
pub async fn create(
    State(app): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let key = request::key(headers.get(IDEMPOTENCY_KEY))?;
    json_only(&headers)?;
    let (body, room) = read(&app, body).await?;
    let guard = app
        .in_flight
        .begin(&key)
        .ok_or_else(|| Refusal::new(ProblemKind::InFlight).retry_after(1))?;
    let client = rate_limit::client(peer.ip(), &headers, &app.config.trusted_proxies);
    // On a task of its own: a customer whose line drops now still has a ticket.
    let answering = tokio::spawn(async move {
        let (_guard, _room) = (guard, room);
        answer(&app, key, client, body).await
    });
    Ok(created(finished(answering).await??))
}

/// The answer to this body: that of a new ticket, or the first one if it was sent before.
///
/// Almost every ticket is new. So the key is looked for only where something stands against storing
/// it: what was stored has its answer, whatever would be said of it today.
async fn answer(app: &App, key: String, client: IpAddr, body: Bytes) -> Result<String, Refusal> {
    let fingerprint = hex(&Sha256::digest(&body));
    match new_ticket(app, &key, &fingerprint, client, &body).await {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => repeated(app, &key, &fingerprint)
            .await?
            .ok_or_else(|| Refusal::new(ProblemKind::Internal)),
        Err(refusal) => repeated(app, &key, &fingerprint).await?.ok_or(refusal),
    }
}

/// Stores the ticket of this body; `None` if its key has one already.
async fn new_ticket(
    app: &App,
    key: &str,
    fingerprint: &str,
    client: IpAddr,
    body: &Bytes,
) -> Result<Option<String>, Refusal> {
    let parsed = request::read(body)?;
    within_limits(app, client)?;
    let valid = validate(parsed, &app.site, &app.packs).await?;
    let (key, fingerprint) = (key.to_owned(), fingerprint.to_owned());
    let site = Arc::clone(&app.site);
    let zone = app.provider.zone().clone();
    let body = body.clone();
    let is_short = valid.walk.is_short();
    let prepare = move || prepare(key, fingerprint, &valid, &site, &zone, &body);
    store(app, in_time(is_short, prepare).await?).await
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

async fn read(app: &App, body: Body) -> Result<(Bytes, Room), Refusal> {
    let mut stopping = app.stopping.clone();
    let stopped = async {
        if stopping.wait_for(|stopping| *stopping).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(BODY_TIME_AT_END).await;
    };
    let read = tokio::select! {
        read = app.bodies.read(body, request::MOST_BYTES) => read,
        () = tokio::time::sleep(BODY_TIME) => return Err(Refusal::new(ProblemKind::Timeout)),
        () = stopped => return Err(Refusal::new(ProblemKind::Store).retry_after(5)),
    };
    read.map_err(|why| match why {
        NoBody::TooLarge => {
            let most = request::MOST_BYTES;
            Refusal::with(
                ProblemKind::TooLarge,
                format!("A ticket has at most {most} bytes."),
            )
        }
        NoBody::NoRoom => Refusal::new(ProblemKind::Timeout).retry_after(2),
        // Whole, it may come through the next time.
        NoBody::BrokeOff => Refusal::with(ProblemKind::Timeout, "The body broke off."),
    })
}

/// The first answer of this key, if it has one.
async fn repeated(app: &App, key: &str, fingerprint: &str) -> Result<Option<String>, Refusal> {
    match app.store.first_answer(key).await {
        Ok(None) => Ok(None),
        Ok(Some(first)) if first.fingerprint == fingerprint => {
            tracing::info!("a ticket was sent again and got its first answer");
            Ok(Some(first.answer))
        }
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

async fn store(app: &App, ticket: NewTicket) -> Result<Option<String>, Refusal> {
    let stored = u64::try_from(ticket.stored).unwrap_or(0);
    let answer = move |number: &str| {
        let created = TicketCreated {
            number: number.to_owned(),
            stored,
        };
        // A string and a number: it always becomes JSON.
        serde_json::to_string(&created).unwrap_or_default()
    };
    let is_verified = ticket.unverified.is_none();
    // What an unverified trail calls its guide is somebody's invention.
    let guide = if is_verified {
        ticket.guide.clone()
    } else {
        String::new()
    };
    match app.store.insert(ticket, answer).await {
        Ok(Some((number, answer))) => {
            app.tally.accepted();
            tracing::info!(number, guide, verified = is_verified, "stored a ticket");
            Ok(Some(answer))
        }
        Ok(None) => Ok(None),
        Err(error) => {
            tracing::error!(%error, "cannot store a ticket");
            Err(Refusal::new(ProblemKind::Store).retry_after(5))
        }
    }
}
