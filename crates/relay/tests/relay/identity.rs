//! Who is signed in: the example of the book makes a token, the relay looks at it, and the agent reads that it is proved.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::StatusCode;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::support::{self, Running, key, spawn, spawn_with, ticket, walked};

const EXAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../examples/identity/sign.mjs"
);

/// A pair: the private half as PEM, and the public one as `identity.public_key`.
fn pair() -> (String, String) {
    // PKCS#8 version 1 (RFC 8410), as openssl writes it: a fixed head and 32 random bytes.
    let seed: [u8; 32] = ring::rand::generate(&SystemRandom::new()).unwrap().expose();
    let mut der = vec![
        0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
    ];
    der.extend(seed);
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        STANDARD.encode(der)
    );
    (pem, URL_SAFE_NO_PAD.encode(pair.public_key()))
}

async fn claim(relay: &Running, token: &str) -> (StatusCode, Value) {
    let asked = relay
        .client
        .post(relay.url("/api/v1/identity"))
        .header("content-type", "application/json")
        .body(json!({ "token": token }).to_string());
    support::json(asked.send().await.unwrap()).await
}

#[test]
fn the_example_in_the_book_is_the_one_that_is_tested() {
    let book = include_str!("../../../../docs/identity.md");
    let example = std::fs::read_to_string(EXAMPLE).unwrap();
    let shown = book
        .split("```js\n")
        .last()
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert!(example.contains(shown), "{shown}");
}

#[tokio::test]
async fn who_is_signed_in_is_proved_to_the_agent() {
    let (pem, public) = pair();
    let relay = spawn_with(|config, _| config.identity.public_key = Some(public)).await;
    let file = relay.data.path().join("portal.pem");
    std::fs::write(&file, pem).unwrap();
    let customer = r#"{ "number": "4711", "name": "Maria Zauberlicht", "email": "maria@zauberlicht.example", "planDown": 300 }"#;
    let mut node = Command::new("node");
    let token = support::printed(node.args([Path::new(EXAMPLE), &file]).arg(customer));
    let (status, identity) = claim(&relay, token.trim()).await;
    assert_eq!(status, StatusCode::OK, "{identity}");
    assert_eq!(identity["contact"]["account"], "4711");
    assert_eq!(identity["contact"]["email"], "maria@zauberlicht.example");
    assert_eq!(identity["facts"], json!({ "plan-down": 300 }));

    let mut body = ticket(&walked());
    body["identity"] = identity["proof"].clone();
    assert_eq!(
        relay.post(&key(1), &body).await.status(),
        StatusCode::CREATED
    );
    let stored = relay.tickets().await.remove(0);
    let text = &stored.text;
    assert!(
        text.contains("Signed in with you as customer 4711, which is proved"),
        "{text}"
    );
    // Who reads the ticket must not be able to send others in the customer's name.
    let proof = identity["proof"].as_str().unwrap();
    let delivered = firstline_relay::helpdesk::Delivery::of(&stored, "key");
    for shown in [text, &stored.request, &delivered.document().to_string()] {
        assert!(!shown.contains(proof), "{shown}");
    }
    assert_eq!(delivered.document()["request"]["identity"], "4711");
    // A ticket with a proof that proves nothing is stored all the same, and says so.
    body["identity"] = Value::from("NDcxMQ.9999999999999.AAAA");
    assert_eq!(
        relay.post(&key(2), &body).await.status(),
        StatusCode::CREATED
    );
    let text = relay.tickets().await.remove(0).text;
    assert!(text.contains("which is not proved"), "{text}");
    assert!(!text.contains("NDcxMQ.9999999999999.AAAA"), "{text}");
    let unproved = relay.tickets().await.remove(0);
    let request: Value = serde_json::from_str(&unproved.request).unwrap();
    assert_eq!(request.get("identity"), None, "nobody has proved anything");
    // Whoever asks to be forgotten is known by the number that was proved, though nobody typed it, and by one that was not.
    let store = relay.store_to_change().await;
    let found = store.tickets_of(None, Some("47-11")).await.unwrap();
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn what_is_no_token_is_refused_with_the_reason_and_keeps_nobody_from_help() {
    let (_, public) = pair();
    let relay = spawn_with(|config, _| config.identity.public_key = Some(public)).await;
    let (status, refused) = claim(&relay, "x.y.z").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(
        refused["type"]
            .as_str()
            .unwrap()
            .ends_with("/identity-unproved")
    );
    assert!(
        refused["detail"]
            .as_str()
            .unwrap()
            .starts_with("It is no JWT"),
        "{refused}"
    );
    // Where no key is set up, no token is believed.
    let relay = spawn().await;
    let (status, _) = claim(&relay, "eyJhbGciOiJIUzI1NiJ9.e30.AAAA").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}
