//! What programs meet: a field that nobody sees, and work in a burst.

use altcha::{Challenge, SolveChallengeOptions, solve_challenge};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{self, Running, key, spawn, spawn_with, ticket, walked};

fn bare(number: u32) -> String {
    key(number).trim_matches('"').to_owned()
}

async fn challenge(relay: &Running, number: u32) -> Option<Value> {
    let asked = relay
        .get(&format!("/api/v1/proof?key={}", bare(number)))
        .await;
    match asked.status() {
        StatusCode::NO_CONTENT => None,
        status => {
            assert_eq!(status, StatusCode::OK);
            Some(support::json(asked).await.1)
        }
    }
}

async fn prove(relay: &Running, number: u32, challenge: &Value, solution: &Value) -> StatusCode {
    let body = json!({ "key": bare(number), "challenge": challenge, "solution": solution });
    let sent = relay
        .client
        .post(relay.url("/api/v1/proof"))
        .header("content-type", "application/json")
        .body(body.to_string());
    sent.send().await.unwrap().status()
}

fn solved(challenge: &Value) -> Value {
    let challenge: Challenge = serde_json::from_value(challenge.clone()).unwrap();
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap();
    serde_json::to_value(solution.unwrap()).unwrap()
}

#[tokio::test]
async fn a_field_that_nobody_sees_marks_what_a_program_sent_and_loses_nothing() {
    let relay = spawn().await;
    let mut body = ticket(&walked());
    body["facts"] = json!({ "trap.website": "" });
    assert_eq!(
        relay.post(&key(1), &body).await.status(),
        StatusCode::CREATED
    );
    // As many facts as a form may have, and what a browser filled in.
    let facts = (0..20).map(|at| (format!("asked-{at}"), json!("yes")));
    body["facts"] = facts.collect();
    body["facts"]["trap.website"] = json!("https://spam.example");
    assert_eq!(
        relay.post(&key(2), &body).await.status(),
        StatusCode::CREATED
    );
    let tickets = relay.tickets().await;
    assert!(
        tickets[0]
            .unverified
            .as_ref()
            .unwrap()
            .starts_with("trapped"),
        "{tickets:?}"
    );
    assert_eq!(tickets[1].unverified, None);
    assert!(
        !tickets[0].words.contains("spam.example"),
        "the agent need not read it"
    );
}

#[tokio::test]
async fn in_a_burst_a_ticket_is_worth_some_work_and_none_is_lost() {
    let relay = spawn_with(|config, _| {
        config.tickets_per_minute = 1000;
        config.tickets_work_from_per_minute = 5;
    })
    .await;
    let body = ticket(&walked());
    assert_eq!(
        challenge(&relay, 1).await,
        None,
        "an ordinary day asks for nothing"
    );
    let mut refused = Vec::new();
    for number in 1..=8 {
        let answer = relay.post(&key(number), &body).await;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.headers().contains_key("retry-after"));
            let (_, problem) = support::json(answer).await;
            assert!(
                problem["type"].as_str().unwrap().ends_with("/work-wanted"),
                "{problem}"
            );
            refused.push(number);
        }
    }
    assert_eq!(refused, [6, 7, 8]);
    // What was stored before has its answer, whatever goes on.
    assert_eq!(
        relay.post(&key(1), &body).await.status(),
        StatusCode::CREATED
    );
    let asked = challenge(&relay, 6).await.unwrap();
    let solution = solved(&asked);
    // It is of this ticket alone, and nothing of it can be made easier.
    let mut easier = asked.clone();
    easier["parameters"]["cost"] = json!(1);
    let mut unsigned = asked.clone();
    unsigned["parameters"]
        .as_object_mut()
        .unwrap()
        .remove("keySignature");
    for (number, challenge, solution) in [
        (7, &asked, &solution),
        (6, &easier, &solution),
        (6, &unsigned, &solution),
        (6, &asked, &json!({ "counter": 1, "derivedKey": "00" })),
    ] {
        assert_eq!(
            prove(&relay, number, challenge, solution).await,
            StatusCode::BAD_REQUEST
        );
    }
    assert_eq!(
        relay.post(&key(6), &body).await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        prove(&relay, 6, &asked, &solution).await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        relay.post(&key(6), &body).await.status(),
        StatusCode::CREATED
    );
    assert_eq!(challenge(&relay, 6).await, None, "it is done");
}

#[tokio::test]
async fn the_browsers_side_finds_what_the_relay_takes() {
    let relay = spawn_with(|config, _| {
        config.tickets_per_minute = 1000;
        config.tickets_work_from_per_minute = 1;
    })
    .await;
    for number in 1..=3 {
        relay.post(&key(number), ticket(&walked())).await;
    }
    let asked = challenge(&relay, 3).await.unwrap();
    // Node has the same `crypto.subtle` as browsers.
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../embed/work.js");
    let code = format!(
        "const {{ solve }} = await import({script:?}); console.log(JSON.stringify(await solve({asked})));"
    );
    let mut node = std::process::Command::new("node");
    let solved = support::printed(node.args(["--input-type=module", "-e", &code]));
    let solution: Value = serde_json::from_str(&solved).unwrap();
    assert_eq!(
        prove(&relay, 3, &asked, &solution).await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        relay.post(&key(3), ticket(&walked())).await.status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn customers_who_share_an_address_are_asked_for_work_and_not_refused() {
    const CUSTOMERS: u32 = 200;
    // As it is set up by nobody.
    let relay = spawn().await;
    let body = ticket(&walked());
    let store = relay.store_to_change().await;
    let mut worked = 0;
    for number in 1..=CUSTOMERS {
        let status = relay.get("/api/v1/status?area=22767").await;
        assert_eq!(status.status(), StatusCode::OK);
        let mut answer = relay.post(&key(number), &body).await;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            let (_, problem) = support::json(answer).await;
            assert_eq!(
                problem["type"], "/problems/work-wanted",
                "customer {number}"
            );
            let asked = challenge(&relay, number).await.unwrap();
            match worked {
                0 => {
                    let solution = solved(&asked);
                    let taken = prove(&relay, number, &asked, &solution).await;
                    assert_eq!(taken, StatusCode::NO_CONTENT);
                }
                // The others' work would take minutes here.
                _ => store.prove(&bare(number), 0).await.unwrap(),
            }
            answer = relay.post(&key(number), &body).await;
            worked += 1;
        }
        assert_eq!(answer.status(), StatusCode::CREATED, "customer {number}");
    }
    assert!(worked > 0, "nobody was suspicious");
    assert_eq!(store.newest(1000).await.unwrap().len(), 200);
    store.close().await;
}
