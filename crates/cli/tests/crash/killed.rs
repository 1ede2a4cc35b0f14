//! Relays and helpdesk are killed while tickets come and go.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::books::{Books, says};
use crate::relays::{Relays, StoreKind};
use crate::support::receiver::{Came, Receiver};
use crate::{number, print, send};

/// How many tickets in the suite.
const SHORT: u32 = 24;

/// At a helpdesk that knows a repeated key.
pub(crate) async fn with_keys(store: StoreKind) {
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
pub(crate) async fn with_search(store: StoreKind) {
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
                    .searched(&wanted)
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
    while Instant::now() < limit && missing() > 0 {
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    // To ask takes a process: not before there is something to hear.
    let mut waiting = relays.helpdesk(&["status"]);
    while Instant::now() < limit && !waiting.contains("     0 wait\n") {
        tokio::time::sleep(Duration::from_secs(1)).await;
        waiting = relays.helpdesk(&["status"]);
    }
    let missing = missing();
    let kept = books.0.lock().unwrap();
    let twice = kept.twice(began);
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
    assert!(twice.is_empty(), "{twice:#?}");
}
