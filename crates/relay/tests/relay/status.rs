//! Known faults: from a status product that is polled, from an operator's hand, and as a public page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use firstline_relay::Config;
use firstline_relay::status::poll::Poller;
use firstline_relay::status::{FileItem, own};
use firstline_wire::status::Kind;
use serde_json::{Value, json};

use crate::stand_in::{Answer, StandIn};
use crate::support::{Running, json, spawn_with};

const STATUSPAGE: &str = include_str!("../status/statuspage.json");

const NOTHING: &str = r#"{"incidents":[],"scheduled_maintenances":[],"components":[]}"#;

/// A relay that polls this address quickly.
fn polls(config: &mut Config, url: &str) {
    config.status.kind = Some("statuspage".to_owned());
    config.status.url = Some(url.to_owned());
    config.status.networks = vec!["127.0.0.1".parse().unwrap()];
    config.status.every = Duration::from_millis(40);
    config.status.timeout = Duration::from_millis(400);
    config.status.settle = Duration::from_millis(100);
    let north = ("North ring".to_owned(), "22767 22769".to_owned());
    config.status.areas = [north].into();
}

async fn polling(url: &str) -> Running {
    spawn_with(|config, _| polls(config, url)).await
}

async fn told(relay: &Running, query: &str) -> Value {
    json(relay.get(&format!("/api/v1/status?{query}")).await)
        .await
        .1
}

/// What is told, once it is as wanted; fails after 15 s.
async fn until(relay: &Running, query: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..300 {
        let status = told(relay, query).await;
        if wanted(&status) {
            return status;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{}", told(relay, query).await);
}

fn has(id: &str) -> impl Fn(&Value) -> bool {
    move |status| items(status).iter().any(|item| item["id"] == id)
}

fn items(status: &Value) -> Vec<Value> {
    status["items"].as_array().cloned().unwrap_or_default()
}

fn says(body: &str) -> Answer {
    Answer::With(200, ("etag", "\"7\"".to_owned()), body.to_owned())
}

#[tokio::test]
async fn a_status_product_is_polled_gently_and_what_it_drops_is_over() {
    let now = Arc::new(AtomicUsize::new(0));
    let when = Arc::clone(&now);
    let product = StandIn::new(move |came, _| match when.load(Ordering::SeqCst) {
        0 if came.header("if-none-match") == "\"7\"" => Answer::Says(304, Value::Null),
        0 => says(STATUSPAGE),
        _ => Answer::With(200, ("x-a", "b".to_owned()), NOTHING.to_owned()),
    })
    .await;
    let relay = polling(&product.url).await;
    let here = "area=22767&over=1";
    let status = until(&relay, here, has("cp306tmzcl0y")).await;
    assert_eq!(status["state"], "outage");
    assert_eq!(items(&status)[0]["began"], "2026-11-22T08:40:00Z");
    assert!(!has("cp306tmzcl0y")(
        &told(&relay, "area=10969&over=1").await
    ));
    let came = product.until(4).await;
    assert_eq!(came[0].uri, "/api/v2/summary.json");
    assert!(
        came[3].header("if-none-match") == "\"7\"",
        "it asks whether it changed"
    );

    now.store(1, Ordering::SeqCst);
    let over = |status: &Value| items(status).iter().any(|item| item["ended"].is_string());
    let status = until(&relay, here, over).await;
    assert_eq!(status["state"], "ok");
    assert_eq!(
        items(&told(&relay, "area=22767").await),
        [Value::Null; 0],
        "a widget of before"
    );
}

#[tokio::test]
async fn whatever_a_product_answers_its_last_good_answer_is_told() {
    let long = format!("{{\"incidents\":[],\"x\":\"{}\"}}", "a".repeat(5 << 20));
    let bad = move |at: usize| match at {
        1 => Answer::Says(500, json!({})),
        2 => Answer::Says(410, json!({})),
        3 => Answer::With(200, ("x-a", "b".to_owned()), "<!doctype html>".to_owned()),
        4 => Answer::With(200, ("x-a", "b".to_owned()), long.clone()),
        5 => Answer::Closes,
        6 => Answer::With(
            302,
            ("location", "http://127.0.0.1:1/".to_owned()),
            String::new(),
        ),
        7 => Answer::With(
            200,
            ("x-a", "b".to_owned()),
            "{\"incidents\":[{}]}".to_owned(),
        ),
        _ => Answer::Late(Duration::from_secs(2), 200, json!({})),
    };
    let product = StandIn::new(move |_, before| match before {
        0 => says(STATUSPAGE),
        before => bad(before),
    })
    .await;
    let relay = polling(&product.url).await;
    until(&relay, "over=1", has("cp306tmzcl0y")).await;
    for count in 2..9 {
        product.until(count).await;
        let status = told(&relay, "over=1").await;
        assert_eq!(status["state"], "outage", "{count}");
        assert!(has("cp306tmzcl0y")(&status), "{count}");
    }
    let answer = relay.get("/api/v1/status").await;
    let age: u64 = answer.headers()["age"].to_str().unwrap().parse().unwrap();
    assert!(age < 60, "{age}");
}

#[tokio::test]
async fn a_product_that_never_answered_leaves_it_unknown() {
    let product = StandIn::new(|_, _| Answer::Says(404, json!({}))).await;
    let relay = polling(&product.url).await;
    product.until(2).await;
    assert_eq!(told(&relay, "").await["state"], "unknown");
}

#[tokio::test]
async fn no_address_inside_the_providers_network_is_asked_without_its_word() {
    let product = StandIn::new(|_, _| says(STATUSPAGE)).await;
    let mut config = Config::default();
    polls(&mut config, &product.url);
    config.status.networks = vec!["10.0.0.0/8".parse().unwrap()];
    let poller = Poller::of(&config).unwrap().unwrap();
    let refused = poller.ask().await.unwrap_err();
    assert!(refused.said.contains("status.networks"), "{}", refused.said);
    assert_eq!(product.came().len(), 0);
    // Without a network, nothing goes unencrypted at all.
    config.status.networks = Vec::new();
    let refused = Poller::of(&config).unwrap_err().to_string();
    assert!(refused.contains("https://"), "{refused}");
    config.status.url = None;
    assert!(Poller::of(&config).unwrap_err().to_string().contains("url"));
    config.status.url = Some("https://status.isp.example".to_owned());
    config.status.kind = Some("nagios".to_owned());
    let refused = Poller::of(&config).unwrap_err().to_string();
    assert!(refused.contains("uptime-kuma"), "{refused}");
}

/// As `firstline outage` does it beside the relay.
async fn put(relay: &Running, item: &FileItem) {
    let store = relay.store_to_change().await;
    store.put_outage(&own::stored(item).unwrap()).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn what_an_operator_opens_updates_and_closes_is_told_while_the_relay_runs() {
    let relay = spawn_with(|_, _| {}).await;
    assert_eq!(told(&relay, "").await["state"], "not-set-up");
    let now = jiff::Timestamp::now();
    let words = own::Words {
        title: own::texts(
            &["en=Cable cut".to_owned(), "de=Kabel durchtrennt".to_owned()],
            &["en".to_owned(), "de".to_owned()],
        )
        .unwrap(),
        areas: Some(vec!["227*".to_owned()]),
        ..own::Words::default()
    };
    let mut cut = own::opened("o-1".to_owned(), Kind::Outage, words, now).unwrap();
    put(&relay, &cut).await;
    let status = until(&relay, "area=22767&language=de&over=1", has("o-1")).await;
    assert_eq!(items(&status)[0]["title"], "Kabel durchtrennt");
    assert_eq!(told(&relay, "area=10969&over=1").await["state"], "ok");

    own::updated(&mut cut, Some("We dig.".into()), own::Words::default(), now).unwrap();
    put(&relay, &cut).await;
    until(&relay, "over=1", |status| {
        items(status)[0]["updates"][0]["text"] == "We dig."
    })
    .await;

    own::closed(&mut cut, Some("Restart your box once.".into()), now);
    put(&relay, &cut).await;
    let over = |status: &Value| items(status)[0]["ended"].is_string();
    let status = until(&relay, "over=1", over).await;
    assert_eq!(status["state"], "ok");
    assert_eq!(items(&status)[0]["afterwards"], "Restart your box once.");
}

#[tokio::test]
async fn everybody_can_read_the_status_page_and_its_feed_in_their_language() {
    let product = StandIn::new(|_, _| says(STATUSPAGE)).await;
    let relay = spawn_with(|config, site| {
        polls(config, &product.url);
        config.languages = vec!["en".to_owned(), "de".to_owned()];
        config.status.accent = Some("#7a1fa2".to_owned());
        crate::support::publish(site, "de", crate::support::GUIDE);
    })
    .await;
    until(&relay, "over=1", has("cp306tmzcl0y")).await;
    let page = relay.get("/status").await;
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self'"));
    assert!(!policy.contains("unsafe") && !policy.contains("script"));
    let tag = page.headers()["etag"].clone();
    let html = page.text().await.unwrap();
    for said in [
        "Example Fibre",
        "There are faults that we know of",
        "No internet in the harbour district",
        "Our people are digging. Thank you for waiting.",
        "Where: 22767, 22769",
        "hreflang=\"de\"",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    for forbidden in ["<script", " style=", "onclick", "http://"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    let again = relay
        .client
        .get(relay.url("/status"))
        .header("if-none-match", tag);
    // The minute may have changed meanwhile.
    assert!([200, 304].contains(&again.send().await.unwrap().status().as_u16()));

    let german = relay
        .client
        .get(relay.url("/status"))
        .header("accept-language", "de-AT,en;q=0.5");
    let german = german.send().await.unwrap().text().await.unwrap();
    assert!(german.contains("lang=\"de\"") && german.contains("Störung"));
    let asked = relay
        .get("/status?language=de&area=10969")
        .await
        .text()
        .await
        .unwrap();
    assert!(!asked.contains("harbour"), "it is elsewhere");
    assert!(asked.contains("In 10969"));

    let css = relay.get("/status/style.css").await;
    assert_eq!(css.headers()["content-type"], "text/css; charset=utf-8");
    assert!(css.text().await.unwrap().contains("--accent: #7a1fa2"));
    let feed = relay.get("/status/feed.xml?language=de").await;
    assert_eq!(
        feed.headers()["content-type"],
        "application/atom+xml; charset=utf-8"
    );
    let feed = feed.text().await.unwrap();
    assert!(
        feed.contains("<id>urn:firstline:status:cp306tmzcl0y</id>"),
        "{feed}"
    );
    assert!(
        feed.contains("<updated>2026-11-22T10:16:03Z</updated>"),
        "{feed}"
    );
    let rss = relay.get("/status/feed.rss?language=de").await;
    let (kind, kept) = (
        &rss.headers()["content-type"],
        &rss.headers()["cache-control"],
    );
    assert_eq!(kind, "application/rss+xml; charset=utf-8");
    let page = relay.get("/status?language=de").await;
    assert_eq!(kept, page.headers()["cache-control"]);
    let page = page.text().await.unwrap();
    assert!(page.contains("type=\"application/rss+xml\""), "{page}");
    let rss = rss.text().await.unwrap();
    assert!(
        rss.contains("<guid isPermaLink=\"false\">urn:firstline:status:cp306tmzcl0y</guid>"),
        "{rss}"
    );
    assert!(
        rss.contains("<pubDate>Sun, 22 Nov 2026 10:16:03 GMT</pubDate>"),
        "{rss}"
    );
}

/// A service problem of this number, as TMF656 lists it.
fn problem(number: usize) -> Value {
    json!({ "id": format!("SP-{number}"), "name": "Cut", "status": "acknowledged", "affectedLocation": [] })
}

#[tokio::test]
async fn a_list_of_problems_that_comes_in_pages_is_read_to_its_end() {
    // How many a page has, and how the server says that there are more.
    for (size, says) in [(50, "total"), (200, "full"), (90, "partial")] {
        let product = StandIn::new(move |came, _| {
            let asked = |name: &str| -> Option<usize> {
                let (_, value) = came.uri.split_once(&format!("{name}="))?;
                value.split('&').next().unwrap().parse().ok()
            };
            assert_eq!(asked("limit"), Some(200), "{}", came.uri);
            assert_eq!(came.header("if-none-match"), "");
            let from = asked("offset").unwrap_or(0);
            // One is added while pages are read, so that the last of a page comes again.
            let from = from.saturating_sub(usize::from(from > 0));
            let page: Vec<Value> = (from..230.min(from + size)).map(problem).collect();
            let status = if says == "partial" && from + size < 230 {
                206
            } else {
                200
            };
            let header = match says {
                "total" => ("x-total-count", "231".to_owned()),
                _ => ("etag", "\"7\"".to_owned()),
            };
            Answer::With(status, header, Value::from(page).to_string())
        })
        .await;
        let mut config = Config::default();
        polls(&mut config, &product.url);
        config.status.kind = Some("tmf656".to_owned());
        let poller = Poller::of(&config).unwrap().unwrap();
        let feed = poller.ask().await.unwrap();
        assert_eq!(feed.items.len(), 230, "{says}");
    }
}

#[tokio::test]
async fn a_list_of_problems_that_never_ends_is_refused() {
    let product = StandIn::new(|_, _| {
        Answer::With(
            200,
            ("x-total-count", "1000000".to_owned()),
            Value::from(vec![problem(1)]).to_string(),
        )
    })
    .await;
    let mut config = Config::default();
    polls(&mut config, &product.url);
    config.status.kind = Some("tmf656".to_owned());
    let poller = Poller::of(&config).unwrap().unwrap();
    let refused = poller.ask().await.unwrap_err();
    assert!(refused.said.contains("more pages"), "{}", refused.said);
    assert_eq!(product.came().len(), 50);
}
