//! The pages that the `type` of a problem points to, as plain text.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::extract::Path;
use super::problem::{ProblemKind, Refusal};

/// The routes.
pub fn pages<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/problems/{id}", get(page))
}

async fn page(Path(id): Path<String>) -> Result<Response, Refusal> {
    let kind = ProblemKind::ALL
        .iter()
        .find(|kind| kind.id() == id)
        .ok_or_else(|| Refusal::with(ProblemKind::NotFound, "There is no problem of that name."))?;
    let page: Vec<&str> = kind.page().lines().map(str::trim).collect();
    let text = format!("{}\n\n{}\n", kind.title(), page.join("\n"));
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
