//! Tickets under load, while the relay is killed again and again and its helpdesk does everything that
//! a helpdesk must not do. Each ticket that was answered with 201 must be there, and none twice.
//!
//! The helpdesks are stand-ins: one that knows a repeated key, as a webhook's receiver should, and one
//! that must be searched, by the interface of Request Tracker. `FIRSTLINE_CRASH_TICKETS` makes it longer.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

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

/// A relay that is killed and started again on the same port.
struct Relay {
    place: Place,
    port: u16,
    child: Child,
}

impl Relay {
    fn start(place: &Place, port: u16) -> Child {
        firstline(place.path())
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn kill(&mut self) {
        // SIGKILL: nothing is tidied up.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.child = Relay::start(&self.place, self.port);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a ticket as a widget does: with one key, until it is answered. Gives its number.
async fn send(client: reqwest::Client, port: u16, key: u32) -> String {
    let key = format!("00000000-0000-4000-8000-{key:012}");
    let body = json!({
        "format": 1,
        "contact": { "name": "Maria", "email": format!("maria{}@isp.example", fastrand::u8(0..20)) },
        "consent": { "id": "support-ticket", "version": "1", "at": 1_795_345_200_000_u64 },
        "trail": { "format": 1, "guide": "no-internet" },
    });
    loop {
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

/// Runs it against this kind of helpdesk; `name` says what a stored ticket goes by.
async fn run(kind: &str, url: &str, books: &Books, name: impl Fn(u32, &str) -> String) {
    let count = std::env::var("FIRSTLINE_CRASH_TICKETS");
    let count = count.map_or(SHORT, |count| count.parse().unwrap());
    let place = Place::new();
    place.write("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    place.append(
        "firstline.toml",
        &format!(
            "[tickets]\nper_minute = 0\n[helpdesk]\nkind = \"{kind}\"\nurl = \"{url}\"\nqueue = \"General\"\n\
             token_file = \"secret\"\nnetworks = [\"127.0.0.1\"]\nper_minute = 6000\nat_once = 4\n\
             timeout_seconds = 1\nsettle_seconds = 4\nretry_seconds = 1\nmost_retry_minutes = 1\n\
             follow_minutes = 0\n"
        ),
    );
    let port = free_port();
    let child = Relay::start(&place, port);
    let mut relay = Relay { place, port, child };
    let began = Instant::now();
    let client = reqwest::Client::new();
    let senders: Vec<_> = (0..count)
        .map(|key| {
            let client = client.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(fastrand::u64(
                    0..u64::from(count) * 200,
                )))
                .await;
                (key, send(client, port, key).await)
            })
        })
        .collect();
    // Some while tickets come, some while they go.
    let kills = 4 + count / 20;
    for _ in 0..kills {
        tokio::time::sleep(Duration::from_millis(fastrand::u64(1500..4000))).await;
        relay.kill();
    }
    let mut expected = Vec::new();
    for sender in senders {
        let (key, number) = sender.await.unwrap();
        expected.push(name(key, &number));
    }
    let accepted = began.elapsed();
    let limit = Instant::now() + Duration::from_secs(240 + u64::from(count) * 4);
    loop {
        let missing = expected.iter().filter(|name| !books.has(name)).count();
        let waiting = {
            let output = firstline(relay.place.path())
                .args(["helpdesk", "status"])
                .output()
                .unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        if missing == 0 && waiting.contains("     0 wait\n") {
            assert!(waiting.contains("     0 were given up"), "{waiting}");
            break;
        }
        assert!(
            Instant::now() < limit,
            "{missing} of {count} are not there: {waiting}"
        );
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let kept = books.0.lock().unwrap();
    let twice: Vec<_> = kept
        .tickets
        .iter()
        .filter(|(_, times)| **times != 1)
        .collect();
    println!(
        "{kind}: {count} tickets accepted in {:.0} s and arrived in {:.0} s over {kills} kills; the helpdesk {:?}; \
         {} twice",
        accepted.as_secs_f32(),
        began.elapsed().as_secs_f32(),
        kept.did,
        twice.len()
    );
    assert_eq!(
        kept.tickets.len(),
        expected.len(),
        "there is one that nobody sent"
    );
    assert!(twice.is_empty(), "{twice:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_ticket_arrives_once_at_a_helpdesk_that_knows_its_key() {
    let books = Books::default();
    let taking = books.clone();
    let receiver = Receiver::new(move |came: Came| {
        let books = taking.clone();
        async move { books.take(came.key, true).await }
    })
    .await;
    run("webhook", &receiver.url, &books, |key, _| {
        format!("00000000-0000-4000-8000-{key:012}")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_ticket_arrives_once_at_a_helpdesk_that_can_be_searched() {
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
    run("request-tracker", &receiver.url, &books, |_, number| {
        number.to_owned()
    })
    .await;
}
