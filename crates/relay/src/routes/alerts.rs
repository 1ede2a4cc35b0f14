//! `POST /api/v1/alerts`: somebody wants to be told when a fault is over; and how that is taken back.

use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use firstline_guide::language::is_language;
use firstline_wire::alert::{AlertCreated, AlertRequest};
use firstline_wire::contact::email;
use serde::Deserialize;
use uuid::Uuid;

use super::client::Client;
use super::status_page::spoken;
use crate::alerts::Alerting;
use crate::app::Shared;
use crate::http::extract::{Path, Query, RawForm};
use crate::http::headers::PLAIN_PAGE;
use crate::http::problem::{ProblemKind, Refusal};
use crate::seal;
use crate::status::Area;
use crate::status::page::stop as page;
use crate::store::alerts::NewAlert;

/// The largest body, in bytes.
const MOST_BYTES: usize = 4096;

/// The longest id of a fault and the longest area, in characters.
const LONGEST: usize = 200;

/// Stores the wish, once for each address and fault.
pub async fn create(
    State(app): State<Shared>,
    Client(client): Client,
    body: Body,
) -> Result<Response, Refusal> {
    if app.teller.is_none() || !app.feed.setup().tells {
        return Err(Refusal::with(
            ProblemKind::NotFound,
            "Nobody is written to here.",
        ));
    }
    let bad = |detail: &str| Refusal::with(ProblemKind::Malformed, detail);
    let body = to_bytes(body, MOST_BYTES)
        .await
        .map_err(|_| Refusal::with(ProblemKind::TooLarge, "It has at most 4096 bytes."))?;
    let wish: AlertRequest = serde_json::from_slice(&body)
        .map_err(|_| bad("Send item, area, language and email, each a text."))?;
    let email = email(&wish.email).ok_or_else(|| bad("This is no e-mail address."))?;
    let too_long = |text: &str| text.chars().count() > LONGEST;
    if too_long(&wish.item) || too_long(&wish.area) || !is_language(&wish.language) {
        return Err(bad("Send item, area and language as the status has them."));
    }
    app.wishes
        .take(client, Instant::now())
        .map_err(|wait| Refusal::new(ProblemKind::TooMany).retry_after(wait.as_secs() + 1))?;
    // Only for what goes on: nobody waits for what is not there, and nothing is kept for it.
    let area = Area::read(&wish.area);
    let first = app.config.languages.first().map(String::as_str);
    let tags: Vec<&str> = [Some(&*wish.language), first]
        .into_iter()
        .flatten()
        .collect();
    let (status, _) = app.feed.status(&tags, area.as_ref()).await;
    let mut items = status.items.into_iter();
    let item = items.find(|item| item.id == wish.item && item.ended.is_none());
    let item = item.ok_or_else(|| bad("No such fault goes on there."))?;
    let components = app.feed.components(&wish.item).await;
    let id = Uuid::new_v4().to_string();
    let alert = NewAlert {
        token: seal::hash(&Alerting::token(&app.seal, &id)),
        id,
        item: wish.item,
        title: item.title,
        components,
        area: wish.area,
        language: wish.language,
        email,
    };
    let unstored = |error: crate::store::StoreError| {
        tracing::error!(%error, "cannot store that somebody wants to be told");
        Refusal::new(ProblemKind::Store).retry_after(5)
    };
    let now = app.store.age().unwrap_or(0);
    let id = app.store.add_alert(&alert, now).await.map_err(unstored)?;
    let id = id.ok_or_else(|| Refusal::new(ProblemKind::TooMany).retry_after(3600))?;
    let created = AlertCreated {
        token: Alerting::token(&app.seal, &id),
    };
    let body = serde_json::to_string(&created).unwrap_or_default();
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok((StatusCode::CREATED, json, body).into_response())
}

/// Takes a wish back, for the widget and for mail programs (RFC 8058).
pub async fn stop(
    State(app): State<Shared>,
    Path(token): Path<String>,
) -> Result<StatusCode, Refusal> {
    stopped(&app, &token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The query of the link in a message.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    language: Option<String>,
    token: Option<String>,
}

/// Asks whether no message is wanted. It does nothing yet: programs that look for evil follow links.
pub async fn ask(
    State(app): State<Shared>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let language = spoken(&app, asked.language.as_deref(), &headers);
    shown(&language, &asked.token.unwrap_or_default(), None)
}

/// Takes a wish back, and says so.
pub async fn done(
    State(app): State<Shared>,
    Query(linked): Query<Asked>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Result<Response, Refusal> {
    let form: Asked = std::str::from_utf8(&form)
        .ok()
        .and_then(|form| format!("/?{form}").parse().ok())
        .and_then(|uri| Query::try_from_uri(&uri).ok())
        .map_or_else(Asked::default, |Query(form)| form);
    let token = form.token.or(linked.token).unwrap_or_default();
    let language = form.language.or(linked.language);
    let language = spoken(&app, language.as_deref(), &headers);
    let was_there = stopped(&app, &token).await?;
    shown(&language, "", Some(was_there))
}

async fn stopped(app: &Shared, token: &str) -> Result<bool, Refusal> {
    let stopped = app.store.stop_alert(&seal::hash(token)).await;
    stopped.map_err(|error| {
        tracing::error!(%error, "cannot take a wish back");
        Refusal::new(ProblemKind::Store).retry_after(5)
    })
}

fn shown(language: &str, token: &str, done: Option<bool>) -> Result<Response, Refusal> {
    let html = page(language, token, done).map_err(|error| {
        tracing::error!(%error, "cannot write a page");
        Refusal::new(ProblemKind::Internal)
    })?;
    let mut response = Html(html).into_response();
    response.extensions_mut().insert(PLAIN_PAGE);
    Ok(response)
}
