//! Insights: events come in over HTTP, and the pages give back what is true.

mod called;
mod comments;
mod few;
mod kano;
mod parts;
mod versions;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use firstline_guide::{Library, pack};
use firstline_relay::Config;
use firstline_relay::store::insights::{By, Slice};
use firstline_relay::world::{Truth, walk};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{GUIDE, Other, Running, is_on_a_server, pack_of, publish, site, spawn_with};

/// Three remedies in a bad order: the one that takes longest and helps least comes first.
const ORDER: &str = include_str!("remedies.json");

const TOKEN: &str = "0123456789abcdef";

pub async fn relay() -> Running {
    spawn_with(|config, site_| {
        *site_ = site(ORDER);
        publish(site_, "en", GUIDE);
        config.insights.per_minute = 0;
        config.insights.secrets = vec![TOKEN.into()];
    })
    .await
}

pub fn library(guide: &str) -> (Arc<Library>, String) {
    let packed = pack_of(guide);
    (Arc::new(pack::read(&packed.bytes).unwrap()), packed.hash)
}

pub async fn post(relay: &Running, body: &Value) -> (StatusCode, Value) {
    let request = relay.client.post(relay.url("/api/v1/events"));
    let request = request
        .header("content-type", "text/plain;charset=UTF-8")
        .body(body.to_string());
    let response = request.send().await.unwrap();
    let status = response.status();
    (
        status,
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null),
    )
}

/// What was sent is written down within a second. On a server each statement is a way there and back, which a busy machine makes long.
pub async fn written() {
    let wait = match std::env::var_os(crate::support::own_database::VARIABLE) {
        Some(_) => 4000,
        None => 1500,
    };
    tokio::time::sleep(Duration::from_millis(wait)).await;
}

pub async fn page(relay: &Running, path: &str) -> reqwest::Response {
    relay
        .client
        .get(relay.url(path))
        .basic_auth("anybody", Some(TOKEN))
        .send()
        .await
        .unwrap()
}

pub async fn figure(relay: &Running, path: &str) -> Vec<Value> {
    let response = page(relay, path).await;
    assert_eq!(response.status(), 200, "{path}");
    let figure: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    figure["rows"].as_array().unwrap().clone()
}

fn share(row: &Value, column: &str) -> f64 {
    row[column]
        .as_f64()
        .unwrap_or_else(|| panic!("no {column} in {row}"))
}

pub fn of(number: u32, hash: &str, events: Value) -> Value {
    json!({ "format": 1, "walks": [{
        "walk": format!("{number:032x}"), "guide": "no-internet", "hash": hash, "language": "en", "ago": 60,
        "technology": "fibre-router", "area": "SW1A 1AA", "events": events,
    }] })
}

fn to_fixed(n: u32) -> Value {
    json!([
        { "n": n, "is": "began" },
        { "n": n + 1, "is": "left", "from": "line", "to": "restart", "how": "fail", "s": 10 },
        { "n": n + 2, "is": "left", "from": "restart", "to": "fixed", "how": "yes", "s": 200, "total": 210 },
    ])
}

pub async fn walks(relay: &Running, guide: &str) -> firstline_relay::store::insights::Walks {
    let slice = Slice {
        from: 0,
        to: i64::MAX,
        guide: guide.to_owned(),
        ..Slice::default()
    };
    let found = relay
        .store()
        .await
        .walks_by(&slice, By::Nothing)
        .await
        .unwrap();
    found.first().map(|(_, walks)| *walks).unwrap_or_default()
}

#[tokio::test]
async fn what_is_sent_twice_counts_once_and_the_answer_says_how_a_walk_ended() {
    let relay = relay().await;
    let (_, hash) = library(GUIDE);
    for _ in 0..3 {
        let (status, _) = post(&relay, &of(100, &hash, to_fixed(1))).await;
        assert_eq!(status, 200);
    }
    let (_, answer) = post(&relay, &of(200, &hash, to_fixed(1))).await;
    // The customer said so: nothing has measured it.
    assert_eq!(answer, json!({ "good": true, "verified": false }));
    let still = json!([{ "n": 9, "is": "left", "from": "fixed", "to": "ticket", "how": "still-broken", "s": 5, "reached": "yes" }]);
    let (_, answer) = post(&relay, &of(200, &hash, still)).await;
    assert_eq!(answer, json!({ "good": false, "verified": false }));
    written().await;
    let walks = walks(&relay, "no-internet").await;
    assert_eq!(
        (
            walks.begun,
            walks.claimed,
            walks.unresolved,
            walks.abandoned()
        ),
        (2, 1, 1, 0),
        "{walks:?}"
    );
}

#[tokio::test]
async fn what_no_guide_has_is_not_counted() {
    let relay = relay().await;
    let (_, hash) = library(GUIDE);
    let invented = json!([
        { "n": 1, "is": "began" },
        { "n": 2, "is": "left", "from": "line", "to": "my-own-step", "how": "fail", "s": 1 },
        { "n": 3, "is": "unclear", "at": "<script>" },
        { "n": 4, "is": "kano", "feature": "no-such-feature", "functional": "like", "dysfunctional": "like" },
        { "n": 5, "is": "checked", "found": [{ "check": "no-such-check", "verdict": "fail" }] },
        { "n": 6, "is": "invented-next-year", "of": 7 },
    ]);
    assert_eq!(
        post(&relay, &of(1 << 30, &hash, invented.clone())).await.0,
        200
    );
    // Of a version that nobody published.
    assert_eq!(
        post(&relay, &of(2 << 29, "0123456789abcdef", invented))
            .await
            .0,
        200
    );
    written().await;
    let store = relay.store().await;
    let slice = Slice {
        from: 0,
        to: i64::MAX,
        guide: "no-internet".to_owned(),
        ..Slice::default()
    };
    assert_eq!(walks(&relay, "no-internet").await.begun, 1);
    let passages = store.passages(&slice).await.unwrap();
    assert_eq!(passages.len(), 1, "{passages:?}");
    assert!(store.tries(&slice).await.unwrap().is_empty());
    assert!(store.pairs(&slice).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_asks_not_to_be_followed_is_not_counted() {
    let relay = relay().await;
    let (_, hash) = library(GUIDE);
    for (number, header) in [(300_u32, "dnt"), (400, "sec-gpc")] {
        let request = relay
            .client
            .post(relay.url("/api/v1/events"))
            .header(header, "1");
        let body = of(number, &hash, to_fixed(1)).to_string();
        assert_eq!(request.body(body).send().await.unwrap().status(), 200);
    }
    written().await;
    assert_eq!(walks(&relay, "no-internet").await.begun, 0);
}

#[tokio::test]
async fn nothing_that_somebody_typed_is_in_the_store() {
    let relay = relay().await;
    let (_, hash) = library(GUIDE);
    let events = json!([
        { "n": 1, "is": "began" },
        { "n": 2, "is": "not-found", "text": "zebrafish 0664 1234567 anna@isp.example" },
        { "n": 3, "is": "left", "from": "line", "to": "restart", "how": "fail", "s": 10, "typed": "secretword" },
    ]);
    assert_eq!(post(&relay, &of(500, &hash, events)).await.0, 200);
    written().await;
    assert_eq!(walks(&relay, "no-internet").await.begun, 1);
    if is_on_a_server() {
        return;
    }
    let data = relay.stop().await;
    for entry in std::fs::read_dir(data.path().join("data")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        for word in [
            "zebrafish",
            "1234567",
            "anna@isp",
            "secretword",
            "SW1A",
            "127.0.0.1",
            "000001f4",
        ] {
            let found = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!found, "{word} is in {}", path.display());
        }
    }
}

#[tokio::test]
async fn what_newer_widgets_say_takes_nothing_from_what_is_known() {
    let relay = relay().await;
    let (_, hash) = library(GUIDE);
    let events = json!([
        { "n": 1, "is": "began", "more": true },
        { "n": 2, "is": "left", "from": "line", "to": "restart", "how": "thought-about-it", "s": 10 },
        // Known by their names, and of another form.
        { "n": 3, "is": "returned", "days": -1 },
        { "n": 4, "is": "rated", "easy": "very", "at": "fixed" },
        7,
        { "n": 5, "is": "left", "from": "restart", "to": "fixed", "how": "yes", "s": 200, "total": 210 },
    ]);
    assert_eq!(post(&relay, &of(1 << 27, &hash, events)).await.0, 200);
    written().await;
    let walks = walks(&relay, "no-internet").await;
    assert_eq!((walks.begun, walks.screens, walks.claimed), (1, 2, 1));
}

#[tokio::test]
async fn a_search_in_vain_that_is_sent_twice_counts_once_and_a_network_once_a_word() {
    let relay = spawn_with(|config, _| {
        config.insights.per_minute = 0;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let search = |number: u32| {
        json!({ "format": 1, "walks": [{ "walk": format!("{number:032x}"), "guide": "", "hash": "", "language": "en",
            "ago": 0, "events": [{ "n": 1, "is": "not-found", "text": "doorbell" }] }] })
    };
    let send = async |network: u8, number: u32| {
        let request = relay.client.post(relay.url("/api/v1/events"));
        let request = request.header("x-forwarded-for", format!("203.0.113.{network}"));
        let sent = request
            .body(search(number).to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status(), 200);
    };
    let mut expected = 0;
    for network in 1..8 {
        for time in 0..3 {
            // The same a second time, and another search.
            send(network, u32::from(network) << 20).await;
            send(network, (u32::from(network) << 20) + 1 + time).await;
        }
        if network >= 5 {
            expected = i64::from(network);
        }
        written().await;
        let mut store = Other::of(&relay.data).await;
        let sql = "SELECT COALESCE(CAST(SUM(times) AS BIGINT), 0) FROM insight_searches";
        assert_eq!(store.count(sql).await, expected, "{network}");
    }
}

#[tokio::test]
async fn a_batch_of_another_form_is_refused_with_its_place() {
    let relay = relay().await;
    for (body, pointer) in [
        (json!(7), ""),
        (json!([{}]), "/0"),
        (
            json!({ "format": 1, "walks": [{ "walk": 7 }], "a/b~c": 1 }),
            "/walks/0/walk",
        ),
        (
            json!({ "format": 1, "walks": [{ "walk": 7 }] }),
            "/walks/0/walk",
        ),
        (json!({ "format": 2, "walks": [] }), "/format"),
        (
            json!({ "format": 1, "walks": vec![json!({ "walk": "", "guide": "", "hash": "", "language": "", "ago": 0, "events": [] }); 21] }),
            "/walks",
        ),
    ] {
        let (status, problem) = post(&relay, &body).await;
        assert_eq!(
            (status, problem["pointer"].as_str()),
            (StatusCode::BAD_REQUEST, Some(pointer)),
            "{problem}"
        );
    }
    let trailing = relay.client.post(relay.url("/api/v1/events"));
    let trailing = trailing.body(format!("{} more", of(7, "", json!([]))));
    assert_eq!(trailing.send().await.unwrap().status(), 400);
    let large = json!({ "format": 1, "walks": [], "more": "x".repeat(20_000) });
    assert_eq!(post(&relay, &large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn widgets_read_how_much_of_an_area_is_kept_and_send_no_more() {
    for letters in [0, 5] {
        let relay = spawn_with(|config, _| config.insights.area_letters = letters).await;
        let asked = relay.url("/api/v1/questions?language=en");
        let answer = relay.client.get(asked).send().await.unwrap();
        let asked: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        assert_eq!(asked["areaLetters"], letters);
    }
}

#[tokio::test]
async fn the_pages_are_closed_without_the_token_and_run_no_script() {
    let relay = relay().await;
    for path in [
        "/insights/overview",
        "/insights/kano",
        "/insights/overview/ends.csv",
    ] {
        let response = relay.get(path).await;
        assert_eq!(response.status(), 401, "{path}");
        assert!(
            response.headers()["www-authenticate"]
                .to_str()
                .unwrap()
                .starts_with("Basic")
        );
        let wrong = relay
            .client
            .get(relay.url(path))
            .basic_auth("a", Some("wrong"))
            .send()
            .await
            .unwrap();
        assert_eq!(wrong.status(), 401, "{path}");
    }
    for path in [
        "overview", "guide", "steps", "changes", "searches", "checks", "feedback", "kano",
        "alarms", "report",
    ] {
        let response = page(&relay, &format!("/insights/{path}")).await;
        assert_eq!(response.status(), 200, "{path}");
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'"),
            "{policy}"
        );
        assert!(
            response
                .headers()
                .get("access-control-allow-origin")
                .is_none()
        );
        let html = response.text().await.unwrap();
        assert!(
            !html.contains("<script") && !html.contains(" style="),
            "{path}"
        );
    }
    assert_eq!(page(&relay, "/insights/nothing").await.status(), 404);
    assert_eq!(
        page(&relay, "/insights/overview?from=yesterday")
            .await
            .status(),
        400
    );
    let turned = page(&relay, "/insights/overview?from=2026-11-29&to=2026-11-01").await;
    assert_eq!(turned.status(), 400);
    assert!(
        turned
            .text()
            .await
            .unwrap()
            .contains("`from` is later than `to`.")
    );
    let closed = spawn_with(|_, _| {}).await;
    assert_eq!(page(&closed, "/insights/overview").await.status(), 404);
}

#[tokio::test]
async fn a_proxy_that_signs_people_in_opens_the_pages_and_nobody_else_can_say_so() {
    let with = |trusted: &'static str| {
        move |config: &mut Config, _: &mut firstline_relay::Site| {
            config.insights.user_header = Some("X-Forwarded-User".to_owned());
            config.trusted_proxies = vec![trusted.parse().unwrap()];
        }
    };
    for (trusted, status) in [("127.0.0.1", 200), ("10.0.0.1", 401)] {
        let relay = spawn_with(with(trusted)).await;
        let request = relay
            .client
            .get(relay.url("/insights/overview"))
            .header("x-forwarded-user", "anna");
        assert_eq!(request.send().await.unwrap().status(), status, "{trusted}");
        assert_eq!(relay.get("/insights/overview").await.status(), 401);
    }
}
