//! As much of an ndt7 server as its browser client needs:
//! <https://github.com/m-lab/ndt-server/blob/main/spec/ndt7-protocol.md>, version 0.9.

use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;

/// How long a test takes (section "Protocol description").
const LASTS: Duration = Duration::from_secs(10);

/// How often a measurement is told.
const EVERY: Duration = Duration::from_millis(250);

/// Messages grow from the one size to the other, while they are a sixteenth of what was sent.
const SMALLEST: usize = 1 << 13;
const LARGEST: usize = 1 << 20;

/// Serves for ever.
pub async fn serve(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        tokio::spawn(async move { if let Some(()) = one(stream).await {} });
    }
}

async fn one(stream: TcpStream) -> Option<()> {
    let mut is_download = false;
    // The size of the error is the library's.
    #[allow(clippy::result_large_err)]
    let look = |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
        is_download = request.uri().path().ends_with("/download");
        let protocol = HeaderValue::from_static("net.measurementlab.ndt.v7");
        response
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        Ok(response)
    };
    let mut socket = tokio_tungstenite::accept_hdr_async(stream, look)
        .await
        .ok()?;
    let began = Instant::now();
    let mut told = Instant::now();
    let mut bytes = 0_usize;
    let mut size = SMALLEST;
    while began.elapsed() < LASTS {
        if is_download {
            if size < LARGEST && size < bytes / 16 {
                size *= 2;
            }
            let payload: Vec<u8> = (0..size / 8)
                .flat_map(|_| fastrand::u64(..).to_le_bytes())
                .collect();
            socket.send(Message::binary(payload)).await.ok()?;
            bytes += size;
        } else {
            let left = LASTS.saturating_sub(began.elapsed());
            match tokio::time::timeout(left.min(EVERY), socket.next()).await {
                Ok(Some(Ok(message))) => bytes += message.len(),
                Ok(_) => return None,
                Err(_) => {}
            }
        }
        if told.elapsed() >= EVERY {
            told = Instant::now();
            let elapsed = began.elapsed().as_micros();
            let counted = format!(
                "{{\"AppInfo\":{{\"ElapsedTime\":{elapsed},\"NumBytes\":{bytes}}},\
                 \"TCPInfo\":{{\"ElapsedTime\":{elapsed},\"BytesReceived\":{bytes},\"BytesAcked\":{bytes}}}}}"
            );
            socket.send(Message::text(counted)).await.ok()?;
        }
    }
    socket.close(None).await.ok()?;
    while let Some(Ok(_)) = socket.next().await {}
    Some(())
}
