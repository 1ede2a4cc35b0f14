//! Tickets on their way to a helpdesk, here a webhook's receiver: a stand-in for what a provider has.

mod odd;
mod outage;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_relay::config::HelpdeskConfig;
use firstline_relay::store::deliveries::{Delivery, DeliveryState, Sent};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::stand_in::{Answer, Came, StandIn};
use crate::support::{self, Running, key, spawn_in, spawn_with, ticket, walked};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OLDER: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// A webhook, quick enough for tests.
pub fn webhook(url: &str) -> HelpdeskConfig {
    HelpdeskConfig {
        kind: Some("webhook".to_owned()),
        url: Some(url.to_owned()),
        secrets: vec![SECRET.into(), OLDER.into()],
        ..quick()
    }
}

/// Quick enough for tests, and on this machine.
pub fn quick() -> HelpdeskConfig {
    HelpdeskConfig {
        networks: vec!["127.0.0.0/8".parse().unwrap()],
        per_minute: 6000,
        timeout: Duration::from_secs(1),
        settle: Duration::from_millis(300),
        retry: Duration::from_millis(50),
        longest_retry: Duration::from_millis(400),
        ..HelpdeskConfig::default()
    }
}

/// A relay that delivers there.
pub async fn delivering(helpdesk: HelpdeskConfig) -> Running {
    spawn_with(|config, _| {
        config.helpdesk = helpdesk;
        config.tickets_per_minute = 0;
    })
    .await
}

/// Sends a ticket and gives its number.
pub async fn send(relay: &Running, number: u32, body: &Value) -> String {
    let answer = relay.post(&key(number), body).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let (_, answer) = support::json(answer).await;
    answer["number"].as_str().unwrap().to_owned()
}

/// A ticket of a customer of this name.
pub fn of(name: &str) -> Value {
    let mut body = ticket(&walked());
    body["contact"]["email"] = format!("{name}@isp.example").into();
    body
}

/// The delivery of this ticket, once this holds of it; fails after 15 s.
pub async fn until(relay: &Running, number: &str, holds: impl Fn(&Delivery) -> bool) -> Delivery {
    let store = relay.store().await;
    let mut last = None;
    for _ in 0..300 {
        last = store.deliveries(&[number]).await.unwrap().remove(number);
        if let Some(delivery) = last.as_ref().filter(|delivery| holds(delivery)) {
            return delivery.clone();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{number} ends as {last:?}");
}

pub fn arrived(delivery: &Delivery) -> bool {
    matches!(delivery.state, DeliveryState::Delivered { .. })
}

fn waits(delivery: &Delivery) -> bool {
    matches!(delivery.state, DeliveryState::Waiting(Some(_)))
}

fn dead(delivery: &Delivery) -> bool {
    matches!(delivery.state, DeliveryState::Dead(_))
}

fn ok(_: &Came, _: usize) -> Answer {
    Answer::Says(
        200,
        json!({ "number": 4711, "url": "https://crm.isp.example/4711" }),
    )
}

#[tokio::test]
async fn a_ticket_is_delivered_signed_by_every_secret() {
    let helpdesk = StandIn::new(ok).await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let number = send(&relay, 1, &of("sam")).await;
    let came = helpdesk.until(1).await.remove(0);
    assert_eq!(came.header("webhook-id"), key(1).trim_matches('"'));
    let body = came.json();
    assert_eq!(body["type"], "ticket.created");
    assert_eq!(body["data"]["number"], number);
    assert_eq!(body["data"]["severity"], "critical");
    assert_eq!(
        body["data"]["request"]["contact"]["email"],
        "sam@isp.example"
    );
    assert!(
        body["data"]["text"]
            .as_str()
            .unwrap()
            .starts_with(&format!("Ticket {number}\n"))
    );

    // By hand, as the standard says it: HMAC-SHA256 over id, time and body.
    let signatures: Vec<&str> = came.header("webhook-signature").split(' ').collect();
    assert_eq!(signatures.len(), 2);
    for (secret, signature) in [SECRET, OLDER].into_iter().zip(signatures) {
        let key = STANDARD
            .decode(secret.trim_start_matches("whsec_"))
            .unwrap();
        let mut signed = format!(
            "{}.{}.",
            came.header("webhook-id"),
            came.header("webhook-timestamp")
        )
        .into_bytes();
        signed.extend_from_slice(&came.bytes);
        let expected = format!("v1,{}", STANDARD.encode(hmac_sha256(&key, &signed)));
        assert_eq!(signature, expected);
    }

    let delivery = until(&relay, &number, arrived).await;
    let DeliveryState::Delivered { receipt, .. } = delivery.state else {
        unreachable!()
    };
    assert_eq!(receipt.number.as_deref(), Some("4711"));
    assert_eq!(
        receipt.link.as_deref(),
        Some("https://crm.isp.example/4711")
    );
}

/// RFC 2104, written out, so that the library is not its own judge.
fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let padded = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text);
    let inner = inner.finalize();
    let outer = Sha256::new().chain_update(padded(0x5c)).chain_update(inner);
    outer.finalize().to_vec()
}

#[tokio::test]
async fn lost_answers_are_repeated_with_the_same_key_and_the_same_ticket() {
    let helpdesk = StandIn::new(|_, before| match before {
        0 => Answer::Says(500, json!({ "error": "stored it, and then this" })),
        1 => Answer::Closes,
        2 => Answer::Late(Duration::from_secs(2), 200, json!({})),
        _ => Answer::Says(200, json!({})),
    })
    .await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let number = send(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    let came = helpdesk.came();
    assert_eq!(came.len(), 4);
    for again in &came {
        assert_eq!(again.header("webhook-id"), came[0].header("webhook-id"));
        assert_eq!(again.bytes, came[0].bytes);
    }
    // After each a helpdesk has time to settle.
    for pair in came.windows(2) {
        let apart = pair[1].at - pair[0].at;
        assert!(apart >= Duration::from_millis(300), "{apart:?}");
    }
}

#[tokio::test]
async fn a_customers_tickets_arrive_in_their_order_and_others_do_not_wait_for_them() {
    let helpdesk = StandIn::new(|came, _| {
        // Sam's first ticket takes three tries.
        let is_first = came.header("webhook-id").ends_with("01");
        match is_first && came.json()["data"]["test"] == false {
            true => Answer::With(429, ("retry-after", "0".to_owned()), String::new()),
            false => Answer::Says(200, json!({})),
        }
    })
    .await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let first = send(&relay, 1, &of("sam")).await;
    let second = send(&relay, 2, &of("SAM")).await;
    let other = send(&relay, 3, &of("kim")).await;
    until(&relay, &other, arrived).await;
    until(&relay, &first, |delivery| delivery.tries >= 3).await;
    let store = relay.store().await;
    let delivery = store
        .deliveries(&[&second])
        .await
        .unwrap()
        .remove(&second)
        .unwrap();
    assert_eq!(delivery.tries, 0, "{delivery:?}");
}

#[tokio::test]
async fn a_ticket_that_is_refused_waits_for_an_operator_who_tries_it_again() {
    let helpdesk = StandIn::new(|_, before| match before {
        0 => Answer::Says(422, json!({ "message": "no such queue" })),
        _ => Answer::Says(200, json!({})),
    })
    .await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let number = send(&relay, 1, &of("sam")).await;
    let second = send(&relay, 2, &of("sam")).await;
    let DeliveryState::Dead(said) = until(&relay, &number, dead).await.state else {
        unreachable!()
    };
    assert!(
        said.contains("422") && said.contains("no such queue"),
        "{said}"
    );
    until(&relay, &second, arrived).await;

    let store = relay.store_to_change().await;
    assert_eq!(store.redrive_all().await.unwrap(), 1);
    until(&relay, &number, arrived).await;
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.waiting, counts.delivered, counts.dead), (0, 2, 0));
}

#[tokio::test]
async fn an_address_inside_the_network_is_refused_unless_it_is_named() {
    let helpdesk = StandIn::new(ok).await;
    let inside = helpdesk.url.replace("127.0.0.1", "localhost");
    let relay = delivering(HelpdeskConfig {
        networks: vec!["10.9.9.9".parse().unwrap()],
        ..webhook(&inside)
    })
    .await;
    let number = send(&relay, 1, &of("sam")).await;
    let DeliveryState::Waiting(Some(said)) = until(&relay, &number, waits).await.state else {
        unreachable!()
    };
    assert!(said.contains("helpdesk.networks = ["), "{said}");
    assert!(helpdesk.came().is_empty());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = StandIn::new(ok).await;
    let to = other.url.clone();
    let helpdesk =
        StandIn::new(move |_, _| Answer::With(307, ("location", to.clone()), String::new())).await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let number = send(&relay, 1, &of("sam")).await;
    let DeliveryState::Waiting(Some(said)) = until(&relay, &number, waits).await.state else {
        unreachable!()
    };
    assert!(
        said.contains("307") && said.contains("leads elsewhere"),
        "{said}"
    );
    assert!(other.came().is_empty());
}

#[tokio::test]
async fn what_waited_when_the_relay_stopped_is_delivered_by_the_next_one() {
    let helpdesk = StandIn::new(|_, before| match before {
        0 => Answer::Says(429, json!({})),
        _ => Answer::Says(200, json!({})),
    })
    .await;
    let slow = HelpdeskConfig {
        retry: Duration::from_secs(3600),
        longest_retry: Duration::from_secs(3600),
        ..webhook(&helpdesk.url)
    };
    let relay = delivering(slow).await;
    let number = send(&relay, 1, &of("sam")).await;
    until(&relay, &number, waits).await;
    let data = relay.stop().await;
    let quick = webhook(&helpdesk.url);
    let relay = spawn_in(data, |config, _| config.helpdesk = quick).await;
    let store = relay.store_to_change().await;
    assert_eq!(
        store.redrive(number.parse().unwrap()).await.unwrap(),
        firstline_relay::store::deliveries::Redriven::Waits
    );
    until(&relay, &number, arrived).await;
}

#[tokio::test]
async fn a_ticket_that_is_erased_takes_its_delivery_with_it() {
    let helpdesk = StandIn::new(ok).await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let number = send(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    let store = relay.store_to_change().await;
    let erased = store.forget(number.parse().unwrap()).await.unwrap();
    assert!(erased.is_some());
    assert!(store.deliveries(&[&number]).await.unwrap().is_empty());
    assert_eq!(store.counts().await.unwrap().delivered, 0);
}

#[tokio::test]
async fn the_internet_learns_nothing_of_how_many_tickets_there_are() {
    let relay = spawn_with(|config, _| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let ask = async |from: &str| {
        let request = relay.client.get(relay.url("/metrics"));
        request
            .header("x-forwarded-for", from)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(ask("93.184.216.34").await, StatusCode::NOT_FOUND);
    assert_eq!(ask("10.0.0.7").await, StatusCode::OK);
}
