//! `GET /api/v1/status?area=&language=`: known faults and maintenance.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use firstline_guide::language::is_language;
use jiff::Timestamp;
use serde::Deserialize;

use crate::app::Shared;
use crate::http::problem::{ProblemKind, Refusal};
use crate::status::select;

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    area: Option<String>,
    language: Option<String>,
}

/// Answers what is known now. `Age` is how many seconds ago the file could last be read.
pub async fn show(
    State(app): State<Shared>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(asked) = asked.map_err(|_| {
        Refusal::with(
            ProblemKind::Malformed,
            "The parameters are `area` and `language`, each once.",
        )
    })?;
    let first = app.config.languages.first();
    let tags: Vec<&str> = asked
        .language
        .iter()
        .chain(first)
        .map(String::as_str)
        .filter(|tag| is_language(tag))
        .collect();
    let (status, age) = app.feed.now(&tags).await;
    let shown = select(&status, asked.area.as_deref(), Timestamp::now());
    Ok(([(header::AGE, age.as_secs().to_string())], Json(shown)).into_response())
}
