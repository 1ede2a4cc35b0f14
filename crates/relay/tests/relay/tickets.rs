//! A ticket is stored exactly once, however often it is sent.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{self, KEY, Other, key, spawn, spawn_in, spawn_with, ticket, walked};

#[tokio::test]
async fn a_walked_ticket_is_stored_verified_and_in_the_guides_words() {
    let relay = spawn().await;
    let (status, answer) = support::json(relay.post(KEY, ticket(&walked())).await).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    let number = answer["number"].as_str().unwrap();
    let stored = relay.tickets().await.remove(0);
    assert_eq!(stored.number, number);
    assert_eq!(answer["stored"], stored.stored);
    assert_eq!(stored.unverified, None);
    assert_eq!(stored.guide, "no-internet");
    assert_eq!(
        (stored.category.as_deref(), stored.severity.as_deref()),
        (Some("line"), Some("critical"))
    );
    assert_eq!(
        stored.request,
        ticket(&walked()).to_string(),
        "the request is kept as it came"
    );
    let (text, json) = stored.text.split_once("== As JSON ==\n").unwrap();
    assert_eq!(json.trim_end(), stored.request);
    let text = text
        .replace(number, "F-0000-0000")
        .replace(&walked().hash, "0000000000000000");
    insta::assert_snapshot!("agent_text", text);
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_byte_for_byte_also_after_a_restart() {
    let relay = spawn().await;
    let body = ticket(&walked());
    let first = relay.post(KEY, &body).await.bytes().await.unwrap();
    for _ in 0..3 {
        let again = relay.post(KEY, &body).await;
        assert_eq!(again.status(), StatusCode::CREATED);
        assert_eq!(again.bytes().await.unwrap(), first);
    }
    let relay = spawn_in(relay.stop().await, |_, _| {}).await;
    let again = relay.post(KEY, &body).await;
    assert_eq!(again.status(), StatusCode::CREATED);
    assert_eq!(again.bytes().await.unwrap(), first);
    assert_eq!(relay.tickets().await.len(), 1);
}

#[tokio::test]
async fn a_key_stands_for_one_body() {
    let relay = spawn().await;
    let mut body = ticket(&walked());
    assert_eq!(relay.post(KEY, &body).await.status(), StatusCode::CREATED);
    body["note"] = json!("something else");
    let (status, problem) = support::json(relay.post(KEY, &body).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["type"], "/problems/idempotency-key-reused");
    assert_eq!(
        relay.post(&key(2), &body).await.status(),
        StatusCode::CREATED
    );
    assert_eq!(relay.tickets().await.len(), 2);
}

#[tokio::test]
async fn a_refused_body_does_not_use_its_key_up() {
    let relay = spawn().await;
    assert_eq!(
        relay.post(KEY, "{}").await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        relay.post(KEY, ticket(&walked())).await.status(),
        StatusCode::CREATED
    );
}

/// Another process that writes to the store, so that nobody else can.
async fn lock(relay: &support::Running) -> Other {
    let mut other = Other::of(&relay.data).await;
    other.lock().await;
    other
}

#[tokio::test]
async fn a_request_whose_twin_is_still_worked_on_is_told_to_wait() {
    let relay = spawn().await;
    let body = ticket(&walked());
    let mut other = lock(&relay).await;
    let first = {
        let (client, url, body) = (
            relay.client.clone(),
            relay.url("/api/v1/tickets"),
            body.to_string(),
        );
        tokio::spawn(async move {
            let request = client.post(url).header("idempotency-key", KEY);
            request
                .header("content-type", "application/json")
                .body(body)
                .send()
                .await
                .unwrap()
        })
    };
    tokio::time::sleep(Duration::from_millis(300)).await;
    let twin = relay.post(KEY, &body).await;
    assert_eq!(twin.status(), StatusCode::CONFLICT);
    assert_eq!(twin.headers()["retry-after"], "1");
    other.execute("ROLLBACK").await;
    let first = first.await.unwrap();
    assert_eq!(first.status(), StatusCode::CREATED);
    let first = first.bytes().await.unwrap();
    assert_eq!(relay.post(KEY, &body).await.bytes().await.unwrap(), first);
    assert_eq!(relay.tickets().await.len(), 1);
}

#[tokio::test]
async fn what_was_accepted_is_stored_when_the_relay_is_told_to_stop() {
    let mut relay = spawn().await;
    let mut other = lock(&relay).await;
    let request = relay
        .client
        .post(relay.url("/api/v1/tickets"))
        .header("idempotency-key", KEY)
        .header("content-type", "application/json")
        .body(ticket(&walked()).to_string());
    let waiting = tokio::spawn(async move { request.send().await.unwrap().status() });
    // A second customer is gone before the ticket is stored.
    let gone = relay
        .client
        .post(relay.url("/api/v1/tickets"))
        .header("idempotency-key", key(2))
        .header("content-type", "application/json")
        .timeout(Duration::from_millis(200))
        .body(ticket(&walked()).to_string());
    assert!(gone.send().await.unwrap_err().is_timeout());
    relay.tell_to_stop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    other.execute("ROLLBACK").await;
    assert_eq!(waiting.await.unwrap(), StatusCode::CREATED);
    let relay = spawn_in(relay.stop().await, |_, _| {}).await;
    assert_eq!(relay.tickets().await.len(), 2);
}

#[tokio::test]
async fn one_address_may_send_only_so_many_but_repeats_are_never_refused() {
    let relay = spawn_with(|config, _| config.tickets_per_minute = 2).await;
    let body = ticket(&walked());
    for number in 0..4 {
        assert_eq!(
            relay.post(&key(number), &body).await.status(),
            StatusCode::CREATED
        );
    }
    // At ten times as many it is refused; between them each is worth some work.
    let mut worked = 0;
    let wait: u64 = loop {
        let refused = relay.post(&key(worked + 10), &body).await;
        worked += 1;
        assert!(worked < 1000, "it is never refused");
        if refused.status() == StatusCode::CREATED {
            // Half a minute has passed meanwhile.
            continue;
        }
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        let wait = refused.headers()["retry-after"].clone();
        let (_, problem) = support::json(refused).await;
        if problem["type"] == "/problems/too-many-tickets" {
            break wait.to_str().unwrap().parse().unwrap();
        }
        assert_eq!(problem["type"], "/problems/work-wanted");
    };
    assert!(worked >= 30, "{worked}");
    assert!((1..=4).contains(&wait), "{wait}");
    assert_eq!(
        relay.post(&key(0), &body).await.status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn customers_behind_a_trusted_proxy_are_told_apart() {
    let relay = spawn_with(|config, _| {
        config.tickets_per_minute = 1;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let post = async |number, from: &str| {
        let request = relay.client.post(relay.url("/api/v1/tickets"));
        let request = request
            .header("idempotency-key", key(number))
            .header("x-forwarded-for", from);
        let request = request.header("content-type", "application/json");
        request
            .body(ticket(&walked()).to_string())
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(post(1, "198.51.100.1").await, 201);
    assert_eq!(post(2, "198.51.100.1").await, 201);
    assert_eq!(post(3, "198.51.100.1").await, 429);
    assert_eq!(post(4, "198.51.100.2").await, 201);
}

#[tokio::test]
async fn a_store_that_cannot_write_is_said_and_nothing_is_promised() {
    let relay = spawn().await;
    let other = lock(&relay).await;
    let answer = relay.post(KEY, ticket(&walked())).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "5");
    drop(other);
    assert_eq!(relay.tickets().await.len(), 0);
    assert_eq!(
        relay.post(KEY, ticket(&walked())).await.status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn old_tickets_are_erased_when_the_relay_starts() {
    let relay = spawn().await;
    assert_eq!(
        relay.post(KEY, ticket(&walked())).await.status(),
        StatusCode::CREATED
    );
    let data = relay.stop().await;
    let mut other = Other::of(&data).await;
    other
        .execute("UPDATE tickets SET kept_from = kept_from - 89 * CAST(86400000 AS BIGINT)")
        .await;
    let relay = spawn_in(data, |_, _| {}).await;
    assert_eq!(relay.tickets().await.len(), 1, "not yet");
    let data = relay.stop().await;
    other
        .execute("UPDATE tickets SET kept_from = kept_from - 2 * CAST(86400000 AS BIGINT)")
        .await;
    drop(other);
    let relay = spawn_in(data, |_, _| {}).await;
    for _ in 0..100 {
        if relay.tickets().await.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(relay.tickets().await.len(), 0);
    // The rest of what is done once an hour.
    tokio::time::sleep(Duration::from_millis(500)).await;
    for name in ["firstline.sqlite", "firstline.sqlite-wal"] {
        let bytes = std::fs::read(relay.data.path().join("data").join(name)).unwrap_or_default();
        let found = bytes.windows(11).any(|window| window == b"zauberlicht");
        assert!(!found, "{name} still holds what was erased");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_store_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    if support::is_on_a_server() {
        return;
    }
    let relay = spawn().await;
    for (path, mode) in [
        ("data", 0o700),
        ("data/firstline.sqlite", 0o600),
        ("data/firstline.sqlite-wal", 0o600),
    ] {
        let rights = std::fs::metadata(relay.data.path().join(path))
            .unwrap()
            .permissions();
        assert_eq!(rights.mode() & 0o777, mode, "{path}");
    }
}

#[tokio::test]
async fn readiness_and_health_answer() {
    let relay = spawn().await;
    assert_eq!(relay.get("/healthz").await.status(), StatusCode::OK);
    assert_eq!(relay.get("/readyz").await.status(), StatusCode::OK);
    let answer: Value = relay.get("/api/v1/status").await.json().await.unwrap();
    assert_eq!(answer, json!({ "state": "not-set-up", "items": [] }));
}
