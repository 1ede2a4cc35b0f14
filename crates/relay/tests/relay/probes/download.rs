//! Downloads.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::can_be_measured;
use crate::support::{self, Running, spawn, spawn_with};

async fn raw(relay: &Running, request: &str) -> TcpStream {
    let address = relay.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("{request}\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn a_download_has_as_many_bytes_as_were_asked_for_however_they_could_be_compressed() {
    let relay = spawn().await;
    for bytes in [0, 1, 65_537, 3_000_000] {
        let request = relay
            .client
            .get(relay.url(&format!("/probe/download?bytes={bytes}&cb=0.123")))
            .header("origin", "https://any.example")
            .header("accept-encoding", "gzip, deflate, br, zstd");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        can_be_measured(&response, true);
        let headers = response.headers();
        assert_eq!(headers["content-length"], bytes.to_string());
        assert_eq!(headers["content-type"], "application/octet-stream");
        let body = response.bytes().await.unwrap();
        assert_eq!(body.len(), bytes);
    }
    let head = relay.client.head(relay.url("/probe/download?bytes=5000"));
    let head = head.send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()["content-length"], "5000");
}

#[tokio::test]
async fn a_download_by_time_ends_by_itself() {
    // On loopback one takes more in a moment than all may by default, and the next would be refused.
    let relay = spawn_with(|config, _| config.probe.most_megabits = 0).await;
    for query in ["ms=300", "ms=10000&bytes=70000", "ms=0"] {
        let response = relay.get(&format!("/probe/download?{query}")).await;
        assert_eq!(response.status(), 200);
        assert!(!response.headers().contains_key("content-length"));
        let body = response.bytes().await.unwrap();
        match query {
            // How much comes in that time is the machine's affair.
            "ms=300" => assert!(!body.is_empty()),
            "ms=0" => assert!(body.is_empty()),
            _ => assert_eq!(body.len(), 70_000),
        }
    }
}

#[tokio::test]
async fn what_cannot_be_understood_is_said_with_what_to_write() {
    let relay = spawn().await;
    for (query, says) in [
        ("", "bytes=1000000"),
        ("?", "bytes=1000000"),
        ("?size=5", "bytes=1000000"),
        ("?bytes=", "`bytes` must be a whole number"),
        ("?bytes", "`bytes` must be a whole number"),
        ("?bytes=many", "`bytes` must be a whole number"),
        ("?bytes=-1", "`bytes` must be a whole number"),
        ("?bytes=+1", "`bytes` must be a whole number"),
        ("?bytes=1e6", "`bytes` must be a whole number"),
        ("?bytes=1.5", "`bytes` must be a whole number"),
        (
            "?bytes=99999999999999999999",
            "`bytes` must be a whole number",
        ),
        ("?bytes=%31", "`bytes` must be a whole number"),
        ("?ms=soon", "`ms` must be a whole number"),
        ("?bytes=1&bytes=2", "`bytes` stands in the query twice"),
    ] {
        let response = relay.get(&format!("/probe/download{query}")).await;
        can_be_measured(&response, false);
        let (status, problem) = support::json(response).await;
        assert_eq!(status, 400, "{query}");
        assert_eq!(problem["type"], "/problems/malformed-request", "{query}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(says), "{query}: {detail}");
    }
}

#[tokio::test]
async fn who_reads_slowly_gets_every_byte() {
    let relay = spawn().await;
    let mut stream = raw(&relay, "GET /probe/download?bytes=4000000 HTTP/1.1").await;
    let mut all = Vec::new();
    let mut piece = vec![0; 300_000];
    loop {
        let read = stream.read(&mut piece).await.unwrap();
        if read == 0 {
            break;
        }
        all.extend_from_slice(&piece[..read]);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let body = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    assert_eq!(all.len() - body, 4_000_000);
}

#[tokio::test]
async fn who_goes_leaves_room_for_the_next() {
    let relay = spawn_with(|config, _| config.probe.at_once = 1).await;
    for request in [
        "GET /probe/download?bytes=900000000 HTTP/1.1",
        "GET /probe/download?ms=20000 HTTP/1.1",
        "POST /probe/upload HTTP/1.1\r\ncontent-length: 900000000",
        "GET /probe/upload/x HTTP/1.1",
    ] {
        let mut stream = raw(&relay, request).await;
        let mut beginning = [0; 15];
        stream.read_exact(&mut beginning).await.unwrap();
        assert_eq!(&beginning, b"HTTP/1.1 200 OK", "{request}");
        let full = relay.get("/probe/download?bytes=1").await;
        assert_eq!(full.status(), 503, "{request}");
        drop(stream);
        let mut answered = 503;
        for _ in 0..100 {
            answered = relay.get("/probe/download?bytes=1").await.status().as_u16();
            if answered == 200 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(answered, 200, "{request}");
    }
}
