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

mod books;
mod drained;
mod killed;
#[path = "../../../relay/tests/relay/own_database.rs"]
mod own_database;
mod relays;
#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use drained::drain;
use killed::{with_keys, with_search};
use relays::StoreKind;
use serde_json::{Value, json};

/// A number that the environment may make larger.
fn number(variable: &str, short: u32) -> u32 {
    std::env::var(variable).map_or(short, |number| number.parse().unwrap())
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
