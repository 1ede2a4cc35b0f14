//! The targets of the connection checks and of the speed test, one file each. docs/checks.md says what each answers.

mod asked;
mod download;
mod echo;
mod ping;
mod socket;
mod upload;
mod whoami;

use std::io;
use std::task::Poll;

use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, post};
use hyper::body::Frame;

use crate::app::Shared;
use crate::probe::echo::PATH;

/// The next part of a body that is made while it is sent.
type Polled = Poll<Option<io::Result<Frame<Bytes>>>>;

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
