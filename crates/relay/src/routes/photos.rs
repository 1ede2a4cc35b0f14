//! `POST /api/v1/ticket/photos`: a customer adds a photo to a ticket, with the token that came with its number.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use firstline_wire::photo::{MEDIA_TYPE, MOST_BYTES};
use firstline_wire::ticket::IDEMPOTENCY_KEY;
use serde::Deserialize;

use super::body::{read, within_limits};
use super::client::Client;
use super::token::{bearer, no_store, opened};
use crate::app::Shared;
use crate::http::extract::Query;
use crate::http::problem::{ProblemKind, Refusal};
use crate::status::words::Words;
use crate::store::following::{NewMessage, Noted};
use crate::tickets::photo::{NoPhoto, redrawn};
use crate::tickets::request;

/// The query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The customer's language, in which the note is that the photo comes with.
    #[serde(default)]
    language: String,
}

/// Adds a photo. Sent again under its key it is there once.
pub async fn add(
    State(app): State<Shared>,
    Client(client): Client,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let token = bearer(&headers).ok_or_else(|| Refusal::new(ProblemKind::Token))?;
    let key = request::key(headers.get(IDEMPOTENCY_KEY))?;
    let said = headers.get(header::CONTENT_TYPE);
    if said.is_none_or(|said| said.as_bytes() != MEDIA_TYPE.as_bytes()) {
        return Err(Refusal::with(ProblemKind::MediaType, "Send image/jpeg."));
    }
    let ticket = opened(&app, &token).await?;
    within_limits(&app, client)?;
    let (body, _room) = read(&app, body, MOST_BYTES).await?;
    let text = Words::of(&asked.language).text("photo-sent");
    let message = NewMessage::now(key, &body, text);
    let photo = redrawn(body).await;
    let photo = photo.map_err(|NoPhoto(why)| Refusal::with(ProblemKind::Malformed, why))?;
    let message = NewMessage {
        photo: Some(photo),
        ..message
    };
    let deliver = app.helpdesk.is_some();
    match app
        .store
        .note(&ticket.number, &message, deliver)
        .await
        .map_err(no_store)?
    {
        Noted::Stored | Noted::Known => {}
        Noted::KeyReused => return Err(Refusal::new(ProblemKind::KeyReused)),
        Noted::TooMany => return Err(Refusal::new(ProblemKind::TooManyNotes)),
    }
    tracing::info!(
        number = ticket.number,
        "a customer added a photo to a ticket"
    );
    Ok(StatusCode::CREATED)
}
