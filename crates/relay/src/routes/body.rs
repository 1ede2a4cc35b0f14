//! Reads the body of a request to the API: JSON, in time, and not too large.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};

use crate::app::App;
use crate::http::bodies::{NoBody, Room};
use crate::http::problem::{ProblemKind, Refusal};

/// How long a body may take to arrive. Generous: it comes over a line that is broken.
const BODY_TIME: Duration = Duration::from_secs(25);

/// How long it may take when the relay was told to stop: it comes again to the next one.
const BODY_TIME_AT_END: Duration = Duration::from_secs(2);

/// That it says to be JSON.
pub(super) fn json_only(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = given
        .and_then(|given| given.split(';').next())
        .map(str::trim);
    match essence {
        Some(essence) if essence.eq_ignore_ascii_case("application/json") => Ok(()),
        _ => Err(Refusal::new(ProblemKind::MediaType)),
    }
}

/// Reads a body of at most so many bytes.
pub(super) async fn read(app: &App, body: Body, most: usize) -> Result<(Bytes, Room), Refusal> {
    let mut stopping = app.stopping.clone();
    let stopped = async {
        if stopping.wait_for(|stopping| *stopping).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(BODY_TIME_AT_END).await;
    };
    let read = tokio::select! {
        read = app.bodies.read(body, most) => read,
        () = tokio::time::sleep(BODY_TIME) => return Err(Refusal::new(ProblemKind::Timeout)),
        () = stopped => return Err(Refusal::new(ProblemKind::Store).retry_after(5)),
    };
    read.map_err(|why| match why {
        NoBody::TooLarge => Refusal::with(
            ProblemKind::TooLarge,
            format!("It has at most {most} bytes."),
        ),
        NoBody::NoRoom => Refusal::new(ProblemKind::Timeout).retry_after(2),
        // Whole, it may come through the next time.
        NoBody::BrokeOff => Refusal::with(ProblemKind::Timeout, "The body broke off."),
    })
}

/// That this address may send something more.
pub(super) fn within_limits(app: &App, client: IpAddr) -> Result<(), Refusal> {
    app.ceiling.take(client, Instant::now()).map_err(|wait| {
        tracing::warn!("an address sends too many tickets");
        Refusal::new(ProblemKind::TooMany).retry_after(wait.as_secs() + 1)
    })
}
