//! `GET /probe/download?bytes=N`, `?ms=N`, or both: random bytes, until so many have gone or so much time has passed.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::sync::watch;

use super::Polled;
use super::asked::{self, Asker};
use crate::app::Shared;
use crate::http::problem::{ProblemKind, Refusal};
use crate::probe::payload::Payload;
use crate::probe::traffic::Transfer;

/// After so many bytes others have their turn: tickets are answered while lines are measured.
const TURN: usize = 1 << 20;

/// The bytes, at most as many and for as long as the configuration says.
pub async fn answer(
    State(app): State<Shared>,
    asker: Asker,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query = query.as_deref();
    let (bytes, ms) = (asked::number(query, "bytes")?, asked::number(query, "ms")?);
    if bytes.is_none() && ms.is_none() {
        let detail = "Say how much: /probe/download?bytes=1000000, or ?ms=5000.";
        return Err(Refusal::with(ProblemKind::Malformed, detail));
    }
    let test = asked::test(query)?;
    let transfer = app.traffic.begin(asker.address, test, &app.config.probe)?;
    let most = transfer.left();
    let body = Download {
        left: bytes.map_or(most, |bytes| bytes.min(most)),
        enough: ms.and_then(|ms| Instant::now().checked_add(Duration::from_millis(ms))),
        transfer,
        payload: Payload::begin(),
        turn: TURN,
        stopping: app.stopping.clone(),
    };
    let mut response = Response::new(Body::new(body));
    let kind = HeaderValue::from_static("application/octet-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

struct Download {
    transfer: Transfer,
    /// The bytes that are still to go.
    left: u64,
    /// The time at which it is over by itself; `None` if the bytes alone count.
    enough: Option<Instant>,
    payload: Payload,
    /// The bytes until others have their turn.
    turn: usize,
    stopping: watch::Receiver<bool>,
}

impl HttpBody for Download {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Polled {
        let this = &mut *self;
        let now = Instant::now();
        if this.left == 0 || this.enough.is_some_and(|enough| now >= enough) {
            return Poll::Ready(None);
        }
        if now >= this.transfer.ends() || *this.stopping.borrow() {
            return match this.enough {
                Some(_) => Poll::Ready(None),
                // Its length was announced, so that it can only break off.
                None => Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into()))),
            };
        }
        if this.turn == 0 {
            this.turn = TURN;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let most = usize::try_from(this.left).unwrap_or(usize::MAX);
        let piece = this.payload.next(most.min(this.turn));
        this.turn -= piece.len();
        this.left -= piece.len() as u64;
        this.transfer.moved(piece.len() as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        match self.enough {
            Some(_) => SizeHint::new(),
            None => SizeHint::with_exact(self.left),
        }
    }
}
