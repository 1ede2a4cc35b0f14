//! The pages of all engines, served on the provider's side of the laboratory, and what they say.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use firstline_lab::{Lab, Place, plan};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::engines::Files;
use super::ndt7;

const PAGES: u16 = 9100;
const NDT7: u16 = 9101;

/// A message of a page.
#[derive(Debug)]
pub enum Word {
    /// It begins to measure.
    Begin,
    /// The measurements, as JSON.
    End(String),
}

/// The pages; gone when dropped.
pub struct Ground {
    words: Receiver<(Instant, Word)>,
    _stop: oneshot::Sender<()>,
}

impl Ground {
    /// Serves them.
    pub fn start(lab: &Lab, files: Files) -> Result<Ground> {
        let (sender, words) = channel();
        let (stop, stopped) = oneshot::channel();
        let (ready, is_ready) = channel();
        let enter = lab.entrance(Place::Provider);
        std::thread::spawn(move || {
            let begin = || -> Result<(tokio::runtime::Runtime, TcpListener, TcpListener)> {
                enter.enter()?;
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()?;
                let pages = runtime.block_on(TcpListener::bind((plan::HELP, PAGES)))?;
                let ndt7 = runtime.block_on(TcpListener::bind((plan::HELP, NDT7)))?;
                Ok((runtime, pages, ndt7))
            };
            match begin() {
                Ok((runtime, pages, listener)) => {
                    let _ = ready.send(Ok(()));
                    runtime.spawn(serve(pages, files, sender));
                    runtime.spawn(ndt7::serve(listener));
                    let _ = runtime.block_on(stopped);
                }
                Err(why) => {
                    let _ = ready.send(Err(why));
                }
            }
        });
        is_ready.recv().context("the pages are not served")??;
        Ok(Ground { words, _stop: stop })
    }

    /// The address of a page.
    pub fn url(path: &str) -> String {
        format!("http://{}:{PAGES}/{path}", plan::HELP)
    }

    /// Forgets what was said before.
    pub fn forget(&self) {
        while self.words.try_recv().is_ok() {}
    }

    /// What is said next, and when.
    ///
    /// # Errors
    ///
    /// If nothing is said in time.
    pub fn next(&self, within: Duration) -> Result<(Instant, Word)> {
        match self.words.recv_timeout(within) {
            Ok(word) => Ok(word),
            Err(RecvTimeoutError::Timeout) => {
                bail!("the page says nothing for {} s", within.as_secs())
            }
            Err(RecvTimeoutError::Disconnected) => bail!("the pages are served no more"),
        }
    }
}

async fn serve(listener: TcpListener, files: Files, words: Sender<(Instant, Word)>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (files, words) = (files.clone(), words.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, files.clone(), words.clone()));
            http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    files: Files,
    words: Sender<(Instant, Word)>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let path = request.uri().path().to_owned();
    let response = Response::builder();
    if request.method() == Method::POST {
        // Where others upload to: answered when all has come, as their own servers do.
        if path == "/up" {
            let mut body = request.into_body();
            while let Some(frame) = body.frame().await {
                frame?;
            }
            return Ok(response.body(Full::default()).unwrap_or_default());
        }
        let now = Instant::now();
        let body = request.into_body().collect().await?.to_bytes();
        let word = match path.as_str() {
            "/begin" => Word::Begin,
            _ => Word::End(String::from_utf8_lossy(&body).into_owned()),
        };
        let _ = words.send((now, word));
        return Ok(response
            .status(204)
            .body(Full::default())
            .unwrap_or_default());
    }
    let kind = match path.ends_with(".html") {
        true => "text/html; charset=utf-8",
        false => "text/javascript; charset=utf-8",
    };
    let answered = match files.get(&path) {
        Some(bytes) => response
            .header("content-type", kind)
            .header("cache-control", "no-store")
            .body(Full::from(bytes.clone())),
        None => response.status(404).body(Full::default()),
    };
    Ok(answered.unwrap_or_default())
}
