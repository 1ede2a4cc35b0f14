//! `/probe/socket`: an upload over WebSocket, which tells while it comes how much of it has arrived.

use std::time::{Duration, Instant};

use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, timeout};

use super::asked::{self, Asker};
use crate::app::Shared;
use crate::http::line::Held;
use crate::http::problem::{ProblemKind, Refusal};
use crate::probe::frames::{self, Frames, Wish};
use crate::probe::traffic::Transfer;
use crate::probe::uploads::{EVERY, line};

/// How much is read at once.
const PIECE: usize = 64 << 10;

/// How long one write may take: the lines that are sent have forty bytes. Who takes none of them has room for none, and reads
/// nothing.
const WRITE: Duration = Duration::from_secs(5);

/// Counts what comes in messages and forgets it; about every 100 ms a text message says how much has arrived.
pub async fn answer(
    State(app): State<Shared>,
    asker: Asker,
    RawQuery(query): RawQuery,
    mut request: Request,
) -> Result<Response, Refusal> {
    let test = asked::test(query.as_deref())?;
    let key = key(request.headers()).ok_or_else(|| Refusal::new(ProblemKind::WebSocketOnly))?;
    let upgrade = request.extensions_mut().remove::<OnUpgrade>();
    let (Some(upgrade), Some(connection)) = (upgrade, asker.line) else {
        return Err(Refusal::new(ProblemKind::WebSocketOnly));
    };
    let transfer = app.traffic.begin(asker.address, test, &app.config.probe)?;
    let stopping = app.stopping.clone();
    tokio::spawn(async move {
        let Ok(upgraded) = upgrade.await else {
            return;
        };
        let receiving = Receiving {
            _held: connection.hold(),
            frames: Frames::default(),
            first: None,
            transfer,
            said: Instant::now(),
        };
        if let Err(error) = receiving.run(upgraded, stopping).await {
            tracing::debug!(%error, "a socket of a speed test ended early");
        }
    });
    let headers = [
        (header::CONNECTION, HeaderValue::from_static("upgrade")),
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (HeaderName::from_static("sec-websocket-accept"), key),
    ];
    Ok((StatusCode::SWITCHING_PROTOCOLS, headers).into_response())
}

/// The answer to the key of a handshake; `None` if it is none (RFC 6455, section 4.2.1).
fn key(headers: &HeaderMap) -> Option<HeaderValue> {
    const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    let has = |name: &str, word: &str| {
        let values = headers.get_all(name).into_iter();
        let mut words = values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        words.any(|found| found.trim().eq_ignore_ascii_case(word))
    };
    let is_handshake = has("connection", "upgrade")
        && has("upgrade", "websocket")
        && has("sec-websocket-version", "13");
    let key = headers.get("sec-websocket-key")?.to_str().ok()?;
    let digest = Sha1::digest(format!("{}{GUID}", key.trim()));
    let answer = HeaderValue::from_str(&STANDARD.encode(digest)).ok()?;
    is_handshake.then_some(answer)
}

struct Receiving {
    _held: Held,
    frames: Frames,
    first: Option<Instant>,
    transfer: Transfer,
    said: Instant,
}

impl Receiving {
    async fn run(
        mut self,
        upgraded: Upgraded,
        mut stopping: watch::Receiver<bool>,
    ) -> std::io::Result<()> {
        let mut socket = TokioIo::new(upgraded);
        let mut piece = vec![0; PIECE];
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let ends = tokio::time::sleep_until(self.transfer.ends().into());
        tokio::pin!(ends);
        loop {
            let mut is_over = false;
            tokio::select! {
                read = socket.read(&mut piece) => {
                    let bytes = read?;
                    if bytes == 0 {
                        return Ok(());
                    }
                    for wish in self.take(&piece[..bytes])? {
                        write(&mut socket, &frames::answer(&wish)).await?;
                        if wish == Wish::Close {
                            return end(socket).await;
                        }
                    }
                }
                _ = tick.tick() => {}
                () = &mut ends => is_over = true,
                Ok(()) = stopping.changed() => is_over = true,
            }
            is_over |= self.transfer.left() == 0;
            // A fast line always has the next bytes ready, so the timer alone would come late.
            if is_over || self.said.elapsed() >= EVERY {
                self.said = Instant::now();
                let line = line(self.frames.payload(), self.first);
                write(&mut socket, &frames::text(line.trim_end())).await?;
            }
            if is_over {
                write(&mut socket, &frames::close()).await?;
                return end(socket).await;
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) -> std::io::Result<Vec<Wish>> {
        let before = self.frames.payload();
        let wishes = self
            .frames
            .take(bytes)
            .map_err(|_| std::io::Error::other("what comes is no WebSocket of a browser's"))?;
        if self.frames.payload() > before {
            self.first.get_or_insert_with(Instant::now);
        }
        // All that comes is taken of the line, heads and pings too.
        self.transfer.moved(bytes.len() as u64);
        Ok(wishes)
    }
}

/// Writes all of it, in time.
async fn write(socket: &mut TokioIo<Upgraded>, bytes: &[u8]) -> std::io::Result<()> {
    timeout(WRITE, socket.write_all(bytes)).await?
}

/// Ends what is sent, in time.
async fn end(mut socket: TokioIo<Upgraded>) -> std::io::Result<()> {
    timeout(WRITE, socket.shutdown()).await?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handshake_is_answered_as_the_standard_shows() {
        let handshake = [
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "WebSocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let headers = |without: &str| -> HeaderMap {
            let all = handshake.into_iter().filter(|(name, _)| *name != without);
            all.map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
        };
        // RFC 6455, section 1.3.
        assert_eq!(key(&headers("")).unwrap(), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        for (without, _) in handshake {
            assert_eq!(key(&headers(without)), None, "{without}");
        }
    }
}
