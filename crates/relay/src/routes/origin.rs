//! Whether a page may send tickets.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};

use crate::app::Shared;
use crate::http::problem::{ProblemKind, Refusal};

/// Answers whether pages of the asking one's origin may use the API. Any page may ask: one that may not
/// send is refused by its browser before it sends, and could not tell that from a dead line.
pub async fn show(State(app): State<Shared>, headers: HeaderMap) -> Result<StatusCode, Refusal> {
    let Some(origin) = headers.get(header::ORIGIN) else {
        // A page of the relay's own.
        return Ok(StatusCode::NO_CONTENT);
    };
    let is_listed = app.config.origins.iter().any(|listed| listed == origin);
    is_listed
        .then_some(StatusCode::NO_CONTENT)
        .ok_or_else(|| Refusal::new(ProblemKind::OriginNotListed))
}
