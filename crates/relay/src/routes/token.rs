//! The token that opens a ticket to its customer.

use axum::http::{HeaderMap, header};

use crate::app::App;
use crate::http::problem::{ProblemKind, Refusal};
use crate::seal;
use crate::store::StoreError;
use crate::store::following::Opened;

/// The token of a request, if there is one that can be one.
pub(super) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let is_token = scheme.eq_ignore_ascii_case("bearer") && (40..=100).contains(&token.len());
    is_token.then(|| token.trim().to_owned())
}

/// The ticket that this token opens.
pub(super) async fn opened(app: &App, token: &str) -> Result<Opened, Refusal> {
    let ticket = app
        .store
        .opened(&seal::hash(token))
        .await
        .map_err(no_store)?;
    let is_in_time = |ticket: &Opened| {
        let now = app.store.age().unwrap_or(ticket.kept_from);
        now.saturating_sub(ticket.kept_from) < app.opens_for()
    };
    ticket
        .filter(is_in_time)
        .ok_or_else(|| Refusal::new(ProblemKind::Token))
}

/// The answer when the store gives none.
pub(super) fn no_store(error: StoreError) -> Refusal {
    tracing::error!(%error, "the store does not answer");
    Refusal::new(ProblemKind::Store).retry_after(5)
}
