//! What a stand-in for a helpdesk has, and what it does with what it gets.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::response::Response;
use serde_json::{Value, json};

/// What a helpdesk of this kind has, and how often it did what.
#[derive(Clone, Default)]
pub(crate) struct Books(pub(crate) Arc<Mutex<Kept>>);

#[derive(Default)]
pub(crate) struct Kept {
    /// How often each ticket was stored, by what the helpdesk knows it by.
    pub(crate) tickets: BTreeMap<String, u32>,
    pub(crate) did: HashMap<&'static str, u32>,
    /// What happened to each ticket and when, for whoever looks for the cause of a double.
    history: Vec<(Instant, String, &'static str)>,
}

pub(crate) fn says(status: u16, body: &Value) -> Response {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

impl Kept {
    fn note(&mut self, name: &str, what: &'static str) {
        self.history.push((Instant::now(), name.to_owned(), what));
    }

    /// Those that were stored more often than once, each with all that happened to it, in milliseconds after this time.
    pub(crate) fn twice(&self, began: Instant) -> Vec<(&str, Vec<(u128, &str)>)> {
        let twice = self.tickets.iter().filter(|(_, times)| **times != 1);
        let history = |wanted: &str| {
            let of_it = self.history.iter().filter(|(_, name, _)| name == wanted);
            of_it
                .map(|(at, _, what)| (at.duration_since(began).as_millis(), *what))
                .collect()
        };
        twice
            .map(|(name, _)| (name.as_str(), history(name)))
            .collect()
    }
}

impl Books {
    fn did(&self, name: &str, what: &'static str) {
        let mut kept = self.0.lock().unwrap();
        *kept.did.entry(what).or_default() += 1;
        kept.note(name, what);
    }

    /// Stores a ticket; one that the helpdesk knows is not stored again if it looks at keys.
    fn store(&self, name: &str, looks: bool) {
        let mut kept = self.0.lock().unwrap();
        let times = kept.tickets.entry(name.to_owned()).or_default();
        if !looks || *times == 0 {
            *times += 1;
        }
        kept.note(name, "is stored");
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.lock().unwrap().tickets.contains_key(name)
    }

    /// Somebody searches for it.
    pub(crate) fn searched(&self, name: &str) -> bool {
        let has = self.has(name);
        let what = if has { "is found" } else { "is not found" };
        self.0.lock().unwrap().note(name, what);
        has
    }

    /// What this helpdesk does with a new ticket today.
    pub(crate) async fn take(&self, name: String, looks: bool) -> Response {
        let created = says(201, &json!({ "id": name }));
        match fastrand::u8(0..100) {
            0..50 => {
                self.did(&name, "stored it and said so");
                self.store(&name, looks);
                created
            }
            50..60 => {
                self.did(&name, "answered 503 and stored nothing");
                says(503, &json!({}))
            }
            60..70 => {
                self.did(&name, "stored it and answered 500");
                self.store(&name, looks);
                says(500, &json!({}))
            }
            70..80 => {
                self.did(&name, "stored it and broke off");
                self.store(&name, looks);
                // A body that fails ends the connection.
                let broken = [Ok("{"), Err(std::io::Error::other("it broke off"))];
                Response::builder()
                    .status(201)
                    .body(Body::from_stream(futures_util::stream::iter(broken)))
                    .unwrap()
            }
            80..90 => {
                self.did(&name, "stored it too late for an answer");
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
                self.did(&name, "refused for now with 429");
                says(429, &json!({}))
            }
        }
    }
}
