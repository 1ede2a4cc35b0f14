//! Tickets wait while deliveries are paused.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::books::says;
use crate::relays::{Relays, StoreKind};
use crate::support::receiver::{Came, Receiver};
use crate::{number, print, send};

/// How many wait in the suite, before they are delivered.
const SHORT_BACKLOG: u32 = 200;

/// The most memory that a relay may have, in megabytes, however many wait.
const MOST_MEMORY: u64 = 200;

/// Tickets that wait while deliveries are paused, then go: none missing, none twice, each customer's in their
/// order, no faster than configured, and with no more memory than for a few.
pub(crate) async fn drain(store: StoreKind) {
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
