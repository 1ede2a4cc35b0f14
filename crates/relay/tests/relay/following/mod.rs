//! A customer follows a ticket up: sees how far it is, adds to it, and says that it works again.

mod family;
mod helpdesk;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use firstline_relay::config::HelpdeskConfig;
use firstline_relay::store::deliveries::DeliveryState;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::outbox::{arrived, delivering, of, quick, send, until, webhook};
use crate::stand_in::{Answer, StandIn};
use crate::support::{self, Running, key, spawn, spawn_with, ticket, walked};

/// A relay that delivers to this Zammad, and may ask it so often how far it is.
async fn relay_asking(helpdesk: &StandIn, follow: Duration) -> Running {
    delivering(HelpdeskConfig {
        kind: Some("zammad".to_owned()),
        url: Some(helpdesk.url.clone()),
        secrets: vec!["s3cret".into()],
        queue: Some("Users".to_owned()),
        requester: Some("nobody@isp.example".to_owned()),
        follow: Some(follow),
        ..quick()
    })
    .await
}

/// Sends a ticket and gives its number and its token.
async fn opened(relay: &Running, number: u32, body: &Value) -> (String, String) {
    let (status, answer) = support::json(relay.post(&key(number), body).await).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("number"), text("token"))
}

async fn ask(relay: &Running, token: &str) -> (StatusCode, Value) {
    let asked = relay.client.get(relay.url("/api/v1/ticket"));
    support::json(asked.bearer_auth(token).send().await.unwrap()).await
}

async fn add(relay: &Running, token: &str, number: u32, body: Value) -> (StatusCode, Value) {
    post(relay, "/api/v1/ticket/notes", token, number, &body).await
}

/// Sends this from the browser that holds this token.
async fn post(
    relay: &Running,
    path: &str,
    token: &str,
    number: u32,
    body: &Value,
) -> (StatusCode, Value) {
    let asked = relay.client.post(relay.url(path)).bearer_auth(token);
    let asked = asked
        .header("idempotency-key", key(number))
        .header("content-type", "application/json")
        .body(body.to_string());
    support::json(asked.send().await.unwrap()).await
}

fn note(text: &str, solved: bool) -> Value {
    json!({ "format": 1, "text": text, "solved": solved })
}

#[tokio::test]
async fn a_ticket_opens_with_its_token_and_with_nothing_else() {
    let relay = spawn().await;
    let (number, token) = opened(&relay, 1, &ticket(&walked())).await;
    let (other, others) = opened(&relay, 2, &of("kim")).await;
    assert_ne!(token, others);
    let (status, shown) = ask(&relay, &token).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(shown["number"], number);
    assert_eq!(shown["stage"], "received");
    assert_eq!(shown["said"], json!([]));
    assert_eq!(ask(&relay, &others).await.1["number"], other);
    let wrong = "A".repeat(43);
    for token in [
        &*wrong,
        "",
        "short",
        &number,
        &token[1..],
        &token.to_lowercase(),
    ] {
        let (status, problem) = ask(&relay, token).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{token}");
        assert_eq!(problem["type"], "/problems/token-opens-nothing");
    }
    let bare = relay.get("/api/v1/ticket").await;
    assert_eq!(bare.status(), StatusCode::UNAUTHORIZED);

    // Nothing in the store opens anything.
    if support::is_on_a_server() {
        return;
    }
    let data = relay.data.path().join("data");
    for name in ["firstline.sqlite", "firstline.sqlite-wal"] {
        let bytes = std::fs::read(data.join(name)).unwrap();
        let has = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        assert!(!has(&token) && !has(&others), "{name}");
    }
}

#[tokio::test]
async fn a_repeated_ticket_gets_the_same_token_and_none_where_tickets_do_not_open() {
    let relay = spawn().await;
    let body = ticket(&walked());
    let first = relay.post(&key(1), &body).await.text().await.unwrap();
    let again = relay.post(&key(1), &body).await.text().await.unwrap();
    assert_eq!(first, again);
    let token: Value = serde_json::from_str(&first).unwrap();
    let token = token["token"].as_str().unwrap().to_owned();
    let mut config = relay.config.clone();
    config.follow.days = 0;
    let provider =
        firstline_relay::Provider::read(support::PROVIDER, std::path::Path::new("p")).unwrap();
    let site = support::site(support::GUIDE);
    relay.current.replace(config, site, provider).await;
    assert_eq!(ask(&relay, &token).await.0, StatusCode::UNAUTHORIZED);
    let (_, answer) = support::json(relay.post(&key(1), &body).await).await;
    assert_eq!(answer.get("token"), None, "{answer}");
}

#[tokio::test]
async fn what_a_customer_adds_reaches_the_helpdesk_behind_the_ticket_and_once() {
    // The ticket itself takes three tries.
    let helpdesk = StandIn::new(|_, before| match before {
        0 | 1 => Answer::Says(429, json!({})),
        _ => Answer::Says(200, json!({ "number": 4711 })),
    })
    .await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    let (status, shown) = add(
        &relay,
        &token,
        11,
        note("The lamp\nblinks \u{1b}[31mred", false),
    )
    .await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(shown["said"][0]["by"], "customer");
    assert_eq!(shown["said"][0]["text"], "The lamp\nblinks [31mred");
    let again = add(
        &relay,
        &token,
        11,
        note("The lamp\nblinks \u{1b}[31mred", false),
    )
    .await;
    assert_eq!(again.0, StatusCode::CREATED);
    assert_eq!(again.1["said"].as_array().unwrap().len(), 1);
    let (status, problem) = add(&relay, &token, 11, note("something else", false)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");

    let came = helpdesk.until(4).await;
    let events: Vec<Value> = came.iter().map(|came| came.json()).collect();
    let kinds: Vec<&str> = events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "ticket.created",
            "ticket.created",
            "ticket.created",
            "ticket.noted"
        ]
    );
    let data = &events[3]["data"];
    assert_eq!(
        (&data["number"], &data["helpdesk"]),
        (&json!(number), &json!("4711"))
    );
    let text = data["text"].as_str().unwrap();
    assert!(
        text.ends_with("The customer adds:\n\nThe lamp\nblinks [31mred\n"),
        "{text}"
    );
    assert_eq!(came[3].header("webhook-id"), key(11).trim_matches('"'));

    let (_, shown) = add(&relay, &token, 12, note("", true)).await;
    assert_eq!(shown["stage"], "solved");
    assert_eq!(helpdesk.until(5).await[4].json()["data"]["solved"], true);
}

#[tokio::test]
async fn a_note_that_is_none_is_refused_and_there_is_an_end_to_them() {
    let relay = spawn_with(|config, _| config.tickets_per_minute = 0).await;
    let (_, token) = opened(&relay, 1, &ticket(&walked())).await;
    for (body, place) in [
        (note("", false), "/text"),
        (note(" \u{200b}\n", false), "/text"),
        (note(&"a".repeat(4001), false), "/text"),
        (json!({ "format": 2, "text": "a" }), "/format"),
        (json!({ "format": 1, "text": 7 }), "/text"),
        (json!({ "format": 1, "text": "a", "html": "a" }), "/html"),
    ] {
        let (status, problem) = add(&relay, &token, 20, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
        assert!(
            problem["pointer"]
                .as_str()
                .unwrap_or_default()
                .starts_with(place.trim_end_matches("/html")),
            "{problem}"
        );
    }
    for number in 0..50 {
        let (status, _) = add(&relay, &token, 100 + number, note("again", false)).await;
        assert_eq!(status, StatusCode::CREATED, "{number}");
    }
    let (status, problem) = add(&relay, &token, 200, note("again", false)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(problem["type"], "/problems/too-many-notes");
}

#[tokio::test]
async fn a_second_ticket_of_the_same_problem_is_a_note_on_the_first() {
    let helpdesk = StandIn::new(|_, _| Answer::Says(200, json!({ "number": 4711 }))).await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    let post = async |number: u32, token: &str, body: &Value| {
        post(&relay, "/api/v1/tickets", token, number, body).await
    };
    let (status, second) = post(2, &token, &of("sam")).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(
        (&second["number"], &second["token"]),
        (&json!(number), &json!(token))
    );
    let came = helpdesk.until(2).await;
    let event = came[1].json();
    assert_eq!(event["type"], "ticket.noted");
    assert_eq!(event["data"]["number"], number);
    let text = event["data"]["text"].as_str().unwrap();
    assert!(
        text.contains("reports the same problem again") && text.contains("== Contact =="),
        "{text}"
    );
    // Sent again, it gets the same answer, whoever sends it.
    assert_eq!(
        relay.post(&key(2), of("sam")).await.text().await.unwrap(),
        second.to_string()
    );

    // What is typed into a form proves nothing, nor does the token of another.
    let third = send(&relay, 3, &of("sam")).await;
    assert_ne!(third, number);
    let (_, fourth) = post(4, &"A".repeat(43), &of("sam")).await;
    assert_ne!(fourth["number"], number);
    // What is over is not gone on with.
    add(&relay, &token, 11, note("", true)).await;
    let (_, fifth) = post(5, &token, &of("sam")).await;
    assert_ne!(fifth["number"], number);
    let store = relay.store().await;
    let delivered = store
        .deliveries(&[&third])
        .await
        .unwrap()
        .remove(&third)
        .unwrap();
    assert!(!matches!(delivered.state, DeliveryState::Dead(_)));
}

/// Sends a ticket again from the browser that holds this token.
async fn send_again(relay: &Running, number: u32, token: &str, body: &Value) -> Value {
    let (status, answer) = post(relay, "/api/v1/tickets", token, number, body).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    answer
}

/// A figure of the page on feedback, as rows.
async fn figure(relay: &Running, name: &str) -> Vec<Value> {
    let path = relay.url(&format!("/insights/feedback/{name}.json"));
    let asked = relay.client.get(path).bearer_auth("0123456789abcdef");
    let (status, figure) = support::json(asked.send().await.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    figure["rows"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_solved_ticket_asks_its_customer_once_and_counts_once() {
    let relay = spawn_with(|config, site| {
        config.insights.secrets = vec!["0123456789abcdef".into()];
        config.insights.per_minute = 0;
        config.tickets_per_minute = 0;
        site.features = vec![
            serde_json::from_value(json!({
                "id": "night", "name": { "en": "Help at night" },
                "functional": { "en": "If help is there at night?" }, "dysfunctional": { "en": "If it is not?" }
            }))
            .unwrap(),
        ];
    })
    .await;
    let say = async |token: &str, body: Value| -> StatusCode {
        let asked = relay
            .client
            .post(relay.url("/api/v1/ticket/feedback"))
            .bearer_auth(token);
        let asked = asked
            .header("content-type", "application/json")
            .body(body.to_string());
        asked.send().await.unwrap().status()
    };
    let asks = json!({ "format": 1, "asks": "night" });
    for customer in 0..6_u32 {
        let (_, token) = opened(&relay, customer, &ticket(&walked())).await;
        // Nobody is asked before it is solved.
        assert_eq!(ask(&relay, &token).await.1.get("asks"), None);
        assert_eq!(say(&token, asks.clone()).await, StatusCode::BAD_REQUEST);
        let (_, shown) = add(&relay, &token, 100 + customer, note("", true)).await;
        assert_eq!(shown["asks"], true, "{shown}");
        // What was not asked is not counted.
        let all = json!({ "format": 1, "helped": true, "easy": 4,
            "pair": { "functional": "like", "dysfunctional": "dislike" } });
        assert_eq!(say(&token, all.clone()).await, StatusCode::NO_CONTENT);
        assert_eq!(say(&token, asks.clone()).await, StatusCode::NO_CONTENT);
        assert_eq!(ask(&relay, &token).await.1.get("asks"), None, "asked twice");
        for _ in 0..3 {
            assert_eq!(say(&token, all.clone()).await, StatusCode::NO_CONTENT);
        }
        for bad in [
            json!({ "format": 2 }),
            json!({ "format": 1, "easy": 6 }),
            json!({ "format": 1, "asks": "no-such-feature" }),
            json!({ "format": 1, "pair": { "functional": "like", "dysfunctional": "<b>" } }),
            json!({ "format": 1, "name": "Sam" }),
        ] {
            assert_eq!(
                say(&token, bad.clone()).await,
                StatusCode::BAD_REQUEST,
                "{bad}"
            );
        }
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let helped = figure(&relay, "solved-helped").await;
    assert_eq!(
        (&helped[0]["answer"], helped[0]["customers"].as_u64()),
        (&json!("yes"), Some(6))
    );
    let easy = figure(&relay, "solved-easy").await;
    assert_eq!(easy[3]["customers"], 6, "{easy:?}");
    let slice = firstline_relay::store::insights::Slice {
        from: 0,
        to: i64::MAX,
        ..Default::default()
    };
    let pairs = relay.store().await.pairs(&slice).await.unwrap();
    assert_eq!(
        (pairs.len(), pairs[0].customers, &*pairs[0].feature),
        (1, 6, "night")
    );
    // It is joined to the version and the step that it came from.
    let narrow = relay.url("/insights/feedback/solved-easy.json?guide=no-internet&version=none");
    let asked = relay
        .client
        .get(narrow)
        .bearer_auth("0123456789abcdef")
        .send()
        .await
        .unwrap();
    let (_, none) = support::json(asked).await;
    assert_eq!(none["rows"][3]["customers"], 0, "{none}");
}

#[tokio::test]
async fn who_cannot_be_told_by_the_helpdesk_is_not_told_that_nobody_has_answered() {
    let helpdesk = StandIn::new(|_, _| Answer::Says(200, json!({ "number": 4711 }))).await;
    let relay = delivering(webhook(&helpdesk.url)).await;
    let (number, token) = opened(&relay, 1, &of("sam")).await;
    until(&relay, &number, arrived).await;
    let shown = ask(&relay, &token).await.1;
    assert_eq!(
        (&shown["stage"], &shown["elsewhere"]),
        (&json!("received"), &json!(true))
    );
    assert_eq!(shown["asked"], Value::Null, "it was never asked");
    // Where there is no helpdesk at all, too.
    let alone = spawn().await;
    let (_, others) = opened(&alone, 1, &of("sam")).await;
    assert_eq!(ask(&alone, &others).await.1["elsewhere"], true);

    // An operator says it by hand.
    let store = relay.store_to_change().await;
    let named: firstline_relay::number::Number = number.parse().unwrap();
    let says = async |text: &str, solved: bool| store.answer(named, text, solved, 7).await.unwrap();
    assert_eq!(says("A technician comes.", false).await, Some(true));
    let shown = ask(&relay, &token).await.1;
    assert_eq!(shown["stage"], "working");
    assert_eq!(
        shown["said"],
        json!([{ "by": "provider", "at": 7, "text": "A technician comes." }])
    );
    assert_eq!(says("", true).await, Some(true));
    assert_eq!(ask(&relay, &token).await.1["stage"], "solved");
    // The customer knows better.
    let (status, shown) = add(&relay, &token, 5, note("No, it does not.", false)).await;
    assert_eq!(
        (status, &shown["stage"]),
        (StatusCode::CREATED, &json!("working"))
    );
    let nobody = "F-0000-0000".parse().unwrap_or(named);
    if nobody != named {
        assert_eq!(store.answer(nobody, "a", false, 7).await.unwrap(), None);
    }
    store.close().await;
}
