//! `POST /probe/upload?id=ID`: bytes that are counted and forgotten. `GET /probe/upload/ID`: the count, told while
//! others of its connections send. Browsers read no answer over HTTP/1.1 before they have sent all.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use hyper::body::Frame;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior};

use super::Polled;
use super::asked::{self, Asker};
use crate::app::Shared;
use crate::http::extract::Path;
use crate::http::problem::Refusal;
use crate::probe::traffic::Transfer;
use crate::probe::uploads::{Count, EVERY, Sending};

/// For how long a count goes on after the last connection has ended: another may begin.
const LINGER: Duration = Duration::from_secs(3);

/// Counts what comes and forgets it. The answer is lines of JSON, which say how much has arrived under this id, about
/// every 100 ms and at the end.
pub async fn receive(
    State(app): State<Shared>,
    asker: Asker,
    RawQuery(query): RawQuery,
    body: Body,
) -> Result<Response, Refusal> {
    let test = asked::test(query.as_deref())?;
    let transfer = app.traffic.begin(asker.address, test, &app.config.probe)?;
    // Without an id its answer alone tells it.
    let count = test.map_or_else(Arc::default, |id| app.uploads.of(id));
    Ok(lines(Receiving {
        body: Some(body),
        sending: count.begin(),
        transfer,
        tick: ticks(),
        stopping: app.stopping.clone(),
    }))
}

/// Tells the count of an id until its connections have ended.
pub async fn count(
    State(app): State<Shared>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let test = asked::id(&id)?;
    let transfer = app
        .traffic
        .begin(asker.address, Some(test), &app.config.probe)?;
    let count = app.uploads.of(test);
    Ok(lines(Telling {
        count: Some(count),
        quiet: None,
        ends: transfer.ends() + LINGER,
        _transfer: transfer,
        tick: ticks(),
        stopping: app.stopping.clone(),
    }))
}

fn ticks() -> Interval {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    tick
}

fn lines(body: impl HttpBody<Data = Bytes, Error = io::Error> + Send + 'static) -> Response {
    let mut response = Response::new(Body::new(body));
    let kind = HeaderValue::from_static("application/x-ndjson");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn said(line: String) -> Polled {
    Poll::Ready(Some(Ok(Frame::data(line.into()))))
}

/// The answer to an upload, which drives its reading.
struct Receiving {
    /// `None` once it has ended.
    body: Option<Body>,
    sending: Sending,
    transfer: Transfer,
    tick: Interval,
    stopping: watch::Receiver<bool>,
}

impl HttpBody for Receiving {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        let this = &mut *self;
        loop {
            // The timer comes first: a fast line always has the next bytes ready.
            if this.body.is_some() && this.tick.poll_tick(context).is_ready() {
                return said(this.sending.line());
            }
            let Some(body) = &mut this.body else {
                return Poll::Ready(None);
            };
            let is_over = this.transfer.left() == 0
                || Instant::now() >= this.transfer.ends()
                || *this.stopping.borrow();
            let frame = match is_over {
                true => None,
                false => match Pin::new(body).poll_frame(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(frame) => frame,
                },
            };
            // What breaks off has ended too: what has arrived until then has arrived.
            let Some(Ok(frame)) = frame else {
                this.body = None;
                return said(this.sending.line());
            };
            if let Some(data) = frame.data_ref() {
                this.sending.arrived(data.len() as u64);
                this.transfer.moved(data.len() as u64);
            }
        }
    }
}

/// The count of an id.
struct Telling {
    /// `None` once its last line was said.
    count: Option<Arc<Count>>,
    /// Since when nobody has been sending.
    quiet: Option<Instant>,
    ends: Instant,
    _transfer: Transfer,
    tick: Interval,
    stopping: watch::Receiver<bool>,
}

impl HttpBody for Telling {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        let this = &mut *self;
        let Some(count) = &this.count else {
            return Poll::Ready(None);
        };
        if this.tick.poll_tick(context).is_pending() {
            return Poll::Pending;
        }
        let now = Instant::now();
        this.quiet = match count.has_begun() && !count.is_sending() {
            true => Some(this.quiet.unwrap_or(now)),
            false => None,
        };
        let is_quiet = this
            .quiet
            .is_some_and(|since| now.saturating_duration_since(since) >= LINGER);
        let line = count.line();
        if is_quiet || now >= this.ends || *this.stopping.borrow() {
            this.count = None;
        }
        said(line)
    }
}
