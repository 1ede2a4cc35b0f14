//! What goes wrong round a relay: its store goes or is damaged, others hold it, many come at once.

use std::time::Duration;

use firstline_relay::store::FILE;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{
    self, GUIDE, KEY, Other, PROVIDER, Running, key, spawn, spawn_in, spawn_with, ticket, walked,
};

/// Waits until the relay notices what it looks for every other second.
async fn until(relay: &Running, status: StatusCode) {
    for _ in 0..100 {
        if relay.get("/readyz").await.status() == status {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("/readyz is never {status}");
}

async fn helps(relay: &Running) {
    for path in [
        "/guides/index.en.json",
        "/firstline.js",
        "/probe/ping",
        "/api/v1/status",
    ] {
        assert!(relay.get(path).await.status().is_success(), "{path}");
    }
}

#[tokio::test]
async fn many_tickets_at_once_are_each_stored_once() {
    let relay = spawn_with(|config, _| config.tickets_per_minute = 0).await;
    let body = ticket(&walked());
    let answers: Vec<_> = (0..200)
        .map(|number| relay.post_later(&key(number % 150), &body))
        .collect();
    let mut numbers = Vec::new();
    for answer in answers {
        let answer = answer.await.unwrap();
        match answer.status() {
            StatusCode::CREATED => {
                let (_, answer) = support::json(answer).await;
                numbers.push(answer["number"].as_str().unwrap().to_owned());
            }
            // Its twin was still being worked on.
            other => assert_eq!(other, StatusCode::CONFLICT),
        }
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 150);
    let stored = relay.store().await.newest(1000).await.unwrap();
    let mut stored: Vec<String> = stored.into_iter().map(|ticket| ticket.number).collect();
    stored.sort();
    assert_eq!(stored, numbers);
}

#[tokio::test]
async fn a_store_that_goes_away_is_noticed_and_one_that_comes_back_is_used() {
    if support::is_on_a_server() {
        return;
    }
    let relay = spawn().await;
    let body = ticket(&walked());
    assert_eq!(relay.post(KEY, &body).await.status(), StatusCode::CREATED);
    let data = relay.data.path().join("data");
    let backup = relay.data.path().join("backup.sqlite");
    relay.store().await.close().await;
    let store = firstline_relay::Store::open_to_erase(&data).await.unwrap();
    store.back_up(&backup).await.unwrap();
    store.close().await;
    let kept = relay.data.path().join("kept");
    std::fs::rename(&data, &kept).unwrap();

    let refused = relay.post(&key(2), &body).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    until(&relay, StatusCode::SERVICE_UNAVAILABLE).await;
    helps(&relay).await;
    assert!(!data.join(FILE).exists(), "an empty store was made");

    // Somebody puts the backup there.
    std::fs::create_dir(&data).unwrap();
    std::fs::copy(&backup, data.join(FILE)).unwrap();
    until(&relay, StatusCode::OK).await;
    assert_eq!(
        relay.post(&key(3), &body).await.status(),
        StatusCode::CREATED
    );
    let (_, repeated) = support::json(relay.post(KEY, &body).await).await;
    assert!(repeated["number"].as_str().unwrap().starts_with("F-"));
    assert_eq!(relay.tickets().await.len(), 2);
}

#[tokio::test]
async fn help_is_given_without_a_store() {
    if support::is_on_a_server() {
        return;
    }
    let data = tempfile::tempdir().unwrap();
    std::fs::create_dir(data.path().join("data")).unwrap();
    let file = data.path().join("data").join(FILE);
    std::fs::write(
        &file,
        "this is no database, and it is long enough to be read as one".repeat(200),
    )
    .unwrap();
    let relay = spawn_in(data, |_, _| {}).await;
    helps(&relay).await;
    let pack = relay.index().await;
    let pack = pack["guides"][0]["pack"].as_str().unwrap().to_owned();
    assert!(relay.get(&format!("/{pack}")).await.status().is_success());
    let answer = relay.post(KEY, ticket(&walked())).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "5");
    assert_eq!(
        relay.get("/readyz").await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(relay.get("/healthz").await.status(), StatusCode::OK);

    // The operator takes it away.
    std::fs::remove_file(file).unwrap();
    until(&relay, StatusCode::OK).await;
    assert_eq!(
        relay.post(KEY, ticket(&walked())).await.status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn nobody_who_reads_waits_for_whoever_writes() {
    let relay = spawn().await;
    let mut other = Other::of(&relay.data).await;
    other.lock().await;
    let body = ticket(&walked());
    let waiting: Vec<_> = (0..12)
        .map(|number| relay.post_later(&key(number), &body))
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let began = std::time::Instant::now();
    assert_eq!(
        relay.get("/assets/gone-0a1b.js").await.status(),
        StatusCode::NOT_FOUND
    );
    let took = began.elapsed();
    other.execute("ROLLBACK").await;
    assert!(took < Duration::from_millis(500), "{took:?}");
    for answer in waiting {
        assert_eq!(answer.await.unwrap().status(), StatusCode::CREATED);
    }
}

#[tokio::test]
async fn a_store_that_is_full_enough_takes_no_more() {
    let relay = spawn_with(|config, _| config.tickets_most_megabytes = 0).await;
    // How large a database is, a relay learns when it looks after its server.
    for number in 0..50 {
        if !relay
            .post(&key(number), ticket(&walked()))
            .await
            .status()
            .is_success()
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let answer = relay.post(KEY, ticket(&walked())).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    helps(&relay).await;
}

#[tokio::test]
async fn what_the_operator_changes_is_served_without_a_break_in_anything() {
    let relay = spawn().await;
    let body = ticket(&walked());
    let (_, first) = support::json(relay.post(KEY, &body).await).await;
    let old = relay.index().await;
    let old = old["guides"][0]["pack"].as_str().unwrap().to_owned();

    let changed = GUIDE.replacen("\"title\": \"", "\"title\": \"New: ", 1);
    let provider = PROVIDER.replace("Example Fibre", "Other Fibre");
    let provider =
        firstline_relay::Provider::read(&provider, std::path::Path::new("p.json")).unwrap();
    let config = relay.config.clone();
    relay
        .current
        .replace(config, support::site(&changed), provider)
        .await;

    let index = relay.index().await;
    assert_eq!(index["provider"]["name"], "Other Fibre");
    let new = index["guides"][0]["pack"].as_str().unwrap();
    assert_ne!(new, old);
    for pack in [new, &old] {
        assert_eq!(
            relay.get(&format!("/{pack}")).await.status(),
            StatusCode::OK,
            "{pack}"
        );
    }
    let (_, again) = support::json(relay.post(KEY, &body).await).await;
    assert_eq!(again, first);
    assert_eq!(
        relay.post(&key(2), &body).await.status(),
        StatusCode::CREATED
    );
    let verified = relay
        .tickets()
        .await
        .iter()
        .all(|ticket| ticket.unverified.is_none());
    assert!(verified, "the old guide is not known any more");
}

/// Sends these bytes and gives what comes back until the connection is closed.
async fn raw(relay: &Running, bytes: &[u8]) -> String {
    let address = relay.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(20), reading)
        .await
        .expect("it is never closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn what_is_no_request_gets_our_headers_and_a_problem_too() {
    let relay = spawn().await;
    let long = "x".repeat(70_000);
    for (what, request, status, problem) in [
        (
            "nonsense",
            "GARBAGE\r\n\r\n".to_owned(),
            "400",
            "malformed-request",
        ),
        (
            "a long address",
            format!("GET /{long} HTTP/1.1\r\n\r\n"),
            "431",
            "head-too-large",
        ),
        (
            "a long header",
            format!("GET / HTTP/1.1\r\nhost: x\r\nx-long: {long}\r\n\r\n"),
            "431",
            "head-too-large",
        ),
    ] {
        let answer = raw(&relay, request.as_bytes()).await;
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("{what}: {answer:?}"));
        assert!(
            head.starts_with(&format!("HTTP/1.1 {status} ")),
            "{what}: {head}"
        );
        for header in [
            "x-content-type-options: nosniff",
            "content-security-policy: default-src 'none'",
        ] {
            assert!(head.contains(header), "{what}: {head}");
        }
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["type"], format!("/problems/{problem}"), "{what}");
    }
    // HTTP/2 without TLS, which no browser speaks.
    let answer = raw(&relay, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 "),
        "{answer}"
    );
}

#[tokio::test]
async fn what_is_known_of_faults_is_compressed_and_told_once() {
    let relay = spawn_with(|config, _| {
        let file = config.data.with_file_name("status.json");
        let items: Vec<Value> = (0..200)
            .map(|number| {
                serde_json::json!({ "id": number.to_string(), "kind": "outage", "title": "Cable cut",
                    "areas": (0..100).map(|area| format!("{number}x{area}")).collect::<Vec<_>>() })
            })
            .collect();
        let feed = serde_json::json!({ "state": "outage", "items": items });
        std::fs::write(&file, feed.to_string()).unwrap();
        config.status.file = Some(file);
    })
    .await;
    let ask = |tag: Option<String>| {
        let mut request = relay
            .client
            .get(relay.url("/api/v1/status"))
            .header("accept-encoding", "br");
        if let Some(tag) = tag {
            request = request.header("if-none-match", tag);
        }
        async { request.send().await.unwrap() }
    };
    let answer = ask(None).await;
    let headers = answer.headers().clone();
    assert_eq!(headers["content-encoding"], "br");
    assert_eq!(headers["cache-control"], "public, max-age=15");
    assert_eq!(headers["age"], "0");
    let size = answer.bytes().await.unwrap().len();
    assert!(size < 30_000, "{size}");
    let tag = headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(ask(Some(tag)).await.status(), StatusCode::NOT_MODIFIED);
    let area: Value = relay
        .get("/api/v1/status?area=7-X42")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(area["items"].as_array().unwrap().len(), 1);
}
