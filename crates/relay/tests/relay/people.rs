//! Who is to be reached, how long one waits, and appointments, over a stand-in of TMF646 (Appointment, version 4).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode as Status;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::{Timestamp, ToSpan as _};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{self, PROVIDER, Running, key, spawn, spawn_for, ticket, walked};

/// With a chat that nobody is in today.
const PEOPLE: &str = r#""people": [
  { "kind": "chat", "link": "https://chat.isp.example/", "contact": "chat", "cost": { "en": "free" }, "queue": "chat" },
  { "kind": "phone", "contact": "support", "cost": { "en": "free", "de": "kostenlos" }, "queue": "support" },
  { "kind": "phone", "contact": "accounts", "label": { "en": "Bills" }, "about": ["contract"] },
  { "kind": "mail", "contact": "accounts" } ],
  "contacts": { "chat": { "hours": { "DAY": "08:00-08:01" } },
    "accounts": { "phone": "01632 960170", "email": "accounts@isp.example", "replyWithin": "one day" },"#;

/// What an exchange and an appointment system say, and what was booked.
#[derive(Clone, Default)]
struct Others {
    queues: Arc<Mutex<Value>>,
    booked: Arc<Mutex<Vec<Value>>>,
    /// What is answered to whoever books, in place of what was booked.
    refuses: Arc<Mutex<Option<(u16, Value)>>>,
}

fn in_days(days: i64) -> Value {
    let at = |hours: i64| {
        let now = Timestamp::now().as_second() / 3600 * 3600;
        Timestamp::from_second(now + days * 86400 + hours * 3600)
            .unwrap()
            .to_string()
    };
    json!({ "id": days.to_string(), "validFor": { "startDateTime": at(0), "endDateTime": at(4) } })
}

impl Others {
    async fn spawn(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route(
                "/queues",
                get(async |State(others): State<Others>| {
                    let queues = others.queues.lock().unwrap().clone();
                    match queues.is_null() {
                        true => Err(Status::SERVICE_UNAVAILABLE),
                        false => Ok(Json(queues)),
                    }
                }),
            )
            .route(
                "/searchTimeSlot",
                post(
                    async |State(others): State<Others>, Json(wanted): Json<Value>| {
                        let span = &wanted["requestedTimeSlot"][0]["validFor"];
                        assert!(
                            span["startDateTime"].is_string() && span["endDateTime"].is_string()
                        );
                        let booked = others.booked.lock().unwrap();
                        let is_free = |slot: &Value| {
                            !booked.iter().any(|one| one["validFor"] == slot["validFor"])
                        };
                        let slots: Vec<Value> = [in_days(3), in_days(2), in_days(-1)]
                            .into_iter()
                            .filter(is_free)
                            .collect();
                        (Status::CREATED, Json(json!({ "availableTimeSlot": slots })))
                    },
                ),
            )
            .route(
                "/appointment",
                get(
                    async |State(others): State<Others>,
                           Query(asked): Query<BTreeMap<String, String>>| {
                        let booked = others.booked.lock().unwrap().clone();
                        let its = booked
                            .into_iter()
                            .filter(|one| one["externalId"] == asked["externalId"].as_str());
                        Json(its.collect::<Vec<Value>>())
                    },
                )
                .post(
                    async |State(others): State<Others>, Json(body): Json<Value>| {
                        if let Some((status, answer)) = others.refuses.lock().unwrap().clone() {
                            return (Status::from_u16(status).unwrap(), Json(answer));
                        }
                        others.booked.lock().unwrap().push(body.clone());
                        (Status::CREATED, Json(body))
                    },
                ),
            )
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

async fn reachable(others: &Others) -> Running {
    let address = others.spawn().await;
    // Two days from now: another day everywhere, whenever this runs.
    let day = (jiff::Zoned::now() + 2.days()).strftime("%a").to_string();
    let people = PEOPLE.replace("DAY", &day.to_lowercase());
    let provider = PROVIDER.replacen("\"contacts\": {", &people, 1);
    spawn_for(&provider, tempfile::tempdir().unwrap(), |config, _| {
        config.people.queues = Some(format!("{address}/queues"));
        config.people.every = Duration::from_millis(50);
        config.people.appointments = Some(address.clone());
        config.people.networks = vec!["127.0.0.1".parse().unwrap()];
    })
    .await
}

async fn people(relay: &Running, language: &str) -> Value {
    let asked = relay
        .get(&format!("/api/v1/people?language={language}"))
        .await;
    support::json(asked).await.1
}

#[tokio::test]
async fn a_provider_that_says_nothing_more_is_reached_by_its_support() {
    let relay = spawn().await;
    let people = people(&relay, "en").await;
    let ways = people["ways"].as_array().unwrap();
    assert_eq!(ways.len(), 1, "{people}");
    assert_eq!(ways[0]["kind"], "phone");
    assert_eq!(ways[0]["to"], "tel:08005550100");
    assert_eq!(ways[0]["shown"], "0800 555 0100");
    assert_eq!(ways[0]["open"], true);
    assert_eq!(people["zone"], "Europe/Berlin");
    assert_eq!(people["appointments"], false);
}

#[tokio::test]
async fn ways_are_told_with_hours_cost_and_how_long_one_waits() {
    let others = Others::default();
    *others.queues.lock().unwrap() =
        json!({ "queues": { "support": { "minutes": 4 }, "chat": { "minutes": 1 } } });
    let relay = reachable(&others).await;
    let mut told = Value::Null;
    for _ in 0..100 {
        told = people(&relay, "de").await;
        if told["ways"][1]["waiting"].is_object() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let ways = &told["ways"];
    assert_eq!(ways[1]["waiting"]["minutes"], 4, "{told}");
    assert_eq!(ways[1]["cost"], "kostenlos");
    assert_eq!(ways[0]["to"], "https://chat.isp.example/");
    assert_eq!(
        ways[0]["cost"], "free",
        "in another language rather than not at all"
    );
    // Nobody waits for a chat that is closed, although its queue is known.
    assert_eq!(ways[0]["open"], false, "{told}");
    assert_eq!(ways[0].get("waiting"), None, "{told}");
    let now = told["now"].as_u64().unwrap();
    let opens = ways[0]["opens"].as_u64().unwrap();
    assert!((now..now + 4 * 86_400_000).contains(&opens), "{told}");
    assert_eq!(ways[2]["about"], json!(["contract"]));
    assert_eq!(ways[3]["to"], "mailto:accounts@isp.example");
    assert_eq!(ways[3]["reply"], "one day");
    // The exchange goes away: the value stays, with its age.
    *others.queues.lock().unwrap() = Value::Null;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let gone = people(&relay, "de").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let later = people(&relay, "de").await;
    assert_eq!(later["ways"][1]["waiting"]["minutes"], 4);
    assert_eq!(later["ways"][1]["waiting"], gone["ways"][1]["waiting"]);
    let age = later["now"].as_u64().unwrap() - later["ways"][1]["waiting"]["at"].as_u64().unwrap();
    assert!((300..60_000).contains(&age), "{later}");
}

async fn slots(relay: &Running, token: &str, choice: Option<&Value>) -> (StatusCode, Value) {
    let url = relay.url("/api/v1/ticket/slots");
    let asked = match choice {
        None => relay.client.get(url),
        Some(choice) => relay
            .client
            .post(url)
            .header("content-type", "application/json")
            .body(choice.to_string()),
    };
    support::json(asked.bearer_auth(token).send().await.unwrap()).await
}

#[tokio::test]
async fn whoever_has_a_ticket_chooses_an_appointment_once() {
    let others = Others::default();
    let relay = reachable(&others).await;
    let (_, sent) = support::json(relay.post(&key(1), ticket(&walked())).await).await;
    let token = sent["token"].as_str().unwrap();
    let (status, shown) = slots(&relay, token, None).await;
    assert_eq!(status, StatusCode::OK, "{shown}");
    let free = shown["free"].as_array().unwrap();
    assert_eq!(free.len(), 2, "what is past is not offered: {shown}");
    assert!(
        free[0]["from"].as_u64() < free[1]["from"].as_u64(),
        "the earliest first"
    );
    let choice =
        |slot: &Value| json!({ "from": slot["from"], "until": slot["until"], "language": "en" });
    // What was never offered cannot be had.
    let odd = json!({ "from": 1, "until": 2, "language": "en" });
    let (status, refused) = slots(&relay, token, Some(&odd)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        refused["type"].as_str().unwrap().ends_with("/slot-gone"),
        "{refused}"
    );
    let (status, shown) = slots(&relay, token, Some(&choice(&free[0]))).await;
    assert_eq!(status, StatusCode::CREATED, "{shown}");
    assert_eq!(shown["booked"], free[0]);
    // A second press, or another tab, books nothing more.
    let (_, again) = slots(&relay, token, Some(&choice(&free[1]))).await;
    assert_eq!(again["booked"], free[0]);
    let booked = others.booked.lock().unwrap().clone();
    assert_eq!(booked.len(), 1);
    assert_eq!(booked[0]["externalId"], sent["number"]);
    assert_eq!(slots(&relay, token, None).await.1["booked"], free[0]);
    // The agent and the customer read it with the ticket.
    let asked = relay
        .client
        .get(relay.url("/api/v1/ticket"))
        .bearer_auth(token);
    let (_, followed) = support::json(asked.send().await.unwrap()).await;
    let said = followed["said"].as_array().unwrap();
    assert_eq!(said.len(), 1, "{followed}");
    assert!(
        said[0]["text"]
            .as_str()
            .unwrap()
            .starts_with("Appointment chosen: "),
        "{followed}"
    );
    // Nobody else's.
    assert_eq!(
        slots(&relay, &"A".repeat(43), None).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn what_is_not_booked_is_told_as_it_is() {
    let others = Others::default();
    let relay = reachable(&others).await;
    let (_, sent) = support::json(relay.post(&key(1), ticket(&walked())).await).await;
    let token = sent["token"].as_str().unwrap();
    let (_, shown) = slots(&relay, token, None).await;
    let slot = &shown["free"][0];
    let choice = json!({ "from": slot["from"], "until": slot["until"], "language": "en" });
    for (status, answer, told, kind) in [
        (409, json!({}), 409, "slot-gone"),
        (410, json!({}), 409, "slot-gone"),
        (404, json!({ "code": "60" }), 409, "slot-gone"),
        (201, json!({ "status": "rejected" }), 409, "slot-gone"),
        (201, json!({ "status": "cancelled" }), 409, "slot-gone"),
        // What is wrong between relay and system is not the customer's slot.
        (
            400,
            json!({ "reason": "no category" }),
            503,
            "no-appointments",
        ),
        (401, json!({}), 503, "no-appointments"),
        (403, json!({}), 503, "no-appointments"),
        (422, json!({}), 503, "no-appointments"),
        (500, json!({}), 503, "no-appointments"),
    ] {
        *others.refuses.lock().unwrap() = Some((status, answer.clone()));
        let (code, problem) = slots(&relay, token, Some(&choice)).await;
        assert_eq!(code.as_u16(), told, "{status} {answer}: {problem}");
        let its = problem["type"].as_str().unwrap();
        assert!(its.ends_with(kind), "{status} {answer}: {problem}");
    }
    let asked = relay
        .client
        .get(relay.url("/api/v1/ticket"))
        .bearer_auth(token);
    let (_, followed) = support::json(asked.send().await.unwrap()).await;
    assert_eq!(followed["said"], json!([]), "none of them is noted");
    // Another time than was asked for is what the customer is told.
    let other = json!({ "status": "confirmed", "validFor": in_days(5)["validFor"] });
    *others.refuses.lock().unwrap() = Some((201, other));
    let (code, shown) = slots(&relay, token, Some(&choice)).await;
    assert_eq!(code, StatusCode::CREATED, "{shown}");
    let days =
        (shown["booked"]["from"].as_u64().unwrap() - slot["from"].as_u64().unwrap()) / 3_600_000;
    assert_eq!(days, 3 * 24, "{shown}");
}

#[tokio::test]
async fn where_there_are_no_appointments_the_ticket_is_there_all_the_same() {
    let relay = spawn().await;
    let (_, sent) = support::json(relay.post(&key(1), ticket(&walked())).await).await;
    let (status, _) = slots(&relay, sent["token"].as_str().unwrap(), None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let provider = PROVIDER;
    let relay = spawn_for(provider, tempfile::tempdir().unwrap(), |config, _| {
        config.people.appointments = Some("http://127.0.0.1:9".to_owned());
        config.people.networks = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let (_, sent) = support::json(relay.post(&key(1), ticket(&walked())).await).await;
    let (status, refused) = slots(&relay, sent["token"].as_str().unwrap(), None).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{refused}");
}
