//! `/healthz`: the process lives. `/readyz`: it can do its work.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::app::Shared;
use crate::http::problem::{ProblemKind, Refusal};

/// Both routes.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
}

async fn ready(State(app): State<Shared>) -> Result<&'static str, Refusal> {
    match tokio::time::timeout(Duration::from_secs(3), app.store.ready()).await {
        Ok(Ok(())) => Ok("ok\n"),
        Ok(Err(error)) => {
            tracing::error!(%error, "the store does not answer");
            Err(Refusal::new(ProblemKind::Store).retry_after(5))
        }
        Err(_) => Err(
            Refusal::with(ProblemKind::Store, "The store does not answer in time.").retry_after(5),
        ),
    }
}
