//! The echo of datagrams, asked as a browser asks: by the hash that the relay tells of its certificate.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;
use tokio::time::timeout;
use wtransport::tls::Sha256Digest;
use wtransport::{ClientConfig, Connection, Endpoint};

use super::can_be_measured;
use crate::support::{Running, json, spawn, spawn_with};

async fn with_echo() -> (Running, Value) {
    let relay = spawn_with(|config, _| {
        config.probe.echo = Some("127.0.0.1:0".parse().unwrap());
    })
    .await;
    let answer = relay.get("/probe/echo").await;
    can_be_measured(&answer, false);
    let (status, told) = json(answer).await;
    assert_eq!(status, StatusCode::OK);
    (relay, told)
}

fn digest(hexadecimal: &str) -> Sha256Digest {
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hexadecimal[at * 2..at * 2 + 2], 16).unwrap();
    }
    Sha256Digest::new(bytes)
}

async fn connect(told: &Value, path: &str, hash: &str) -> Result<Connection, String> {
    let config = ClientConfig::builder()
        .with_bind_default()
        .with_server_certificate_hashes([digest(hash)])
        .build();
    let endpoint = Endpoint::client(config).unwrap();
    let address = format!("https://127.0.0.1:{}{path}", told["port"]);
    let connection = endpoint.connect(address).await;
    connection.map_err(|error| error.to_string())
}

#[tokio::test]
async fn what_is_sent_comes_back_and_the_certificate_is_known_by_its_hash() {
    let (relay, told) = with_echo().await;
    let hash = told["certificate"].as_str().unwrap();
    let connection = connect(&told, "/probe/echo", hash).await.unwrap();
    for number in 0..50_u32 {
        connection.send_datagram(number.to_be_bytes()).unwrap();
        let back = timeout(Duration::from_secs(5), connection.receive_datagram());
        let back = back.await.unwrap().unwrap();
        assert_eq!(*back.payload(), number.to_be_bytes());
    }
    let other = hash.replace(&hash[..2], if hash.starts_with("00") { "01" } else { "00" });
    assert!(connect(&told, "/probe/echo", &other).await.is_err());
    assert!(connect(&told, "/", hash).await.is_err());
    drop(connection);
    relay.stop().await;
}

#[tokio::test]
async fn one_address_gets_so_many_sessions_and_no_more() {
    let (relay, told) = with_echo().await;
    let hash = told["certificate"].as_str().unwrap();
    let mut sessions = Vec::new();
    for _ in 0..8 {
        sessions.push(connect(&told, "/probe/echo", hash).await.unwrap());
    }
    assert!(connect(&told, "/probe/echo", hash).await.is_err());
    drop(sessions);
    relay.stop().await;
}

#[tokio::test]
async fn without_an_echo_nobody_is_sent_to_one() {
    let relay = spawn().await;
    assert_eq!(
        relay.get("/probe/echo").await.status(),
        StatusCode::NOT_FOUND
    );
    let index = relay
        .get("/guides/index.en.json")
        .await
        .text()
        .await
        .unwrap();
    assert!(!index.contains("checks.loss"), "{index}");
    let (with, _) = with_echo().await;
    let index = with
        .get("/guides/index.en.json")
        .await
        .text()
        .await
        .unwrap();
    assert!(index.contains("/probe/echo"), "{index}");
    let policy = with.get("/").await;
    let policy = policy.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.contains(" https://*:"), "{policy}");
    with.stop().await;
    relay.stop().await;
}
