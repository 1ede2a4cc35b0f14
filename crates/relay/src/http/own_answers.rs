//! Answers that the library which speaks HTTP gives by itself, to what is no request: a line that
//! makes no sense, an address or a head that is too long. They come out with our headers and a
//! problem that says what is wrong, as every other answer does.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::http::StatusCode;
use tokio::io::AsyncWrite;

use super::headers::{self, ALWAYS};
use super::problem::{ProblemKind, Refusal};

/// An answer of ours that goes out in place of the library's.
#[derive(Debug, Default)]
pub struct Sending(Option<(Vec<u8>, usize)>);

impl Sending {
    /// Puts ours in place of this, if this is an answer of the library's.
    pub fn replace(&mut self, head: &[u8]) {
        if self.0.is_none()
            && let Some(kind) = kind_of(head)
        {
            self.0 = Some((answer(kind), 0));
        }
    }

    /// Whether some of it has not gone out yet.
    pub fn is_sending(&self) -> bool {
        self.0.is_some()
    }

    /// Sends the rest.
    pub fn poll<S: AsyncWrite>(
        &mut self,
        mut stream: Pin<&mut S>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while let Some((bytes, sent)) = &mut self.0 {
            if *sent == bytes.len() {
                self.0 = None;
                break;
            }
            let more = ready!(stream.as_mut().poll_write(context, &bytes[*sent..]))?;
            if more == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            *sent += more;
        }
        Poll::Ready(Ok(()))
    }
}

/// What the library says with this, if it is an answer of its own: a head alone, without the
/// headers that each of ours has.
fn kind_of(head: &[u8]) -> Option<ProblemKind> {
    let text = std::str::from_utf8(head).ok()?;
    let status = text.strip_prefix("HTTP/1.1 ")?.get(..3)?;
    if !text.ends_with("\r\n\r\n") || text.contains(ALWAYS[0].0) {
        return None;
    }
    match status {
        "400" => Some(ProblemKind::Malformed),
        "414" | "431" => Some(ProblemKind::HeadTooLarge),
        _ => None,
    }
}

fn answer(kind: ProblemKind) -> Vec<u8> {
    let body = Refusal::new(kind).json();
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut head = format!("HTTP/1.1 {status}\r\n");
    for (name, value) in ALWAYS.iter().chain([
        &("content-security-policy", headers::NOTHING),
        &("cache-control", "no-store"),
        &("content-type", firstline_wire::problem::MEDIA_TYPE),
        &("connection", "close"),
    ]) {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n", body.len());
    let mut bytes = head.into_bytes();
    bytes.extend(body);
    bytes
}
