//! Pages: a site beyond the provider, the router's own, and the captive portal's.

use std::convert::Infallible;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;

/// What is served.
#[derive(Clone, Copy, Debug)]
pub enum Page {
    /// Like the addresses that systems ask whether they are online: nothing, for every page.
    Site,
    /// A router's page, with no CORS, as routers have it.
    Router,
    /// A login page, whatever was asked.
    Portal,
}

impl Page {
    fn answer(self) -> (u16, &'static [(&'static str, &'static str)], &'static str) {
        match self {
            Page::Site => (
                204,
                &[
                    ("access-control-allow-origin", "*"),
                    ("timing-allow-origin", "*"),
                    ("cache-control", "no-store"),
                ],
                "",
            ),
            Page::Router => (
                200,
                &[("content-type", "text/html")],
                "<!doctype html><title>Router</title><h1>Router</h1>",
            ),
            Page::Portal => (
                200,
                &[("content-type", "text/html"), ("cache-control", "no-store")],
                "<!doctype html><title>Log in</title><h1>Log in to use this network</h1>",
            ),
        }
    }
}

/// Serves it to everybody.
pub async fn serve(listener: TcpListener, page: Page) {
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, page));
        }
    }
}

/// Serves it on one connection.
pub async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin, page: Page) {
    let service = service_fn(async |_: Request<Incoming>| {
        let (status, headers, text) = page.answer();
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let body = Full::new(Bytes::from_static(text.as_bytes()));
        Ok::<_, Infallible>(response.body(body).unwrap_or_default())
    });
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
