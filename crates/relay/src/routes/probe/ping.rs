//! `GET /probe/ping`: how long the way takes.

use std::time::Instant;

use axum::extract::RawQuery;
use axum::http::header::CONNECTION;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::asked::Asker;

/// Answers at once with nothing. `Server-Timing` has `app`, the time spent here in milliseconds, so that it can be
/// taken off a measured delay; and of the customer's own connection `rtt`, the kernel's smoothed round trip in
/// milliseconds, and `mss`, the most bytes of a segment.
///
/// Asked with `once` in the query, it closes the connection afterwards: whoever asks whether the line carries must not be
/// given one by the browser that was opened before the line went.
pub async fn answer(RawQuery(query): RawQuery, asker: Asker) -> Response {
    let began = Instant::now();
    let mut response = StatusCode::NO_CONTENT.into_response();
    let known = asker.own_line.and_then(|line| line.tcp_info());
    let known = known.map_or_else(String::new, |known| {
        let rtt = known.rtt.as_secs_f64() * 1000.0;
        format!(", rtt;dur={rtt:.3}, mss;desc=\"{}\"", known.mss)
    });
    let timing = format!(
        "app;dur={:.3}{known}",
        began.elapsed().as_secs_f64() * 1000.0
    );
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        let headers = response.headers_mut();
        headers.insert(HeaderName::from_static("server-timing"), timing);
    }
    let query = query.unwrap_or_default();
    if query.split('&').any(|part| part.starts_with("once=")) {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
    response
}
