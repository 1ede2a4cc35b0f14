//! A regional fault at its height: a whole region asks at once. What is known is told from the relay's cache, however many ask;
//! one in five sends a ticket all the same, and each is taken and delivered once; each who wants to be told when it is over is
//! told once. On SQLite with one relay, on PostgreSQL with two that share it.
//!
//! `FIRSTLINE_DEV_REGION` makes it longer: 10,000 customers in a minute by `cargo xtask bench deliveries`, which writes the figures
//! into the book.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../relay/tests/relay/own_database.rs"]
mod own_database;
mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::response::Response;
use serde_json::{Value, json};
use support::receiver::{Came, Receiver};
use support::{Place, Serving, free_port};

/// How many customers in the suite.
const SHORT: usize = 200;

/// How many customers ask in a second: 10,000 in a minute.
const A_SECOND: usize = 167;

/// How often the source may be asked, in seconds; the least that there is.
const POLL: u64 = 10;

fn says(body: &Value) -> Response {
    Response::builder()
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

/// The provider's monitoring, whose fault can be ended.
async fn monitoring() -> (Receiver, Arc<AtomicBool>, Arc<AtomicUsize>) {
    let (over, asked) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
    let (is_over, count) = (Arc::clone(&over), Arc::clone(&asked));
    let receiver = Receiver::new(move |_: Came| {
        count.fetch_add(1, Ordering::Relaxed);
        let mut item = json!({ "id": "ring", "kind": "outage", "title": { "en": "Cable cut in the north" },
            "areas": ["227*"], "began": "2026-11-22T08:40:00Z", "updates": [] });
        if is_over.load(Ordering::Relaxed) {
            item["ended"] = json!("2026-11-22T12:00:00Z");
            item["afterwards"] = json!({ "en": "Restart your box once." });
        }
        async move { says(&json!({ "state": "outage", "items": [item] })) }
    })
    .await;
    (receiver, over, asked)
}

/// Relays on one store, which ask this monitoring, and deliver to this helpdesk and this teller.
async fn relays(on_server: bool, urls: [&str; 3]) -> (Place, Vec<Serving>) {
    let place = Place::new();
    let [status, helpdesk, teller] = urls;
    place.write("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    if on_server {
        let url = own_database::of(place.path()).await;
        assert!(
            url.is_some(),
            "no PostgreSQL: `cargo xtask test` starts one"
        );
        place.write("links", &"a secret of both relays ".repeat(3));
        place.append("firstline.toml", "database_url_file = \"database_url\"\n");
    }
    place.append(
        "firstline.toml",
        &format!(
            "[tickets]\nper_minute = 0\n[status]\nkind = \"json\"\nurl = \"{status}/status.json\"\npoll_seconds = {POLL}\n\
             networks = [\"127.0.0.1\"]\ntell_url = \"{teller}\"\ntell_secret_file = \"secret\"\n\
             [helpdesk]\nkind = \"webhook\"\nurl = \"{helpdesk}\"\ntoken_file = \"secret\"\nnetworks = [\"127.0.0.1\"]\n\
             per_minute = 6000\nat_once = 4\nfollow_minutes = 0\n"
        ),
    );
    if on_server {
        place.append("firstline.toml", "[follow]\nsecret_file = \"links\"\n");
    }
    let count = if on_server { 2 } else { 1 };
    let running = (0..count)
        .map(|_| place.serve(&["--listen", &format!("127.0.0.1:{}", free_port())]))
        .collect();
    (place, running)
}

/// What one customer met.
struct Met {
    /// How long the status took.
    status: Duration,
    /// The slowest answer of all.
    slowest: Duration,
    ticket: bool,
}

/// Sends until it is taken, as a widget does.
async fn until_taken(request: reqwest::RequestBuilder) -> Value {
    loop {
        let sent = request.try_clone().unwrap().send().await;
        if let Ok(answer) = sent {
            match answer.status().as_u16() {
                // The connection may be reset in the middle of the answer.
                201 => {
                    if let Ok(told) = answer.json().await {
                        return told;
                    }
                }
                429 | 500.. => {}
                refused => panic!("{refused}: {}", answer.text().await.unwrap()),
            }
        }
        tokio::time::sleep(Duration::from_millis(fastrand::u64(200..900))).await;
    }
}

/// Asks until there is an answer: a browser asks again by itself where a connection that it kept was closed, and the widget where
/// none came.
async fn until_told(request: reqwest::RequestBuilder) -> Value {
    loop {
        let sent = request.try_clone().unwrap().send().await;
        if let Ok(answer) = sent.and_then(reqwest::Response::error_for_status)
            && let Ok(told) = answer.json().await
        {
            return told;
        }
        tokio::time::sleep(Duration::from_millis(fastrand::u64(200..900))).await;
    }
}

async fn customer(client: reqwest::Client, relay: String, number: usize) -> Met {
    let began = Instant::now();
    let status = client.get(format!("{relay}/api/v1/status?area=22767"));
    let known = until_told(status).await;
    let status = began.elapsed();
    assert_eq!(known["state"], "outage", "{known}");
    let item = known["items"][0]["id"].as_str().unwrap();
    let mut slowest = status;
    let email = format!("customer{number}@isp.example");
    let at = Instant::now();
    let wish = json!({ "item": item, "area": "22767", "language": "en", "email": email });
    until_taken(client.post(format!("{relay}/api/v1/alerts")).json(&wish)).await;
    slowest = slowest.max(at.elapsed());
    let ticket = number.is_multiple_of(5);
    if ticket {
        let at = Instant::now();
        let body = json!({
            "format": 1,
            "contact": { "name": "Maria", "email": email },
            "consent": { "id": "support-ticket", "version": "1", "at": 1_795_345_200_000_u64 },
            "trail": { "format": 1, "guide": "no-internet" },
        });
        let key = format!("\"00000000-0000-4000-8000-{number:012}\"");
        let request = client.post(format!("{relay}/api/v1/tickets"));
        until_taken(request.header("idempotency-key", key).json(&body)).await;
        slowest = slowest.max(at.elapsed());
    }
    Met {
        status,
        slowest,
        ticket,
    }
}

/// How often each thing came, by its name.
fn times(came: &[Came], name: impl Fn(&Came) -> String) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for one in came {
        *times.entry(name(one)).or_default() += 1;
    }
    times
}

/// Waits until so many different ones came, and then for what comes twice, which comes late.
async fn until(
    receiver: &Receiver,
    wanted: usize,
    name: impl Fn(&Came) -> String,
) -> BTreeMap<String, usize> {
    let limit = Instant::now() + Duration::from_secs(60 + wanted as u64 / 20);
    loop {
        let came = receiver.came.lock().unwrap().clone();
        if times(&came, &name).len() >= wanted || Instant::now() > limit {
            break;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    times(&receiver.came.lock().unwrap(), &name)
}

async fn region(on_server: bool) {
    let count = std::env::var("FIRSTLINE_DEV_REGION").map_or(SHORT, |count| count.parse().unwrap());
    let (monitoring, over, asked) = monitoring().await;
    let helpdesk = Receiver::new(|_: Came| async { says(&json!({ "id": "1" })) }).await;
    let teller = Receiver::new(|_: Came| async { says(&json!({})) }).await;
    let urls = [&*monitoring.url, &helpdesk.url, &teller.url];
    let (_place, relays) = relays(on_server, urls).await;
    let patience = Duration::from_secs(60);
    // As a widget: whoever hears nothing for so long asks again.
    let client = reqwest::Client::builder().timeout(patience).build();
    let client = client.unwrap();
    for relay in &relays {
        let known = || client.get(relay.url("api/v1/status?area=22767")).send();
        let limit = Instant::now() + Duration::from_secs(60);
        loop {
            let status: Value = known().await.unwrap().json().await.unwrap();
            if status["state"] == "outage" {
                break;
            }
            assert!(Instant::now() < limit, "{status}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    let (asked_before, began) = (asked.load(Ordering::Relaxed), Instant::now());
    let mut customers = Vec::new();
    for number in 0..count {
        let due = Duration::from_millis((number * 1000 / A_SECOND) as u64);
        tokio::time::sleep(due.saturating_sub(began.elapsed())).await;
        let relay = relays[number % relays.len()]
            .url("")
            .trim_end_matches('/')
            .to_owned();
        customers.push(tokio::spawn(customer(client.clone(), relay, number)));
    }
    let mut met = Vec::new();
    for customer in customers {
        met.push(customer.await.unwrap());
    }
    let took = began.elapsed();
    let polls = asked.load(Ordering::Relaxed) - asked_before;
    let tickets = met.iter().filter(|met| met.ticket).count();
    let arrived = until(&helpdesk, tickets, |came| came.key.clone()).await;
    assert!(teller.came.lock().unwrap().is_empty(), "it is not over yet");
    over.store(true, Ordering::Relaxed);
    let told = until(&teller, count, |came| {
        let event: Value = serde_json::from_str(&came.body).unwrap();
        event["data"]["email"].as_str().unwrap().to_owned()
    })
    .await;
    let twice = |all: &BTreeMap<String, usize>| all.values().filter(|times| **times > 1).count();
    let milliseconds = |of: &dyn Fn(&Met) -> Duration, percent: usize| {
        let mut all: Vec<_> = met.iter().map(|met| of(met).as_millis()).collect();
        all.sort_unstable();
        u64::try_from(all[(all.len() - 1) * percent / 100]).unwrap()
    };
    let figures = json!({
        "run": "region",
        "relays": relays.len(),
        "customers": count,
        "seconds": took.as_secs(),
        "source asked": polls,
        "status ms": milliseconds(&|met| met.status, 50),
        "status ms, slowest of a hundred": milliseconds(&|met| met.status, 99),
        "answer ms, slowest of all": milliseconds(&|met| met.slowest, 100),
        "tickets": tickets,
        "arrived": arrived.len(),
        "twice": twice(&arrived),
        "told": told.len(),
        "told twice": twice(&told),
    });
    println!("figures {figures}");
    let most = (took.as_secs() / POLL + 2) as usize * relays.len();
    assert!(
        polls <= most,
        "the source was asked {polls} times: {figures}"
    );
    assert_eq!((arrived.len(), twice(&arrived)), (tickets, 0), "{figures}");
    assert_eq!((told.len(), twice(&told)), (count, 0), "{figures}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_is_told_from_the_cache_and_each_customer_once() {
    region(false).await;
}

/// With a PostgreSQL server, which `cargo xtask test` starts.
mod postgres {
    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
    async fn a_region_is_told_by_two_relays_and_each_customer_once() {
        super::region(true).await;
    }
}
