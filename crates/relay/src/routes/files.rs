//! Files of the [`Site`](crate::site::Site), and the index: whatever is not the API.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use firstline_guide::language::is_language;
use jiff::Timestamp;

use crate::app::Shared;
use crate::http::encoding::Encoding;
use crate::http::headers::PAGE;
use crate::http::problem::{ProblemKind, Refusal};
use crate::site::Asset;

/// Whatever no route takes: a file, a file of an earlier version, or nothing.
pub async fn file(
    State(app): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let path = uri.path().trim_start_matches('/');
    if let Some(language) = path
        .strip_prefix("guides/index.")
        .and_then(|rest| rest.strip_suffix(".json"))
    {
        only_get(&method)?;
        return index(&app, language, &headers);
    }
    if let Some(asset) = first(&app, path) {
        only_get(&method)?;
        return Ok(send(asset, &headers));
    }
    if let Some(asset) = app.site.files.get(path) {
        only_get(&method)?;
        let mut response = send(asset, &headers);
        if path.is_empty() || path.ends_with(".html") {
            response.extensions_mut().insert(PAGE);
        }
        return Ok(response);
    }
    if path.starts_with("assets/") || path.starts_with("guides/") {
        only_get(&method)?;
        let earlier = app.earlier.get(&app.store, path).await.map_err(|error| {
            tracing::error!(%error, "cannot read what was published earlier");
            Refusal::new(ProblemKind::Store).retry_after(5)
        })?;
        if let Some(asset) = earlier {
            return Ok(send(&asset, &headers));
        }
    }
    Err(Refusal::new(ProblemKind::NotFound))
}

fn only_get(method: &Method) -> Result<(), Refusal> {
    match *method {
        Method::GET | Method::HEAD => Ok(()),
        _ => Err(Refusal::only_get()),
    }
}

/// The first screens of a guide (`guides/<id>.first.<language>.json`) or the welcome screen (`guides/first.<language>.json`), in
/// the edition that serves readers of that language.
fn first<'a>(app: &'a Shared, path: &str) -> Option<&'a Asset> {
    let name = path.strip_prefix("guides/")?.strip_suffix(".json")?;
    let (guide, language) = match name.strip_prefix("first.") {
        Some(language) => ("", language),
        None => name.split_once(".first.")?,
    };
    let edition = app
        .site
        .edition(language)
        .filter(|_| is_language(language))?;
    edition.first.get(guide)
}

/// The index as it is now: whether the support is open changes with the clock.
fn index(app: &Shared, language: &str, headers: &HeaderMap) -> Result<Response, Refusal> {
    if !is_language(language) {
        return Err(Refusal::with(
            ProblemKind::NotFound,
            "Ask for guides/index.<language>.json.",
        ));
    }
    let edition = app
        .site
        .edition(language)
        .ok_or_else(|| Refusal::new(ProblemKind::NotFound))?;
    let now = Timestamp::now();
    let asset = app.index(&edition.language, now.as_second() / 60, || {
        serde_json::to_vec(&app.site.index(edition, &app.config, &app.provider, now))
    });
    let asset = asset.map_err(|error| {
        tracing::error!(%error, "cannot write the index");
        Refusal::new(ProblemKind::Internal)
    })?;
    let mut response = send(&asset, headers);
    if let Ok(language) = HeaderValue::from_str(&edition.language) {
        response
            .headers_mut()
            .insert(header::CONTENT_LANGUAGE, language);
    }
    Ok(response)
}

/// An asset in the encoding that the client wants, or 304 if it has it already.
pub(super) fn send(asset: &Asset, request: &HeaderMap) -> Response {
    let accept: Vec<&str> = request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    let accept = (!accept.is_empty()).then(|| accept.join(","));
    let body = |encoding| match encoding {
        Encoding::Identity => Some(&asset.bytes),
        Encoding::Gzip => asset.gz.as_ref(),
        Encoding::Brotli => asset.br.as_ref(),
    };
    let encoding = Encoding::choose(accept.as_deref(), |encoding| body(encoding).is_some());
    // Each encoding is a representation of its own, with a strong tag of its own.
    let etag = match encoding.name() {
        None => format!("\"{}\"", asset.hash),
        Some(name) => format!("\"{}-{name}\"", asset.hash),
    };
    let known = request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| matches!(tag.trim(), "*") || tag.trim().trim_start_matches("W/") == etag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes: Bytes = body(encoding).unwrap_or(&asset.bytes).clone();
        Body::from(bytes).into_response()
    };
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::ETAG, &etag);
    set(header::CACHE_CONTROL, asset.cache.control());
    set(header::VARY, "Accept-Encoding");
    if !known {
        set(header::CONTENT_TYPE, &asset.content_type);
        if let Some(name) = encoding.name() {
            set(header::CONTENT_ENCODING, name);
        }
    }
    response
}
