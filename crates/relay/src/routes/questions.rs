//! `GET /api/v1/questions?language=`: what customers are asked at good ends.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use crate::app::Shared;
use crate::http::extract::Query;
use crate::http::problem::Refusal;
use crate::insights::questions::{self, Questions};

/// The query.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    language: String,
}

/// Answers the questions in this language. They are texts alone, the same for everybody.
pub async fn show(
    State(app): State<Shared>,
    Query(asked): Query<Asked>,
) -> Result<Json<Questions>, Refusal> {
    questions::of(&app, &asked.language).map(Json)
}
