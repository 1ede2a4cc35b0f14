//! Tickets under load, while relays are killed again and again and their helpdesk does everything that
//! a helpdesk must not do, and is killed too. Each ticket that was answered with 201 must be there, and none
//! twice. On SQLite with one relay, on PostgreSQL with two that share it.
//!
//! The helpdesks are stand-ins: one that knows a repeated key, as a webhook's receiver should, and one
//! that must be searched, by the interface of Request Tracker.
//!
//! `FIRSTLINE_DEV_CRASH_TICKETS` and `FIRSTLINE_DEV_BACKLOG` make it longer; `cargo xtask bench deliveries` does, and
//! writes the figures into the book. `cargo xtask test` starts PostgreSQL and runs what needs it.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../relay/tests/relay/own_database.rs"]
mod own_database;
mod support;

use std::collections::{BTreeMap, HashMap};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::response::Response;
use serde_json::{Value, json};
use support::receiver::{Came, Receiver};
use support::{Place, firstline, free_port};

/// How many tickets in the suite.
const SHORT: u32 = 24;

/// How many wait in the suite, before they are delivered.
const SHORT_BACKLOG: u32 = 200;

/// The most memory that a relay may have, in megabytes, however many wait.
const MOST_MEMORY: u64 = 200;

/// A number that the environment may make larger.
fn number(variable: &str, short: u32) -> u32 {
    std::env::var(variable).map_or(short, |number| number.parse().unwrap())
}

/// What a helpdesk of this kind has, and how often it did what.
#[derive(Clone, Default)]
struct Books(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// How often each ticket was stored, by what the helpdesk knows it by.
    tickets: BTreeMap<String, u32>,
    did: HashMap<&'static str, u32>,
}

fn says(status: u16, body: &Value) -> Response {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

impl Books {
    fn did(&self, what: &'static str) {
        *self.0.lock().unwrap().did.entry(what).or_default() += 1;
    }

    /// Stores a ticket; one that the helpdesk knows is not stored again if it looks at keys.
    fn store(&self, name: &str, looks: bool) {
        let mut kept = self.0.lock().unwrap();
        let times = kept.tickets.entry(name.to_owned()).or_default();
        if !looks || *times == 0 {
            *times += 1;
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.lock().unwrap().tickets.contains_key(name)
    }

    /// What this helpdesk does with a new ticket today.
    async fn take(&self, name: String, looks: bool) -> Response {
        let created = says(201, &json!({ "id": name }));
        match fastrand::u8(0..100) {
            0..50 => {
                self.did("stored it and said so");
                self.store(&name, looks);
                created
            }
            50..60 => {
                self.did("answered 503 and stored nothing");
                says(503, &json!({}))
            }
            60..70 => {
                self.did("stored it and answered 500");
                self.store(&name, looks);
                says(500, &json!({}))
            }
            70..80 => {
                self.did("stored it and broke off");
                self.store(&name, looks);
                // A body that fails ends the connection.
                let broken = [Ok("{"), Err(std::io::Error::other("it broke off"))];
                Response::builder()
                    .status(201)
                    .body(Body::from_stream(futures_util::stream::iter(broken)))
                    .unwrap()
            }
            80..90 => {
                self.did("stored it too late for an answer");
                // Whoever asked is gone by then, and the helpdesk does not notice.
                let books = self.clone();
                let late = tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(1500)).await;
                    books.store(&name, looks);
                });
                late.await.unwrap();
                created
            }
            _ => {
                self.did("refused for now with 429");
                says(429, &json!({}))
            }
        }
    }
}

/// Where relays keep their store.
#[derive(Clone, Copy, PartialEq)]
enum StoreKind {
    /// One relay, a file.
    InFile,
    /// Two relays, one database.
    OnServer,
}

/// Relays that are killed and started again on the same ports.
struct Relays {
    place: Place,
    running: Vec<(u16, Child)>,
}

impl Relays {
    /// On a store of this kind, which deliver to this helpdesk and wait so many seconds for its answer.
    async fn start(
        store: StoreKind,
        kind: &str,
        url: &str,
        per_minute: u32,
        patience: u32,
    ) -> Relays {
        let place = Place::new();
        place.write("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let mut count = 1;
        if store == StoreKind::OnServer {
            let url = own_database::of(place.path()).await;
            assert!(
                url.is_some(),
                "no PostgreSQL: `cargo xtask test` starts one"
            );
            place.write("links", &"a secret of both relays ".repeat(3));
            place.append(
                "firstline.toml",
                "database_url_file = \"database_url\"\ndatabase_connections = 5\n\
                 [follow]\nsecret_file = \"links\"\n",
            );
            count = 2;
        }
        place.append(
            "firstline.toml",
            &format!(
                "[tickets]\nper_minute = 0\n[helpdesk]\nkind = \"{kind}\"\nurl = \"{url}\"\nqueue = \"General\"\n\
                 token_file = \"secret\"\nnetworks = [\"127.0.0.1\"]\nper_minute = {per_minute}\nat_once = 4\n\
                 timeout_seconds = {patience}\nsettle_seconds = 6\nretry_seconds = 1\nmost_retry_minutes = 1\n\
                 follow_minutes = 0\n"
            ),
        );
        let mut relays = Relays {
            place,
            running: Vec::new(),
        };
        for _ in 0..count {
            let port = free_port();
            let child = relays.spawn(port);
            relays.running.push((port, child));
        }
        relays
    }

    fn spawn(&self, port: u16) -> Child {
        firstline(self.place.path())
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn ports(&self) -> Vec<u16> {
        self.running.iter().map(|(port, _)| *port).collect()
    }

    /// Kills one of them, any, and starts it again.
    fn kill(&mut self) {
        let which = fastrand::usize(0..self.running.len());
        let port = self.running[which].0;
        let child = &mut self.running[which].1;
        // SIGKILL: nothing is tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        self.running[which].1 = self.spawn(port);
    }

    /// What `firstline helpdesk` says.
    fn helpdesk(&self, words: &[&str]) -> String {
        let output = firstline(self.place.path())
            .arg("helpdesk")
            .args(words)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// The most memory that one of them ever had, in megabytes; 0 where the system does not tell.
    fn peak(&self) -> u64 {
        let peak = |child: &Child| {
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))?;
            let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
            Some(kilobytes / 1024)
        };
        let peaks = self.running.iter().filter_map(|(_, child)| peak(child));
        peaks.max().unwrap_or(0)
    }
}

impl Drop for Relays {
    fn drop(&mut self) {
        for (_, child) in &mut self.running {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Sends a ticket as a widget does: with one key, until it is answered, to any relay each time. Gives its
/// number.
async fn send(client: reqwest::Client, ports: Vec<u16>, key: u32, customer: u32) -> String {
    let key = format!("00000000-0000-4000-8000-{key:012}");
    let body = json!({
        "format": 1,
        "contact": { "name": "Maria", "email": format!("maria{customer}@isp.example") },
        "consent": { "id": "support-ticket", "version": "1", "at": 1_795_345_200_000_u64 },
        "trail": { "format": 1, "guide": "no-internet" },
    });
    loop {
        let port = ports[fastrand::usize(0..ports.len())];
        let request = client
            .post(format!("http://127.0.0.1:{port}/api/v1/tickets"))
            .header("idempotency-key", format!("\"{key}\""))
            .timeout(Duration::from_secs(5))
            .json(&body);
        if let Ok(answer) = request.send().await
            && answer.status().as_u16() == 201
            && let Ok(answer) = answer.json::<Value>().await
        {
            return answer["number"].as_str().unwrap().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(fastrand::u64(50..400))).await;
    }
}

/// One line for `cargo xtask bench deliveries`.
fn print(figures: &Value) {
    println!("figures {figures}");
}

/// Runs it against this kind of helpdesk; `name` says what a stored ticket goes by.
async fn run(
    store: StoreKind,
    kind: &str,
    mut helpdesk: Receiver,
    books: &Books,
    name: impl Fn(u32, &str) -> String,
) {
    let count = number("FIRSTLINE_DEV_CRASH_TICKETS", SHORT);
    let mut relays = Relays::start(store, kind, &helpdesk.url, 6000, 1).await;
    let began = Instant::now();
    let client = reqwest::Client::new();
    let senders: Vec<_> = (0..count)
        .map(|key| {
            let (client, ports) = (client.clone(), relays.ports());
            let later = fastrand::u64(0..u64::from(count) * 200);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(later)).await;
                (key, send(client, ports, key, fastrand::u32(0..20)).await)
            })
        })
        .collect();
    // Some while tickets come, some while they go.
    let kills = 4 + count / 20;
    let mut helpdesk_kills = 0;
    for kill in 0..kills {
        tokio::time::sleep(Duration::from_millis(fastrand::u64(1500..4000))).await;
        relays.kill();
        if kill % 4 == 2 {
            helpdesk.kill();
            helpdesk_kills += 1;
            tokio::time::sleep(Duration::from_millis(fastrand::u64(200..2000))).await;
            helpdesk.again().await;
        }
    }
    let mut expected = Vec::new();
    for sender in senders {
        let (key, number) = sender.await.unwrap();
        expected.push(name(key, &number));
    }
    let limit = Instant::now() + Duration::from_secs(240 + u64::from(count) * 4);
    let missing = || expected.iter().filter(|name| !books.has(name)).count();
    let mut waiting = relays.helpdesk(&["status"]);
    while Instant::now() < limit && (missing() > 0 || !waiting.contains("     0 wait\n")) {
        tokio::time::sleep(Duration::from_millis(300)).await;
        waiting = relays.helpdesk(&["status"]);
    }
    let missing = missing();
    let kept = books.0.lock().unwrap();
    let twice: Vec<_> = kept
        .tickets
        .iter()
        .filter(|(_, times)| **times != 1)
        .collect();
    print(&json!({
        "run": "crash",
        "relays": relays.running.len(),
        "helpdesk": kind,
        "tickets": count,
        "relay kills": kills,
        "helpdesk kills": helpdesk_kills,
        "arrived": kept.tickets.len(),
        "missing": missing,
        "twice": twice.len(),
        "did": kept.did,
        "seconds": began.elapsed().as_secs(),
    }));
    assert_eq!(missing, 0, "of {count}: {waiting}");
    assert!(waiting.contains("     0 wait\n"), "{waiting}");
    assert!(waiting.contains("     0 were given up"), "{waiting}");
    assert_eq!(
        kept.tickets.len(),
        expected.len(),
        "there is one that nobody sent"
    );
    assert!(twice.is_empty(), "{twice:?}");
}

/// Tickets that wait while deliveries are paused, then go: none missing, none twice, each customer's in their
/// order, no faster than configured, and with no more memory than for a few.
async fn drain(store: StoreKind) {
    let count = number("FIRSTLINE_DEV_BACKLOG", SHORT_BACKLOG);
    // A hundred a second, from all relays together.
    let relays_at_once = if store == StoreKind::OnServer { 2 } else { 1 };
    let per_minute = 6000 / relays_at_once;
    let came: Arc<Mutex<Vec<(String, Instant)>>> = Arc::default();
    let takes = Arc::clone(&came);
    let helpdesk = Receiver::new(move |came: Came| {
        takes.lock().unwrap().push((came.key, Instant::now()));
        async { says(201, &json!({ "id": "1" })) }
    })
    .await;
    let relays = Relays::start(store, "webhook", &helpdesk.url, per_minute, 60).await;
    let client = reqwest::Client::new();
    send(client.clone(), relays.ports(), count, 0).await;
    while came.lock().unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    relays.helpdesk(&["pause", "an outage of an hour"]);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    // Fifty customers, each with one ticket after the other.
    let customers: Vec<_> = (0..50)
        .map(|customer| {
            let (client, ports) = (client.clone(), relays.ports());
            tokio::spawn(async move {
                for key in (customer..count).step_by(50) {
                    send(client.clone(), ports.clone(), key, customer).await;
                }
            })
        })
        .collect();
    for customer in customers {
        customer.await.unwrap();
    }
    assert_eq!(came.lock().unwrap().len(), 1, "what is paused is delivered");
    let waiting = relays.helpdesk(&["status"]);
    assert!(waiting.contains(&format!("{count:>6} wait")), "{waiting}");
    let peak_before = relays.peak();
    let began = Instant::now();
    relays.helpdesk(&["resume"]);
    let limit = Duration::from_secs(60 + u64::from(count) / 20);
    while came.lock().unwrap().len() <= count as usize && began.elapsed() < limit {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // What comes twice comes late.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let came = came.lock().unwrap();
    let keys: Vec<u32> = came[1..]
        .iter()
        .map(|(key, _)| key.rsplit('-').next().unwrap().parse().unwrap())
        .collect();
    let different: std::collections::BTreeSet<u32> = keys.iter().copied().collect();
    let out_of_order = (0..50)
        .filter(|customer| !keys.iter().filter(|key| *key % 50 == *customer).is_sorted())
        .count();
    let fastest = (1..came.len())
        .map(|first| {
            let until = came[first].1 + Duration::from_secs(1);
            came[first..]
                .iter()
                .take_while(|(_, at)| *at < until)
                .count()
        })
        .max()
        .unwrap_or(0);
    let peak = relays.peak();
    print(&json!({
        "run": "backlog",
        "relays": relays.running.len(),
        "waited": count,
        "arrived": different.len(),
        "missing": count as usize - different.len(),
        "twice": keys.len() - different.len(),
        "customers out of order": out_of_order,
        "most a second": fastest,
        "configured a second": 100,
        "memory before": peak_before,
        "memory": peak,
        "seconds": began.elapsed().as_secs(),
    }));
    assert_eq!(
        (different.len(), keys.len()),
        (count as usize, count as usize)
    );
    assert_eq!(out_of_order, 0, "customers whose order was not kept");
    assert!(fastest <= 115, "{fastest} in a second");
    assert!(peak <= MOST_MEMORY, "{peak} MB");
}

/// At a helpdesk that knows a repeated key.
async fn with_keys(store: StoreKind) {
    let books = Books::default();
    let taking = books.clone();
    let receiver = Receiver::new(move |came: Came| {
        let books = taking.clone();
        async move { books.take(came.key, true).await }
    })
    .await;
    run(store, "webhook", receiver, &books, |key, _| {
        format!("00000000-0000-4000-8000-{key:012}")
    })
    .await;
}

/// At a helpdesk that must be searched.
async fn with_search(store: StoreKind) {
    let books = Books::default();
    let taking = books.clone();
    let receiver = Receiver::new(move |came: Came| {
        let books = taking.clone();
        async move {
            if came.method == "GET" {
                // `Subject LIKE '[F-4711-2830]'`, as an address has it.
                let wanted = came
                    .uri
                    .split("%5B")
                    .nth(1)
                    .and_then(|rest| rest.split("%5D").next());
                let wanted = wanted.unwrap_or_else(|| panic!("{}", came.uri)).to_owned();
                let items: Vec<Value> = books
                    .has(&wanted)
                    .then(|| json!({ "id": wanted, "type": "ticket", "Subject": format!("[{wanted}]") }))
                    .into_iter()
                    .collect();
                return says(200, &json!({ "items": items }));
            }
            let body: Value = serde_json::from_str(&came.body).unwrap();
            let subject = body["Subject"].as_str().unwrap();
            let number = subject.trim_start_matches('[').split(']').next().unwrap();
            books.take(number.to_owned(), false).await
        }
    })
    .await;
    run(store, "request-tracker", receiver, &books, |_, number| {
        number.to_owned()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_ticket_arrives_once_at_a_helpdesk_that_knows_its_key() {
    with_keys(StoreKind::InFile).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_ticket_arrives_once_at_a_helpdesk_that_can_be_searched() {
    with_search(StoreKind::InFile).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_goes_in_order_and_gently() {
    drain(StoreKind::InFile).await;
}

/// With a PostgreSQL server, which `cargo xtask test` starts.
mod postgres {
    use super::{StoreKind, drain, with_keys, with_search};

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
    async fn two_relays_deliver_every_ticket_once_to_a_helpdesk_that_knows_its_key() {
        with_keys(StoreKind::OnServer).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
    async fn two_relays_deliver_every_ticket_once_to_a_helpdesk_that_can_be_searched() {
        with_search(StoreKind::OnServer).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "needs PostgreSQL: `cargo xtask test` starts one"]
    async fn what_waited_for_two_relays_goes_in_order_and_gently() {
        drain(StoreKind::OnServer).await;
    }
}
