//! Connections: accepted, served, and let finish when the relay is told to stop.
//!
//! HTTP/1 alone. Browsers speak HTTP/2 only over TLS, which a proxy ends, and proxies speak HTTP/1
//! to what is behind them; see docs/decisions/0030-http1-alone.md.
//!
//! Whoever connects can hold a connection, and by that memory and a file descriptor, only while it
//! does something with it: there is a deadline for the first request, for each head, for the pauses
//! between requests, and for reading answers. There are only so many connections in all and from
//! one address; when all are taken, the one that has been idle for the longest makes room.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::{BoxError, Router};
use hyper::server::conn::http1::{self, UpgradeableConnection};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tower::ServiceExt as _;

use super::line::Line;
use super::metered::{Counted, Metered, Overdue};
use super::places::{Open, Place};
use super::tcp_info;
use crate::config::Network;

/// How long open requests get to finish after the relay was told to stop.
const FINISH: Duration = Duration::from_secs(20);

/// How often the deadlines of a connection are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// The largest head of a request, in bytes: the widget's have some hundreds.
const HEAD: usize = 16 << 10;

/// Serves until `stop` is ready, then lets open requests finish. `router` gives what is served at
/// the time of each request; `open` is shared by all that one relay listens on.
pub async fn run(
    listener: TcpListener,
    router: impl Fn() -> Router + Clone + Send + Sync + 'static,
    open: Arc<Open>,
    trusted: Vec<Network>,
    stop: impl Future<Output = ()>,
) {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        // Deadlines are ours: one for all connections would be too long for new ones or too short
        // for those that wait for the next measurement.
        .header_read_timeout(None)
        .max_buf_size(HEAD);
    let (stopping, told) = watch::channel(false);
    // Each connection holds a sender: nobody sends, and when all are gone nothing is left to receive.
    let (alive, mut gone) = mpsc::channel::<Infallible>(1);
    let mut complaint = Complaint::default();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &open) => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, mostly: those that are open must close first.
                complaint.say(&error);
                open.make_room();
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let is_proxy = trusted.iter().any(|network| network.contains(peer.ip()));
        let Some(place) = open.take(peer.ip(), is_proxy) else {
            continue;
        };
        // A ping's answer must not wait for more.
        let _ = stream.set_nodelay(true);
        let meter = Arc::clone(&place.meter);
        let place = Arc::new(place);
        let line = Line::new(Arc::clone(&meter), Arc::clone(&place));
        let io = TokioIo::new(Metered::new(stream, Arc::clone(&meter), tcp_info::of));
        let router = router.clone();
        let service = tower::service_fn(move |request: Request<hyper::body::Incoming>| {
            let counted = Counted::begin(&meter);
            let (router, line) = (router(), line.clone());
            async move {
                // Closed without an answer, as if the request had come a moment later.
                let counted = counted.ok_or("the connection made room for another")?;
                let answer = router
                    .oneshot(with_peer(request.map(Body::new), peer, line))
                    .await;
                Ok::<_, BoxError>(answer?.map(|body| counted.with(body)))
            }
        });
        let connection = builder
            .serve_connection(io, TowerToHyperService::new(service))
            .with_upgrades();
        let stopping = (told.clone(), alive.clone());
        let finish = |it: Pin<&mut _>| UpgradeableConnection::graceful_shutdown(it);
        tokio::spawn(watched(connection, finish, place, stopping));
    }
    drop((listener, alive));
    stopping.send_replace(true);
    tracing::info!("stopping: open requests may finish");
    open.stop();
    if tokio::time::timeout(FINISH, gone.recv()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// The next connection, as soon as there is a place for it.
async fn accept(listener: &TcpListener, open: &Open) -> std::io::Result<(TcpStream, SocketAddr)> {
    // Those that wait are in the kernel's queue meanwhile.
    while open.is_full() && !open.make_room() {
        let _ = tokio::time::timeout(Duration::from_millis(100), open.left.notified()).await;
    }
    listener.accept().await
}

/// Drives a connection to its end, or to a deadline. When the relay stops, `finish` lets it answer what it has begun.
async fn watched<C: Future<Output = hyper::Result<()>>>(
    connection: C,
    finish: impl Fn(Pin<&mut C>),
    place: Arc<Place>,
    (mut stopping, _alive): (watch::Receiver<bool>, mpsc::Sender<Infallible>),
) {
    let mut connection = std::pin::pin!(connection);
    loop {
        tokio::select! {
            ended = &mut connection => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                }
                return;
            }
            // Once: what it gives after that is no change.
            Ok(()) = stopping.changed() => finish(connection.as_mut()),
            () = place.leave.notified() => {
                tracing::debug!("an idle connection made room for another");
                return;
            }
            () = tokio::time::sleep(LOOK) => {
                if let Some(overdue) = place.meter.overdue(Instant::now()) {
                    match overdue {
                        // As every browser's connection does at its end.
                        Overdue::Idle => {}
                        other => tracing::debug!(deadline = ?other, "a connection was closed"),
                    }
                    return;
                }
            }
        }
    }
}

/// Says once a minute that connections cannot be accepted, and how often.
#[derive(Debug, Default)]
struct Complaint {
    said: Option<Instant>,
    since: u64,
}

impl Complaint {
    fn say(&mut self, error: &std::io::Error) {
        self.since += 1;
        if self
            .said
            .is_none_or(|at| at.elapsed() >= Duration::from_secs(60))
        {
            tracing::error!(%error, times = self.since, "cannot accept connections");
            *self = Complaint {
                said: Some(Instant::now()),
                since: 0,
            };
        }
    }
}

fn with_peer(mut request: Request<Body>, peer: SocketAddr, line: Line) -> Request<Body> {
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(line);
    request
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::super::places::Limits;
    use super::*;

    const LIMITS: Limits = Limits { all: 8, of_one: 4 };

    async fn serve(trusted: Vec<Network>) -> SocketAddr {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().route("/", get(|| async { "ok" }));
        let never = std::future::pending();
        tokio::spawn(run(
            listener,
            move || router.clone(),
            Arc::new(Open::new(LIMITS)),
            trusted,
            never,
        ));
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    /// A connection from this address of the loopback network.
    async fn connect(to: SocketAddr, from: [u8; 4]) -> TcpStream {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((from, 0))).unwrap();
        socket.connect(to).await.unwrap()
    }

    /// Whether a request on this connection is answered.
    async fn answers(stream: &mut TcpStream) -> bool {
        let request = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        if stream.write_all(request).await.is_err() {
            return false;
        }
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).await.is_ok() && &answer == b"HTTP/1.1 200 OK"
    }

    #[tokio::test]
    async fn connections_that_do_nothing_make_room_for_others() {
        let address = serve(Vec::new()).await;
        let mut idle = Vec::new();
        for number in 0..40 {
            let mut stream = connect(address, [127, 0, 1, 1 + number % 20]).await;
            // The beginning of a request, of HTTP/2, of nothing.
            stream
                .write_all([&b"GET"[..], b"PRI * H", b""][usize::from(number) % 3])
                .await
                .unwrap();
            idle.push(stream);
        }
        for number in 0..10 {
            let mut other = connect(address, [127, 0, 2, 1 + number]).await;
            let answered = tokio::time::timeout(Duration::from_secs(2), answers(&mut other)).await;
            assert_eq!(answered, Ok(true), "{number}");
        }
    }

    #[tokio::test]
    async fn one_address_has_only_so_many_and_a_proxy_has_all() {
        for (trusted, open) in [(Vec::new(), 4), (vec!["127.0.3.0/24".parse().unwrap()], 7)] {
            let address = serve(trusted).await;
            let mut streams = Vec::new();
            for _ in 0..7 {
                let mut stream = connect(address, [127, 0, 3, 1]).await;
                assert!(answers(&mut stream).await);
                streams.push(stream);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            let mut still_open = 0;
            for stream in &mut streams {
                let mut rest = [0; 4096];
                // What is left of the answer first.
                let _ = stream.try_read(&mut rest);
                let closed =
                    tokio::time::timeout(Duration::from_millis(50), stream.read(&mut rest));
                still_open += usize::from(closed.await.is_err());
            }
            assert_eq!(still_open, open);
        }
    }
}
