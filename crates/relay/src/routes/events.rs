//! `POST /api/v1/events`: what happened on walks.

use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use firstline_wire::events::{MOST_BYTES, Taken};

use super::client::Client;
use crate::app::Shared;
use crate::http::bodies::NoBody;
use crate::http::problem::{ProblemKind, Refusal};
use crate::insights;

/// How long a body may take to arrive. Less than a ticket's: events can be lost, and take no room from one.
const BODY_TIME: Duration = Duration::from_secs(10);

/// Counts a batch. A browser that asks not to be followed (Do Not Track, Global Privacy Control) is answered
/// and not counted.
pub async fn take(
    State(app): State<Shared>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Taken>, Refusal> {
    app.events_limiter
        .take(client, Instant::now())
        .map_err(|wait| Refusal::new(ProblemKind::TooMany).retry_after(wait.as_secs() + 1))?;
    let reading = app.bodies.read(body, MOST_BYTES);
    let (body, _room) = match tokio::time::timeout(BODY_TIME, reading).await {
        Ok(Ok(read)) => read,
        Ok(Err(NoBody::TooLarge)) => {
            let detail = format!("A batch of events has at most {MOST_BYTES} bytes.");
            return Err(Refusal::with(ProblemKind::TooLarge, detail));
        }
        Ok(Err(_)) | Err(_) => return Err(Refusal::new(ProblemKind::Timeout)),
    };
    if declines(&headers) {
        return Ok(Json(Taken::default()));
    }
    insights::take(&app, &body, client).await.map(Json)
}

/// Whether the browser asks not to be followed.
fn declines(headers: &HeaderMap) -> bool {
    ["dnt", "sec-gpc"]
        .iter()
        .any(|name| headers.get(*name).is_some_and(|value| value == "1"))
}
