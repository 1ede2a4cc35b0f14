//! The API, version 1.

mod feed_file;
pub mod status;
pub mod tickets;
mod validate;
mod write;

use axum::Router;
use axum::routing::{get, post};

use crate::Shared;

/// `/api/v1/…`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/tickets", post(tickets::create))
        .route("/api/v1/status", get(status::show))
}
