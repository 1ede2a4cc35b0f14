//! `/healthz`: the process lives. `/readyz`: it can do its work, and how its helpdesk is. A helpdesk that
//! is down is no reason to send customers elsewhere: their tickets are stored.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::app::{App, Shared};
use crate::http::problem::{ProblemKind, Refusal};

/// Both routes.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
}

/// One line on deliveries, without a number: anybody may read it.
async fn outbox(app: &App) -> &'static str {
    if app.helpdesk.is_none() {
        return "";
    }
    match (app.store.paused().await, app.tally.failing()) {
        (Ok(Some(_)), _) => "helpdesk: paused\n",
        (_, Some(_)) => "helpdesk: takes no tickets now, they wait\n",
        (_, None) => "helpdesk: ok\n",
    }
}

async fn ready(State(app): State<Shared>) -> Result<String, Refusal> {
    match tokio::time::timeout(Duration::from_secs(3), app.store.ready()).await {
        Ok(Ok(())) => Ok(format!("ok\n{}", outbox(&app).await)),
        Ok(Err(error)) => {
            tracing::error!(%error, "the store does not answer");
            Err(Refusal::new(ProblemKind::Store).retry_after(5))
        }
        Err(_) => Err(
            Refusal::with(ProblemKind::Store, "The store does not answer in time.").retry_after(5),
        ),
    }
}
