//! `POST /api/v1/identity`: a token of the provider's own server becomes what the form is filled with, and a proof.

use std::time::Instant;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use firstline_wire::identity::IdentityRequest;
use jiff::Timestamp;

use super::body::{json_only, read};
use super::client::Client;
use crate::app::Shared;
use crate::http::problem::{ProblemKind, Refusal};
use crate::identity::{self, BadToken};
use crate::tickets::request;

/// Looks at a token. Nothing of it is kept or written into the log.
pub async fn claim(
    State(app): State<Shared>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    json_only(&headers)?;
    app.events_limiter
        .take(client, Instant::now())
        .map_err(|wait| Refusal::new(ProblemKind::TooMany).retry_after(wait.as_secs() + 1))?;
    let (body, _room) = read(&app, body, identity::LONGEST + 64).await?;
    let asked: IdentityRequest = request::json(&body)?;
    let config = &app.config.identity;
    let found = identity::read(&asked.token, config, &app.seal, Timestamp::now());
    let identity = found.map_err(|BadToken(why)| {
        tracing::warn!(why, "a page gave a token that says nothing");
        Refusal::with(ProblemKind::Identity, why)
    })?;
    // Personal data: no cache in between keeps it.
    let cache = [(header::CACHE_CONTROL, "no-store")];
    Ok((cache, Json(identity)).into_response())
}
