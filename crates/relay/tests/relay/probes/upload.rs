//! Uploads, counted where they arrive.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpSocket;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use super::{can_be_measured, counts};
use crate::support::{self, spawn, spawn_with};

#[tokio::test]
async fn an_upload_is_counted_to_its_last_byte() {
    let relay = spawn().await;
    for (bytes, query) in [(0, ""), (1, "?id=a"), (5_000_000, "?id=b&cb=1")] {
        let request = relay
            .client
            .post(relay.url(&format!("/probe/upload{query}")))
            .header("origin", "https://any.example")
            .header("content-type", "application/octet-stream")
            .body(vec![7; bytes]);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        can_be_measured(&response, true);
        assert_eq!(response.headers()["content-type"], "application/x-ndjson");
        let counts = counts(&response.text().await.unwrap());
        assert_eq!(counts.last().unwrap().0, bytes as u64, "{counts:?}");
    }
}

#[tokio::test]
async fn a_count_is_told_while_several_connections_send() {
    let relay = spawn().await;
    let response = relay.get("/probe/upload/test-1").await;
    can_be_measured(&response, false);
    let mut lines = response.bytes_stream();
    let mut next = async || {
        let line = lines.next().await?.unwrap();
        let line: Value = serde_json::from_slice(&line).unwrap();
        line["bytes"].as_u64()
    };
    assert_eq!(next().await, Some(0));
    let (mut senders, mut uploads) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let (sender, body) = piece_by_piece();
        let upload = relay.client.post(relay.url("/probe/upload?id=test-1"));
        let upload = upload.body(reqwest::Body::wrap_stream(body));
        uploads.push(tokio::spawn(upload.send()));
        senders.push(sender);
    }
    for sender in &senders {
        sender.send(Ok(vec![0; 100_000])).await.unwrap();
    }
    // All of it is counted while none of the connections has ended.
    while next().await.unwrap() < 300_000 {}
    drop(senders);
    for upload in uploads {
        let text = upload.await.unwrap().unwrap().text().await.unwrap();
        assert_eq!(counts(&text).last().unwrap().0, 300_000);
    }
    // Nobody sends any more, so it ends.
    let mut last = 0;
    while let Some(bytes) = next().await {
        last = bytes;
    }
    assert_eq!(last, 300_000);
}

type Body = futures_util::stream::BoxStream<'static, std::io::Result<Vec<u8>>>;

/// A body that is sent piece by piece.
fn piece_by_piece() -> (mpsc::Sender<std::io::Result<Vec<u8>>>, Body) {
    let (sender, receiver) = mpsc::channel(8);
    let stream = futures_util::stream::unfold(receiver, async |mut receiver| {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    (sender, stream.boxed())
}

#[tokio::test]
async fn an_id_that_is_none_is_refused() {
    let relay = spawn().await;
    let long = "x".repeat(65);
    for id in ["", "a%20b", "a%2Fb", "%C3%A4", "a.b", &long] {
        let upload = relay
            .client
            .post(relay.url(&format!("/probe/upload?id={id}")));
        let (status, problem) = support::json(upload.send().await.unwrap()).await;
        assert_eq!(status, 400, "{id}");
        assert_eq!(problem["type"], "/problems/malformed-request", "{id}");
        if !id.is_empty() {
            let count = relay.get(&format!("/probe/upload/{id}")).await;
            assert_eq!(count.status(), 400, "{id}");
        }
    }
}

#[tokio::test]
async fn a_socket_counts_what_has_arrived_also_of_half_a_message() {
    let relay = spawn().await;
    let address = relay.address.replace("http://", "ws://");
    let (mut socket, _) = tokio_tungstenite::connect_async(format!("{address}/probe/socket"))
        .await
        .unwrap();
    let mut sent = 0;
    for length in [0, 1, 125, 126, 65_535, 65_536, 1 << 20] {
        let message = Message::binary(vec![1; length]);
        socket.send(message).await.unwrap();
        sent += length as u64;
    }
    async fn until(
        socket: &mut (
                 impl futures_util::Stream<Item = Result<Message, tokio_tungstenite::tungstenite::Error>>
                 + Unpin
             ),
        bytes: u64,
    ) {
        let mut told = 0;
        while told < bytes {
            let message = socket.next().await.unwrap().unwrap();
            told = counts(message.to_text().unwrap())[0].0;
        }
        assert_eq!(told, bytes);
    }
    until(&mut socket, sent).await;
    // The head of a message of 1000 bytes, and half of them.
    let tokio_tungstenite::MaybeTlsStream::Plain(stream) = socket.get_mut() else {
        panic!("the relay speaks no TLS");
    };
    let mut half = vec![0x82, 0x80 | 126, 3, 232, 0, 0, 0, 0];
    half.extend([0; 500]);
    stream.write_all(&half).await.unwrap();
    until(&mut socket, sent + 500).await;
    let tokio_tungstenite::MaybeTlsStream::Plain(stream) = socket.get_mut() else {
        panic!("the relay speaks no TLS");
    };
    stream.write_all(&[0; 500]).await.unwrap();
    socket.send(Message::binary(vec![1; 100])).await.unwrap();
    until(&mut socket, sent + 1100).await;
    socket.send(Message::Ping(vec![1, 2].into())).await.unwrap();
    socket.close(None).await.unwrap();
    let mut others = Vec::new();
    while let Some(Ok(message)) = socket.next().await {
        others.extend((!message.is_text()).then_some(message));
    }
    assert!(
        matches!(others[..], [Message::Pong(_), Message::Close(_)]),
        "{others:?}"
    );
}

#[tokio::test]
async fn a_socket_ends_when_it_was_enough_and_its_place_is_free_again() {
    let relay = spawn_with(|config, _| {
        config.probe.most_megabytes = 1;
        config.probe.at_once = 1;
    })
    .await;
    for path in ["/probe/socket", "/probe/download?bytes=1"] {
        let response = relay.get(path).await;
        let status = if path.contains("socket") { 426 } else { 200 };
        assert_eq!(response.status(), status, "{path}");
        can_be_measured(&response, false);
    }
    for _ in 0..2 {
        let address = relay.address.replace("http://", "ws://");
        let connected = async || {
            for _ in 0..100 {
                let path = format!("{address}/probe/socket");
                if let Ok((socket, _)) = tokio_tungstenite::connect_async(path).await {
                    return socket;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            panic!("the place is never free");
        };
        let mut socket = connected().await;
        assert_eq!(relay.get("/probe/download?bytes=1").await.status(), 503);
        for _ in 0..20 {
            if socket
                .send(Message::binary(vec![1; 100_000]))
                .await
                .is_err()
            {
                break;
            }
        }
        let mut last = None;
        while let Some(Ok(message)) = socket.next().await {
            if let Message::Text(text) = message {
                last = counts(&text).pop();
            }
        }
        // The heads of the frames count, too.
        assert!(last.unwrap().0 >= 999_000, "{last:?}");
    }
}

#[tokio::test]
async fn pings_count_as_what_they_take_and_are_not_all_sent_back() {
    let relay = spawn_with(|config, _| config.probe.most_megabytes = 1).await;
    let address = relay.address.replace("http://", "ws://");
    let path = format!("{address}/probe/socket");
    let (socket, _) = tokio_tungstenite::connect_async(path).await.unwrap();
    let (mut sending, mut receiving) = socket.split();
    let pinging = tokio::spawn(async move {
        let ping = Message::Ping(vec![7; 125].into());
        for _ in 0..20_000 {
            if sending.feed(ping.clone()).await.is_err() {
                return;
            }
        }
        let _ = sending.flush().await;
    });
    let (mut pongs, mut closed) = (0, false);
    while let Some(Ok(message)) = receiving.next().await {
        pongs += usize::from(message.is_pong());
        closed |= message.is_close();
    }
    assert!(closed, "it never was enough");
    assert!(pongs < 4_000, "{pongs} pongs");
    pinging.abort();
}

#[tokio::test]
async fn a_socket_of_somebody_who_reads_nothing_ends_like_any_other() {
    let relay = spawn_with(|config, _| {
        config.probe.most_time = Duration::from_secs(2);
        config.probe.at_once = 1;
    })
    .await;
    let address = relay.address.replace("http://", "");
    let line = TcpSocket::new_v4().unwrap();
    line.set_recv_buffer_size(4096).unwrap();
    let mut line = line.connect(address.parse().unwrap()).await.unwrap();
    let handshake = "GET /probe/socket HTTP/1.1\r\nhost: help.example\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    line.write_all(handshake.as_bytes()).await.unwrap();
    // Pings, one read after the other: all that is sent back stays on the way.
    let pinging = tokio::spawn(async move {
        let ping = [&[0x89, 0x80 | 125, 0, 0, 0, 0][..], &[7; 125]].concat();
        while line.write_all(&ping).await.is_ok() {}
        line
    });
    let mut status = 503;
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        status = relay.get("/probe/download?bytes=1").await.status().as_u16();
        if status == 200 && pinging.is_finished() {
            break;
        }
    }
    assert_eq!(status, 200, "its place is never free");
    pinging.abort();
}

#[tokio::test]
async fn a_test_that_was_let_begin_is_let_end() {
    let relay = spawn_with(|config, _| config.probe.most_megabits = 40).await;
    let asked = async |path: &str| relay.get(path).await.status().as_u16();
    let first = relay.get("/probe/download?bytes=10000000&id=a").await;
    assert_eq!(first.bytes().await.unwrap().len(), 10_000_000);
    // What it took is all that is for all tests: others wait, and it goes on.
    for (path, status) in [
        ("/probe/download?bytes=1&id=b", 503),
        ("/probe/download?bytes=1", 503),
        ("/probe/download?bytes=1&id=a", 200),
        ("/probe/upload/a", 200),
        ("/probe/upload/b", 503),
        ("/probe/download?bytes=1&id=a%20b", 400),
    ] {
        assert_eq!(asked(path).await, status, "{path}");
    }
}
