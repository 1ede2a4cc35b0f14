//! A connection that knows what it is doing and since when.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::own_answers;
use super::tcp_info::TcpInfo;

/// How long a new connection may take until its first request is there. Generous for a line that
/// loses every other packet.
const FIRST: Duration = Duration::from_secs(15);

/// How long the head of a later request may take from its first byte on.
const HEAD: Duration = Duration::from_secs(15);

/// How long a connection may be silent between requests: the probes measure over one that is open,
/// and guides check again after a minute.
const IDLE: Duration = Duration::from_secs(75);

/// How long the answer may wait for its reader without an end, and how much it must take in that time:
/// 16 kB in 30 s is a tenth of a modem's speed.
const READING: Duration = Duration::from_secs(30);
const READ_AT_LEAST: u64 = 16 << 10;

/// How long a connection that is not idle gets when the relay stops: bodies that are half sent come
/// again.
const STOPPING: Duration = Duration::from_secs(5);

/// Why a connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// There was no request for too long.
    Idle,
    /// A request began and its head did not end.
    Head,
    /// The answer is not read.
    Unread,
    /// The relay stops, and the request is still being sent.
    Stopping,
}

/// The activity of a connection.
#[derive(Debug)]
pub struct Meter(Mutex<State>);

#[derive(Debug)]
struct State {
    phase: Phase,
    /// Requests that are being answered.
    busy: usize,
    /// Whether the kernel takes no more of an answer now.
    pending: bool,
    /// Since when it has mostly taken none, and what was written until then.
    waiting: Option<(Instant, u64)>,
    written: u64,
    /// What the kernel knew when the last request began.
    tcp_info: Option<TcpInfo>,
    stopping: Option<Instant>,
    /// Whether it makes room for another: no request begins any more.
    leaving: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// Nothing has come yet, or something that is no whole request.
    New(Instant),
    /// Between two requests.
    Idle(Instant),
    /// The head of a later request is coming.
    Head(Instant),
    /// A request is being answered.
    Busy,
}

impl Meter {
    /// A connection that was accepted now.
    pub fn new(now: Instant) -> Meter {
        Meter(Mutex::new(State {
            phase: Phase::New(now),
            busy: 0,
            pending: false,
            waiting: None,
            written: 0,
            tcp_info: None,
            stopping: None,
            leaving: false,
        }))
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The deadline that is over, if one is.
    pub fn overdue(&self, now: Instant) -> Option<Overdue> {
        let mut state = self.state();
        let over = |since: Instant, time| now.saturating_duration_since(since) >= time;
        match state.waiting {
            // The reader has caught up.
            _ if !state.pending => state.waiting = None,
            Some((since, written)) if over(since, READING) => {
                if state.written - written < READ_AT_LEAST {
                    return Some(Overdue::Unread);
                }
                state.waiting = Some((now, state.written));
            }
            _ => {}
        }
        if state.stopping.is_some_and(|since| over(since, STOPPING)) && state.phase != Phase::Busy {
            return Some(Overdue::Stopping);
        }
        match state.phase {
            Phase::New(since) if over(since, FIRST) => Some(Overdue::Head),
            Phase::Idle(since) if over(since, IDLE) => Some(Overdue::Idle),
            Phase::Head(since) if over(since, HEAD) => Some(Overdue::Head),
            _ => None,
        }
    }

    /// Since when there has been nothing to do; `None` while there is.
    pub fn idle_since(&self) -> Option<Instant> {
        match self.state().phase {
            Phase::New(since) | Phase::Idle(since) | Phase::Head(since) => Some(since),
            Phase::Busy => None,
        }
    }

    /// Makes room for another, if there is still nothing to do. A request that comes in the same moment
    /// is either answered or not begun.
    pub fn leave(&self) -> bool {
        let mut state = self.state();
        state.leaving |= state.phase != Phase::Busy;
        state.leaving
    }

    /// The relay stops.
    pub fn stop(&self) {
        self.state().stopping = Some(Instant::now());
    }

    /// What the kernel knew when the last request began.
    pub fn tcp_info(&self) -> Option<TcpInfo> {
        self.state().tcp_info
    }

    /// Bytes have come. `look` is asked if they are the beginning of a request.
    fn read(&self, look: impl FnOnce() -> Option<TcpInfo>) {
        let mut state = self.state();
        match state.phase {
            Phase::Idle(_) => {
                state.phase = Phase::Head(Instant::now());
                state.tcp_info = look();
            }
            Phase::New(_) => state.tcp_info = look(),
            Phase::Head(_) | Phase::Busy => {}
        }
    }

    fn wrote(&self, written: &Poll<io::Result<usize>>) {
        let mut state = self.state();
        state.pending = written.is_pending();
        match written {
            Poll::Ready(Ok(bytes)) => state.written += *bytes as u64,
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                let written = state.written;
                state.waiting.get_or_insert((Instant::now(), written));
            }
        }
    }

    /// Whether a request of this connection is being answered.
    fn is_busy(&self) -> bool {
        self.state().busy > 0
    }
}

/// A request that is being answered; until its body is sent or dropped.
#[derive(Debug)]
pub struct Counted(Arc<Meter>);

impl Counted {
    /// From now on. `None` if the connection makes room for another already.
    pub fn begin(meter: &Arc<Meter>) -> Option<Counted> {
        let mut state = meter.state();
        if state.leaving {
            return None;
        }
        state.busy += 1;
        state.phase = Phase::Busy;
        drop(state);
        Some(Counted(Arc::clone(meter)))
    }

    /// The answer's body, which ends it.
    pub fn with(self, body: Body) -> Body {
        // What is known of its length must stay known: it is in the head.
        Body::new(CountedBody {
            body,
            _counted: self,
        })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.busy -= 1;
        if state.busy == 0 {
            state.phase = Phase::Idle(Instant::now());
        }
    }
}

struct CountedBody {
    body: Body,
    _counted: Counted,
}

impl HttpBody for CountedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream that tells its meter what goes through it.
#[derive(Debug)]
pub struct Metered<S> {
    stream: S,
    meter: Arc<Meter>,
    look: fn(&S) -> Option<TcpInfo>,
    own: own_answers::Sending,
}

impl<S> Metered<S> {
    /// Around this stream, which `look` knows more of.
    pub fn new(stream: S, meter: Arc<Meter>, look: fn(&S) -> Option<TcpInfo>) -> Metered<S> {
        Metered {
            stream,
            meter,
            look,
            own: own_answers::Sending::default(),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.meter.read(|| (self.look)(&self.stream));
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        // The library that speaks HTTP answers by itself what is no request at all.
        if !this.meter.is_busy()
            && let Some(first) = slices.iter().find(|slice| !slice.is_empty())
        {
            this.own.replace(first);
        }
        if this.own.is_sending() {
            ready!(this.own.poll(Pin::new(&mut this.stream), context))?;
            return Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()));
        }
        let written = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.meter.wrote(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_connection_may_wait_only_so_long_for_each_thing() {
        let start = Instant::now();
        let meter = Arc::new(Meter::new(start));
        assert_eq!(meter.overdue(start + FIRST - SECOND), None);
        // Bytes that are no request do not prolong it.
        meter.read(|| None);
        assert_eq!(meter.overdue(start + FIRST), Some(Overdue::Head));
        let counted = Counted::begin(&meter).unwrap();
        assert_eq!(meter.overdue(start + FIRST + IDLE), None);
        assert_eq!(meter.idle_since(), None);
        drop(counted);
        let now = Instant::now();
        assert_eq!(meter.overdue(now + IDLE - SECOND), None);
        assert_eq!(meter.overdue(now + IDLE + SECOND), Some(Overdue::Idle));
        meter.read(|| None);
        assert_eq!(meter.overdue(now + HEAD + SECOND), Some(Overdue::Head));
    }

    #[test]
    fn a_request_is_answered_or_not_begun_when_its_connection_makes_room() {
        let meter = Arc::new(Meter::new(Instant::now()));
        let counted = Counted::begin(&meter).unwrap();
        assert!(!meter.leave());
        drop(counted);
        assert!(meter.leave());
        assert!(Counted::begin(&meter).is_none());
    }

    #[test]
    fn who_does_not_read_is_left_and_who_reads_slowly_is_not() {
        let start = Instant::now();
        let meter = Arc::new(Meter::new(start));
        let _counted = Counted::begin(&meter).unwrap();
        let written = |bytes| meter.wrote(&Poll::Ready(Ok(bytes)));
        meter.wrote(&Poll::Pending);
        assert_eq!(meter.overdue(start + READING - SECOND), None);
        // 20 bytes a second.
        written(600);
        meter.wrote(&Poll::Pending);
        assert_eq!(
            meter.overdue(start + READING + SECOND),
            Some(Overdue::Unread)
        );
        // A modem.
        written(100_000);
        meter.wrote(&Poll::Pending);
        assert_eq!(meter.overdue(start + READING + SECOND), None);
        // All was taken: what comes later has its own time.
        written(1);
        assert_eq!(meter.overdue(start + 3 * READING), None);
        meter.wrote(&Poll::Pending);
        assert_eq!(meter.overdue(Instant::now() + SECOND), None);
    }
}
