//! What the log says, and what it never says. A binary of its own, because a process has one log.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used)]

#[path = "relay/support.rs"]
mod support;

use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::{KEY, key, spawn_with, ticket, walked};

/// Collects what is logged.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A system of appointments that takes none from us; its address.
async fn appointments() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = async |method: Method| match method {
        Method::GET => (StatusCode::OK, "[]"),
        _ => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "{ \"reason\": \"geheimnis\" }",
        ),
    };
    let offered = async || {
        (
            StatusCode::CREATED,
            r#"{ "availableTimeSlot": [{ "validFor": { "startDateTime": "2099-01-01T08:00:00Z",
                "endDateTime": "2099-01-01T12:00:00Z" } }] }"#,
        )
    };
    let router = Router::new()
        .route("/appointment", axum::routing::any(answer))
        .route("/searchTimeSlot", axum::routing::post(offered));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn the_log_tells_what_happened_and_nothing_of_the_customer() {
    let captured = Captured::default();
    let writer = captured.clone();
    // Everything of ours, and more than anybody runs a relay with of what others log.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .init();

    let others = appointments().await;
    let relay = spawn_with(|config, _| {
        config.people.appointments = Some(others);
        config.people.networks = vec!["127.0.0.1".parse().unwrap()];
        config.status.file = Some("/nonexistent/status.json".into());
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let mut good = ticket(&walked());
    good["contact"]["account"] = json!("K-990077");
    good["environment"]["userAgent"] = json!("Netzlupe/9");
    let mut unverified = good.clone();
    unverified["trail"]["guide"] = json!("geheimnis");
    let mut unreadable = good.clone();
    unreadable["trail"]["stage"] = json!({ "geheimnis": 1 });
    let mut malformed = good.clone();
    malformed["contact"]["email"] = json!("not an address, geheimnis");
    let mut unknown = good.clone();
    unknown["contact"]["geheimnis"] = json!("geheimnis");
    for (number, (body, status)) in [
        (&good, 201),
        (&unverified, 201),
        (&unreadable, 201),
        (&malformed, 400),
        (&unknown, 400),
    ]
    .into_iter()
    .enumerate()
    {
        let request = relay.client.post(relay.url("/api/v1/tickets?geheimnis=1"));
        let request = request.header("idempotency-key", key(u32::try_from(number).unwrap()));
        let request = request.header("x-forwarded-for", "198.51.100.77");
        let request = request
            .header("content-type", "application/json")
            .body(body.to_string());
        assert_eq!(
            request.send().await.unwrap().status().as_u16(),
            status,
            "{number}"
        );
    }
    relay.post(&key(0), json!({})).await;
    relay.get("/api/v1/status?area=10969").await;
    relay.get("/files/geheimnis").await;
    let (_, again) = support::json(relay.post(&key(0), &good).await).await;
    let token = again["token"].as_str().unwrap_or_default();
    let slots = relay.url("/api/v1/ticket/slots");
    let shown = relay.client.get(&slots).bearer_auth(token).send().await;
    let (_, shown) = support::json(shown.unwrap()).await;
    let mut choice: Value = shown["free"][0].clone();
    choice["language"] = json!("en");
    let chosen = relay.client.post(&slots).bearer_auth(token).json(&choice);
    assert_eq!(chosen.send().await.unwrap().status().as_u16(), 503);
    let _ = KEY;
    relay.stop().await;

    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    for said in [
        "stored a ticket",
        "reason=\"unknown-guide\"",
        "status=400",
        "the status file cannot be read",
        "the system of appointments takes nothing from this relay",
        "status=422",
        "stopped",
    ] {
        assert!(log.contains(said), "the log does not say {said}:\n{log}");
    }
    // The client of this test logs too, and is no part of the relay.
    let ours: Vec<&str> = log
        .lines()
        .filter(|line| !line.contains(" reqwest") && !line.contains("hyper_util::client"))
        .collect();
    assert!(ours.len() > 20);
    for word in [
        "Maria",
        "zauberlicht",
        "5550 1234",
        "Lindenstr",
        "10969",
        "storm",
        "K-990077",
        "Netzlupe",
        "198.51.100.77",
        "geheimnis",
    ] {
        let found = ours.iter().find(|line| line.contains(word));
        assert_eq!(found, None, "the log says {word}");
    }
}
