//! Log lines: what happened and how long it took, never who or what was said. No address, no
//! query, no header, no body; a path only where it is one of ours.

mod writer;

use std::sync::OnceLock;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;
use writer::Lines;

/// The log of this process.
static LOG: OnceLock<Lines> = OnceLock::new();

/// Starts the log, on standard error. `RUST_LOG` chooses what is logged; `info` without it.
///
/// Nobody who logs waits for the log, or fails by it.
pub fn start(format: LogFormat) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // Without another thread there is no log, and all else goes on.
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let of_dropped = match format {
        LogFormat::Human => {
            |count: u64| format!("{count} log lines were dropped: the log did not take them\n")
        }
        LogFormat::Json => |count: u64| {
            format!(
                "{{\"level\":\"ERROR\",\"message\":\"log lines were dropped\",\"count\":{count}}}\n"
            )
        },
    };
    let Ok(lines) = Lines::to(std::io::stderr(), colours, of_dropped) else {
        return;
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(lines.clone())
        .log_internal_errors(false)
        .with_ansi(colours);
    // A second start, as in tests, keeps the first.
    let started = match format {
        LogFormat::Human => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    if started.is_ok() {
        let _ = LOG.set(lines);
        // The usual one writes to standard error itself, which may block. A panic's message may
        // hold what a customer wrote, so only its place is logged.
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string);
            tracing::error!(place, "the relay has a fault: a task panicked");
        }));
    }
}

/// Waits for what was logged, and not for long: a program that ends calls it last.
pub fn flush() {
    if let Some(lines) = LOG.get() {
        lines.flush();
    }
}

/// One line for each request.
pub async fn request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("(file)", MatchedPath::as_str);
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let ms = began.elapsed().as_millis();
    if status >= 500 {
        tracing::error!(%method, route, status, ms, "request failed");
    } else if route.starts_with("/api/") {
        tracing::info!(%method, route, status, ms, "request");
    } else {
        tracing::debug!(%method, route, status, ms, "request");
    }
    response
}
