//! What is owed on a ticket: in the receipt, in the agent's text, and in the list of what falls due.

use jiff::Timestamp;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{self, PROVIDER, Running, key, spawn, spawn_for, ticket, walked};

/// What a provider says that owes an answer by the next day, and a repair by the second working day.
const DUTIES: &str = r#""workingDays": { "days": "mon-sun" }, "duties": [
  { "id": "noted", "by": { "hours": 0 }, "text": { "en": "Your report is noted." } },
  { "id": "mended", "by": { "workingDays": 2 }, "source": "Ofcom",
    "text": { "en": "If it is not mended by {when}, you get £10.34 a day.", "de": "Sonst ab {when} 5 €." } },
  { "id": "informed", "by": { "days": 1 }, "met": "answered", "text": { "en": "You hear from us by {when}." } },
  { "id": "billed", "by": { "hours": 2 }, "categories": ["billing"], "text": { "en": "Soon." } } ], "contacts""#;

async fn owing() -> Running {
    let provider = PROVIDER.replacen("\"contacts\"", DUTIES, 1);
    spawn_for(&provider, tempfile::tempdir().unwrap(), |_, _| {}).await
}

async fn send(relay: &Running, body: &Value) -> Value {
    let (status, answer) = support::json(relay.post(&key(1), body).await).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    answer
}

async fn due(relay: &Running, days: i64) -> Vec<String> {
    let before = Timestamp::now().as_millisecond() + days * 24 * 60 * 60 * 1000;
    let due = relay.store().await.due(before, 10).await.unwrap();
    due.into_iter().map(|due| due.duty).collect()
}

#[tokio::test]
async fn the_receipt_says_when_it_was_received_and_by_when_what_happens() {
    let relay = owing().await;
    let answer = send(&relay, &ticket(&walked())).await;
    let promises: Vec<&str> = answer["promises"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect();
    assert!(
        promises[0].starts_with("We received this on "),
        "{promises:?}"
    );
    assert_eq!(promises[1], "Your report is noted.");
    let ends = |text: &str, before: &str, after: &str| {
        text.starts_with(before) && text.ends_with(&format!(", 23:59{after}"))
    };
    assert!(
        ends(promises[2], "You hear from us by ", "."),
        "{promises:?}"
    );
    let (before, after) = ("If it is not mended by ", ", you get £10.34 a day.");
    assert!(ends(promises[3], before, after), "{promises:?}");
    assert_eq!(promises.len(), 4, "what is owed on bills is not owed here");
    // A repeat says the same, and so does whoever follows the ticket up.
    assert_eq!(send(&relay, &ticket(&walked())).await, answer);
    let asked = relay.client.get(relay.url("/api/v1/ticket"));
    let asked = asked.bearer_auth(answer["token"].as_str().unwrap());
    let (_, shown) = support::json(asked.send().await.unwrap()).await;
    assert_eq!(shown["promises"], answer["promises"]);
    // The agent reads it before anything else.
    let text = relay.tickets().await.remove(0).text;
    let line = text
        .lines()
        .find(|line| line.starts_with("To be mended by"))
        .unwrap();
    assert!(line.ends_with("23:59 (mended): Ofcom"), "{line}");
    assert!(text.contains("To be answered by"), "{text}");
    assert!(!text.contains("(noted)"), "it is done");
}

#[tokio::test]
async fn what_is_owed_falls_due_until_it_is_done() {
    let relay = owing().await;
    let answer = send(&relay, &ticket(&walked())).await;
    assert_eq!(
        due(&relay, 4).await,
        ["informed", "mended"],
        "the earliest first"
    );
    assert_eq!(due(&relay, 0).await, [""; 0], "nothing is late yet");
    let metrics = relay.get("/metrics").await.text().await.unwrap();
    assert!(
        metrics.contains("firstline_duties_due{state=\"late\"} 0"),
        "{metrics}"
    );
    // The provider answers.
    let number = answer["number"].as_str().unwrap();
    let heard = firstline_relay::store::following::Heard {
        name: "1".to_owned(),
        said: 1,
        text: "We are on it.".to_owned(),
    };
    let store = relay.store_to_change().await;
    store.hear(number, &[heard]).await.unwrap();
    assert_eq!(due(&relay, 4).await, ["mended"]);
    // The customer says that it works again.
    let noted = relay
        .client
        .post(relay.url("/api/v1/ticket/notes"))
        .bearer_auth(answer["token"].as_str().unwrap())
        .header("idempotency-key", key(2))
        .header("content-type", "application/json")
        .body(json!({ "format": 1, "solved": true }).to_string());
    assert_eq!(noted.send().await.unwrap().status(), StatusCode::CREATED);
    assert_eq!(due(&relay, 4).await, [""; 0]);
}

#[tokio::test]
async fn a_provider_without_duties_promises_nothing() {
    let relay = spawn().await;
    let answer = send(&relay, &ticket(&walked())).await;
    assert_eq!(answer.get("promises"), None, "{answer}");
    assert_eq!(due(&relay, 400).await, [""; 0]);
}
