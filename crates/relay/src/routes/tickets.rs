//! `POST /api/v1/tickets`: a ticket is stored exactly once, however often it is sent.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use firstline_compress::hex;
use firstline_wire::ticket::{IDEMPOTENCY_KEY, TicketCreated};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::body::{json_only, read, within_limits};
use super::client::Client;
use super::token::{bearer, opened};
use crate::app::{App, Shared};
use crate::helpdesk::Helpdesk;
use crate::http::problem::{ProblemKind, Refusal};
use crate::http::to_the_end::to_the_end;
use crate::identity;
use crate::seal;
use crate::store::NewTicket;
use crate::store::following::Opened;
use crate::tickets::agent_text::SignedIn;
use crate::tickets::prepare::prepare;
use crate::tickets::request;
use crate::tickets::validate::{in_time, validate};

/// Creates a ticket, or repeats the first answer.
pub async fn create(
    State(app): State<Shared>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let key = request::key(headers.get(IDEMPOTENCY_KEY))?;
    json_only(&headers)?;
    let (body, room) = read(&app, body, request::MOST_BYTES).await?;
    let guard = app
        .in_flight
        .begin(&key)
        .ok_or_else(|| Refusal::new(ProblemKind::InFlight).retry_after(1))?;
    let held = bearer(&headers);
    // A customer whose line drops now still has a ticket.
    let answering = to_the_end(async move {
        let (_guard, _room) = (guard, room);
        answer(&app, key, held, client, body).await
    });
    Ok(created(answering.await??))
}

/// The answer to this body: that of a new ticket, or the first one if it was sent before. `held` is the
/// token that the browser holds, if it does.
///
/// Almost every ticket is new. So the key is looked for only where something stands against storing
/// it: what was stored has its answer, whatever would be said of it today.
async fn answer(
    app: &App,
    key: String,
    held: Option<String>,
    client: IpAddr,
    body: Bytes,
) -> Result<String, Refusal> {
    let fingerprint = hex(&Sha256::digest(&body));
    match new_ticket(app, &key, &fingerprint, held, client, &body).await {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => repeated(app, &key, &fingerprint)
            .await?
            .ok_or_else(|| Refusal::new(ProblemKind::Internal)),
        Err(refusal) => repeated(app, &key, &fingerprint).await?.ok_or(refusal),
    }
}

/// Stores the ticket of this body; `None` if its answer is to be looked up.
async fn new_ticket(
    app: &App,
    key: &str,
    fingerprint: &str,
    held: Option<String>,
    client: IpAddr,
    body: &Bytes,
) -> Result<Option<String>, Refusal> {
    let parsed = request::read(body)?;
    within_limits(app, client)?;
    worth_it(app, key, client).await?;
    let valid = validate(parsed, &app.site, &app.packs).await?;
    let (key, fingerprint) = (key.to_owned(), fingerprint.to_owned());
    let site = Arc::clone(&app.site);
    let signed_in = signed_in(app, valid.ticket.identity.as_deref());
    let duties = Arc::clone(app.provider.duties());
    let token = app.token(&key);
    let body = body.clone();
    let is_short = valid.walk.is_short();
    let prepare = move || prepare(key, fingerprint, &valid, &site, &duties, &signed_in, &body);
    let (mut ticket, promises) = in_time(is_short, prepare).await?;
    ticket.token = token.as_deref().map(seal::hash);
    let first = match held {
        Some(held) => same_problem(app, &held, &ticket).await,
        None => None,
    };
    ticket.same_as = first.as_ref().map(|first| first.number.clone());
    if first.is_some() {
        // The clock of the first ticket goes on.
        ticket.duties.clear();
    }
    store(app, ticket, first, token, promises).await
}

/// That some work was done for the ticket, in a burst, or where one address sends more than a household does.
async fn worth_it(app: &App, key: &str, client: IpAddr) -> Result<(), Refusal> {
    // What was worth it is no part of the burst. On an ordinary day nobody looks.
    let now = Instant::now();
    let is_much = app.limiter.take(client, now).is_err();
    if (is_much || app.burst.is_on(now)) && app.store.is_proved(key).await.unwrap_or(false) {
        return Ok(());
    }
    // One address that sends much is no reason to suspect all others.
    if !is_much && !app.burst.came(key, now) {
        return Ok(());
    }
    match is_much {
        true => tracing::warn!("an address sends many tickets: each must be worth some work"),
        false => tracing::warn!(
            "more tickets come than on an ordinary day: each must be worth some work"
        ),
    }
    Err(Refusal::new(ProblemKind::Work).retry_after(2))
}

/// Whether the customer was signed in. What proves nothing keeps no ticket from being stored.
fn signed_in(app: &App, proof: Option<&str>) -> SignedIn {
    let Some(proof) = proof else {
        return SignedIn::No;
    };
    match identity::proved(proof, &app.seal, Timestamp::now()) {
        Some(number) => SignedIn::As(number),
        None => SignedIn::Unproved,
    }
}

/// The ticket of the same customer and the same problem that is still open, if the browser holds its
/// token. That alone proves that it is the same customer: what is typed into a form can be anybody's. It is
/// the same problem if it is of the same guide or the same category.
async fn same_problem(app: &App, held: &str, ticket: &NewTicket) -> Option<Opened> {
    let first = opened(app, held).await.ok()?;
    let same_guide = !ticket.guide.is_empty() && first.guide == ticket.guide;
    let same_category = ticket.category.is_some() && first.category == ticket.category;
    let takes_notes = app.helpdesk.as_ref().is_some_and(Helpdesk::takes_notes);
    let is_same = (same_guide || same_category) && takes_notes && !first.stage.is_over();
    is_same.then_some(first)
}

fn created(answer: String) -> Response {
    (
        StatusCode::CREATED,
        [(header::CONTENT_TYPE, "application/json")],
        answer,
    )
        .into_response()
}

/// The first answer of this key, if it has one.
async fn repeated(app: &App, key: &str, fingerprint: &str) -> Result<Option<String>, Refusal> {
    match app.store.first_answer(key).await {
        Ok(None) => Ok(None),
        Ok(Some(first)) if first.fingerprint == fingerprint => {
            tracing::info!("a ticket was sent again and got its first answer");
            Ok(Some(with_token(app, first.answer, first.opens)))
        }
        Ok(Some(_)) => Err(Refusal::new(ProblemKind::KeyReused)),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            Err(Refusal::new(ProblemKind::Store).retry_after(5))
        }
    }
}

/// The first answer as it was, with the token that the store does not have. One that was made from another
/// secret would open nothing.
fn with_token(app: &App, answer: String, opens: Option<(String, String)>) -> String {
    let token = opens.and_then(|(key, hash)| {
        let token = app.token(&key);
        token.filter(|token| seal::hash(token) == hash)
    });
    let Ok(created) = serde_json::from_str::<TicketCreated>(&answer) else {
        return answer;
    };
    serde_json::to_string(&TicketCreated { token, ..created }).unwrap_or(answer)
}

/// Stores a ticket; `None` if its answer is to be looked up, because its key has one already or it is a note
/// on another.
async fn store(
    app: &App,
    ticket: NewTicket,
    first: Option<Opened>,
    token: Option<String>,
    promises: Vec<String>,
) -> Result<Option<String>, Refusal> {
    let stored = first.as_ref().map_or(ticket.stored, |first| first.stored);
    let stored = u64::try_from(stored).unwrap_or(0);
    let promises = first
        .as_ref()
        .map_or(promises, |first| first.promises.clone());
    let known = first.map(|first| first.number);
    let (is_again, key) = (known.is_some(), ticket.key.clone());
    let answer = move |number: &str| {
        let created = TicketCreated {
            number: known.clone().unwrap_or_else(|| number.to_owned()),
            stored,
            token: None,
            promises: promises.clone(),
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
            if is_again {
                // It opens with the token that the browser has.
                return Ok(None);
            }
            let opens = token.map(|token| (key, seal::hash(&token)));
            Ok(Some(with_token(app, answer, opens)))
        }
        Ok(None) => Ok(None),
        Err(error) => {
            tracing::error!(%error, "cannot store a ticket");
            Err(Refusal::new(ProblemKind::Store).retry_after(5))
        }
    }
}
