//! A customer: one connection at a time, from an address of the loopback network that is its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result};
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpSocket, TcpStream};

/// How long a customer waits for an answer.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: Bytes,
}

/// A customer.
pub struct Customer {
    from: Ipv4Addr,
    to: SocketAddr,
    patience: Duration,
    open: Option<SendRequest<Full<Bytes>>>,
}

impl Customer {
    /// A customer with this address.
    pub fn new(from: Ipv4Addr, to: SocketAddr) -> Customer {
        Customer {
            from,
            to,
            patience: PATIENCE,
            open: None,
        }
    }

    /// The same, who gives up after so long.
    pub fn patient_for(mut self, patience: Duration) -> Customer {
        self.patience = patience;
        self
    }

    /// Asks for a path.
    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        let request = Request::get(path).header("host", "relay.example");
        self.send(request.body(Full::default())?).await
    }

    /// Asks for a path that only who has this token may see.
    pub async fn get_with_token(&mut self, path: &str, token: &str) -> Result<Answer> {
        let request = Request::get(path)
            .header("host", "relay.example")
            .header("authorization", format!("Bearer {token}"));
        self.send(request.body(Full::default())?).await
    }

    /// Asks for a path as browsers do: the answer is compressed.
    pub async fn get_compressed(&mut self, path: &str) -> Result<Answer> {
        let request = Request::get(path)
            .header("host", "relay.example")
            .header("accept-encoding", "gzip, deflate, br, zstd");
        self.send(request.body(Full::default())?).await
    }

    /// Sends a ticket under this key.
    pub async fn post(&mut self, key: &str, body: Bytes) -> Result<Answer> {
        let request = Request::post("/api/v1/tickets")
            .header("host", "relay.example")
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        self.send(request.body(Full::new(body))?).await
    }

    /// Sends this JSON to a path.
    pub async fn post_json(&mut self, path: &str, body: Bytes) -> Result<Answer> {
        let request = Request::post(path)
            .header("host", "relay.example")
            .header("content-type", "application/json");
        self.send(request.body(Full::new(body))?).await
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer> {
        let answer = tokio::time::timeout(self.patience, self.exchange(request)).await;
        let answer = answer
            .context("no answer in time")
            .and_then(|answer| answer);
        if answer.is_err() {
            self.open = None;
        }
        answer
    }

    async fn exchange(&mut self, request: Request<Full<Bytes>>) -> Result<Answer> {
        let ready = match &mut self.open {
            Some(open) => open.ready().await.is_ok(),
            None => false,
        };
        if !ready {
            let stream = connect(self.from, self.to).await?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            self.open = Some(sender);
        }
        let open = self.open.as_mut().context("there is no connection")?;
        let answer = open.send_request(request).await?;
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await?.to_bytes();
        Ok(Answer { status, body })
    }
}

/// A connection from this address.
pub async fn connect(from: Ipv4Addr, to: SocketAddr) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((from, 0)))?;
    Ok(socket.connect(to).await?)
}

/// A connection from this address that takes as little as it can of what it does not read.
pub async fn connect_small(from: Ipv4Addr, to: SocketAddr) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(4096)?;
    socket.bind(SocketAddr::from((from, 0)))?;
    Ok(socket.connect(to).await?)
}
