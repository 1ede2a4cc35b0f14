//! The targets of the connection checks and of the speed test, one file each. docs/checks.md says what each answers.

mod asked;
mod download;
mod echo;
mod ping;
mod socket;
mod upload;
mod whoami;

use axum::Router;
use axum::routing::{get, post};

use crate::app::Shared;
use crate::probe::echo::PATH;

/// `/probe/…`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/probe/ping", get(ping::answer))
        .route("/probe/whoami", get(whoami::answer))
        .route(PATH, get(echo::answer))
        .route("/probe/download", get(download::answer))
        .route("/probe/upload", post(upload::receive))
        .route("/probe/upload/{id}", get(upload::count))
        .route("/probe/socket", get(socket::answer))
}
