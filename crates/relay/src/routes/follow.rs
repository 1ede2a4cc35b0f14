//! `GET /api/v1/ticket` and `POST /api/v1/ticket/notes`: a customer follows a ticket up, with the token
//! that came with its number. It opens this one ticket, for as long as the operator says.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use firstline_wire::contact as rules;
use firstline_wire::follow::{Followed, LONGEST_TEXT, NewFeedback, NewNote, Stage};
use firstline_wire::ticket::IDEMPOTENCY_KEY;

use super::body::{json_only, read, within_limits};
use super::client::Client;
use super::token::{bearer, no_store, opened};
use crate::app::{App, Shared};
use crate::helpdesk::Helpdesk;
use crate::http::problem::{ProblemKind, Refusal};
use crate::insights::solved::{self, NotTaken};
use crate::outbox;
use crate::store::following::{NewMessage, Noted};
use crate::tickets::request;

/// The largest note, in bytes: the longest text, each character as JSON may write it.
const MOST_BYTES: usize = 16 * LONGEST_TEXT;

/// The largest feedback, in bytes.
const MOST_FEEDBACK: usize = 4096;

/// How long a customer waits for the helpdesk's answer. What comes later is there the next time.
const PATIENCE: Duration = Duration::from_secs(4);

/// How the ticket stands.
pub async fn show(
    State(app): State<Shared>,
    headers: HeaderMap,
) -> Result<Json<Followed>, Refusal> {
    let token = bearer(&headers).ok_or_else(|| Refusal::new(ProblemKind::Token))?;
    let ticket = opened(&app, &token).await?;
    if let Some(delivering) = app.delivering() {
        let (asking, number) = (Arc::clone(&app.asking), ticket.number);
        // On a task of its own: the answer is stored although nobody waits for it any more.
        let looking =
            tokio::spawn(async move { outbox::look(&delivering, &asking, &number).await });
        let _ = tokio::time::timeout(PATIENCE, looking).await;
    }
    followed(&app, &token).await.map(Json)
}

async fn followed(app: &App, token: &str) -> Result<Followed, Refusal> {
    let ticket = opened(app, token).await?;
    let said = app.store.said(&ticket.number).await.map_err(no_store)?;
    let asks = ticket.stage == Stage::Solved
        && app.config.insights.sample_percent > 0
        && app
            .store
            .asked(&ticket.number)
            .await
            .map_err(no_store)?
            .is_none();
    let millis = |at: i64| u64::try_from(at).unwrap_or(0);
    let is_asked =
        |helpdesk: &Helpdesk| app.config.helpdesk.follow.is_some() && helpdesk.can_be_asked();
    let elsewhere = !app.helpdesk.as_ref().is_some_and(is_asked);
    Ok(Followed {
        elsewhere,
        stored: millis(ticket.stored),
        stage: ticket.stage,
        asked: ticket.asked.filter(|_| !elsewhere).map(millis),
        promises: ticket.promises,
        said,
        asks,
        number: ticket.number,
    })
}

/// Takes what the customer says of a ticket that was solved.
pub async fn feedback(
    State(app): State<Shared>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let token = bearer(&headers).ok_or_else(|| Refusal::new(ProblemKind::Token))?;
    json_only(&headers)?;
    app.events_limiter
        .take(client, Instant::now())
        .map_err(|wait| Refusal::new(ProblemKind::TooMany).retry_after(wait.as_secs() + 1))?;
    let (body, _room) = read(&app, body, MOST_FEEDBACK).await?;
    let said: NewFeedback = request::json(&body)?;
    if said.format != 1 {
        let detail = format!("This relay reads format 1, not {}.", said.format);
        return Err(Refusal::at("/format", detail));
    }
    let followed = opened(&app, &token).await?;
    if followed.stage != Stage::Solved {
        return Err(Refusal::with(
            ProblemKind::Malformed,
            "The ticket is not solved yet.",
        ));
    }
    let number = followed
        .number
        .parse()
        .map_err(|_| Refusal::new(ProblemKind::Internal))?;
    let ticket = app.store.ticket(number).await.map_err(no_store)?;
    let ticket = ticket.ok_or_else(|| Refusal::new(ProblemKind::Token))?;
    match solved::take(&app, &ticket, &said).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(NotTaken::Refused(refusal)) => Err(refusal),
        Err(NotTaken::Store(error)) => Err(no_store(error)),
    }
}

/// Adds something to the ticket.
pub async fn note(
    State(app): State<Shared>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Followed>), Refusal> {
    let token = bearer(&headers).ok_or_else(|| Refusal::new(ProblemKind::Token))?;
    let key = request::key(headers.get(IDEMPOTENCY_KEY))?;
    json_only(&headers)?;
    let (body, _room) = read(&app, body, MOST_BYTES).await?;
    let message = message(key, &body)?;
    let ticket = opened(&app, &token).await?;
    within_limits(&app, client)?;
    let deliver = app.helpdesk.is_some();
    let noted = app.store.note(&ticket.number, &message, deliver).await;
    match noted.map_err(no_store)? {
        Noted::Stored | Noted::Known => {}
        Noted::KeyReused => return Err(Refusal::new(ProblemKind::KeyReused)),
        Noted::TooMany => return Err(Refusal::new(ProblemKind::TooManyNotes)),
    }
    tracing::info!(
        number = ticket.number,
        solved = message.solved,
        "a customer added to a ticket"
    );
    Ok((StatusCode::CREATED, Json(followed(&app, &token).await?)))
}

fn message(key: String, body: &Bytes) -> Result<NewMessage, Refusal> {
    let note: NewNote = request::json(body)?;
    if note.format != 1 {
        let detail = format!("This relay reads format 1, not {}.", note.format);
        return Err(Refusal::at("/format", detail));
    }
    let text = rules::note(&note.text);
    if text.is_empty() && !note.solved {
        return Err(Refusal::at("/text", "There is nothing in it."));
    }
    if text.chars().count() > LONGEST_TEXT {
        let detail = format!("This has more than {LONGEST_TEXT} characters.");
        return Err(Refusal::at("/text", detail));
    }
    Ok(NewMessage {
        solved: note.solved,
        ..NewMessage::now(key, body, text)
    })
}
