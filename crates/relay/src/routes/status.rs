//! `GET /api/v1/status?area=&language=&over=`: known faults and maintenance.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;
use firstline_guide::language::is_language;
use serde::Deserialize;

use super::files::send;
use crate::app::Shared;
use crate::http::extract::Query;
use crate::http::problem::{ProblemKind, Refusal};
use crate::status::Area;

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    area: Option<String>,
    language: Option<String>,
    /// `1` if what is over is to be told, too.
    over: Option<String>,
}

/// Answers what is known now. `Age` is how many seconds ago the file could last be read.
pub async fn show(
    State(app): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let asked = asked(&query.unwrap_or_default())?;
    let first = app.config.languages.first();
    let tags: Vec<&str> = asked
        .language
        .iter()
        .chain(first)
        .map(String::as_str)
        .filter(|tag| is_language(tag))
        .collect();
    let area = asked.area.as_deref().and_then(Area::read);
    let (asset, age) = app
        .feed
        .now(&tags, area, asked.over.is_some())
        .await
        .map_err(|error| {
            tracing::error!(%error, "cannot write what is known of faults");
            Refusal::new(ProblemKind::Internal)
        })?;
    let mut response = send(&asset, &headers);
    response
        .headers_mut()
        .insert(header::AGE, HeaderValue::from(age.as_secs()));
    Ok(response)
}

fn asked(query: &str) -> Result<Asked, Refusal> {
    // A widget of version 0.1.0 put a second `?` before the area.
    let query = query.replace('?', "&");
    let uri = Uri::builder().path_and_query(format!("/?{query}")).build();
    let asked = uri.ok().and_then(|uri| Query::try_from_uri(&uri).ok());
    let Some(Query(asked)) = asked else {
        return Err(Refusal::with(
            ProblemKind::Malformed,
            "The parameters are `area`, `language` and `over`, each once.",
        ));
    };
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_read_however_widgets_wrote_it() {
        for query in [
            "area=SW1A%201AA&language=de",
            "language=de&area=SW1A+1AA",
            "language=de?area=SW1A%201AA",
        ] {
            let asked = asked(query).unwrap();
            assert_eq!(asked.area.as_deref(), Some("SW1A 1AA"), "{query}");
            assert_eq!(asked.language.as_deref(), Some("de"), "{query}");
        }
        for query in ["area=1&area=2", "place=1"] {
            assert!(asked(query).is_err(), "{query}");
        }
        assert!(asked("").unwrap().area.is_none());
    }
}
