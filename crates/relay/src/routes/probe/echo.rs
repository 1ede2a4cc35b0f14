//! `GET /probe/echo`: where the echo of datagrams is, and by what its certificate is known. This connection vouches for that.

use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::http::problem::{ProblemKind, Refusal};
use crate::probe::echo::Told;

/// Tells it.
pub async fn answer(State(app): State<Shared>) -> Result<Json<Told>, Refusal> {
    let telling = app.echo.as_ref();
    let told = telling.map(|telling| Json(telling.told()));
    told.ok_or_else(|| Refusal::new(ProblemKind::NotFound))
}
