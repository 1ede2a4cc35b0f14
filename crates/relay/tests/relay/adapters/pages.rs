//! Lists of helpdesks that come in pages, and times that they write without a zone.

use axum::http::Uri;
use firstline_relay::config::HelpdeskConfig;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{delivery, with_a_ticket};
use crate::outbox::quick;
use crate::stand_in::{Answer, Came, StandIn};

fn config(kind: &str, url: &str) -> HelpdeskConfig {
    HelpdeskConfig {
        kind: Some(kind.to_owned()),
        url: Some(url.to_owned()),
        secrets: vec!["s3cret".into()],
        queue: Some(if kind == "jira" { "1/2" } else { "3" }.to_owned()),
        requester: Some("nobody@isp.example".to_owned()),
        ..quick()
    }
}

fn asked(came: &Came, name: &str) -> Option<usize> {
    let uri: Uri = came.uri.parse().unwrap();
    let pairs = uri.query()?.split('&');
    let value = pairs.into_iter().find_map(|pair| {
        let (own, value) = pair.split_once('=')?;
        (own == name).then_some(value)
    })?;
    Some(value.split('-').next().unwrap().parse().unwrap())
}

/// One of 250 answers of agents.
fn answer(number: usize) -> Value {
    json!({
        "id": number, "public": true, "private": false, "incoming": false, "is_private": 0,
        "body": format!("answer {number}"), "body_text": format!("answer {number}"), "content": format!("answer {number}"),
        "author": { "accountId": "agent" }, "created": { "epochMillis": 1_795_348_800_000_i64 },
        "created_at": "2026-11-22T12:00:00Z", "date": "2026-11-22 12:00:00",
    })
}

const ALL: usize = 250;

#[tokio::test]
async fn all_answers_of_a_long_ticket_are_read() {
    for kind in ["freshdesk", "jira", "glpi"] {
        let helpdesk = StandIn::new(|came, _| {
            let path = came.uri.split('?').next().unwrap();
            let page = |from: usize| -> Vec<Value> { (from..ALL.min(from + 100)).map(answer).collect() };
            if path.ends_with("/conversations") {
                let from = (asked(came, "page").unwrap_or(1) - 1) * 100;
                return Answer::Says(200, page(from).into());
            }
            if path.ends_with("/comment") {
                let from = asked(came, "start").unwrap_or(0);
                let page = page(from);
                let is_last = from + page.len() >= ALL;
                return Answer::Says(200, json!({ "values": page, "isLastPage": is_last }));
            }
            if path.ends_with("/ITILFollowup") {
                let from = asked(came, "range").unwrap_or(0);
                if from >= ALL {
                    return Answer::Says(400, json!(["ERROR_RANGE_EXCEED_TOTAL", "Provided range exceed total count"]));
                }
                let page = page(from);
                let range = format!("{from}-{}/{ALL}", from + page.len() - 1);
                return Answer::With(206, ("content-range", range), Value::from(page).to_string());
            }
            Answer::Says(200, json!({ "id": 7, "status": 2, "session_token": "s", "reporter": { "accountId": "m" },
                "currentStatus": { "status": "Open", "statusCategory": "NEW" } }))
        })
        .await;
        let (helpdesk, receipt) = with_a_ticket(HelpdeskConfig {
            user: Some("agent@isp.example".to_owned()),
            ..config(kind, &helpdesk.url)
        });
        let progress = helpdesk.progress(&receipt).await.unwrap().unwrap();
        assert_eq!(progress.heard.len(), ALL, "{kind}");
        assert_eq!(progress.heard[ALL - 1].text, "answer 249", "{kind}");
    }
}

#[tokio::test]
async fn a_list_that_never_ends_is_left() {
    let jira = StandIn::new(|came, _| match came.uri.contains("/comment") {
        true => Answer::Says(200, json!({ "values": [answer(1)], "isLastPage": false })),
        false => Answer::Says(
            200,
            json!({ "currentStatus": { "statusCategory": "DONE" } }),
        ),
    })
    .await;
    let (helpdesk, receipt) = with_a_ticket(config("jira", &jira.url));
    let progress = helpdesk.progress(&receipt).await.unwrap().unwrap();
    assert!(progress.closed && progress.heard.is_empty(), "{progress:?}");
    assert_eq!(jira.came().len(), 51);
}

#[tokio::test]
async fn freshdesk_is_searched_behind_the_first_page_and_no_further_than_the_ticket_is_old() {
    for (own, created, found, pages) in [
        (150, "2026-11-22T12:00:00Z", true, 2),
        (5, "2026-11-22T12:00:00Z", true, 1),
        // All of the first page is from before the ticket was sent.
        (150, "2026-11-22T09:00:00Z", false, 1),
    ] {
        let freshdesk = StandIn::new(move |came, _| {
            if came.method != "GET" {
                return Answer::Says(201, json!({ "id": 999 }));
            }
            let page = asked(came, "page").unwrap_or(1);
            let subject = |at: usize| match at == own {
                true => delivery().subject(),
                false => "another's".to_owned(),
            };
            let all = ((page - 1) * 100..page * 100).filter(|at| *at < 170);
            let all =
                all.map(|at| json!({ "id": at, "subject": subject(at), "created_at": created }));
            Answer::Says(200, all.collect())
        })
        .await;
        let (helpdesk, _) = with_a_ticket(config("freshdesk", &freshdesk.url));
        let receipt = helpdesk.deliver(&delivery(), true).await.unwrap();
        let wanted = if found { own } else { 999 };
        assert_eq!(receipt.id, wanted.to_string());
        let gets = freshdesk.came();
        let gets = gets.iter().filter(|came| came.method == "GET").count();
        assert_eq!(gets, pages);
    }
}

#[tokio::test]
async fn a_time_of_glpi_is_read_in_its_zone() {
    for (zone, written, said) in [
        ("UTC", "2026-11-22 12:00:00", Some(1_795_348_800_000)),
        (
            "Europe/Berlin",
            "2026-11-22 12:00:00",
            Some(1_795_345_200_000),
        ),
        // In summer it is two hours.
        (
            "Europe/Berlin",
            "2026-07-22 12:00:00",
            Some(1_784_714_400_000),
        ),
        // This hour is not there: clocks go from two to three.
        (
            "Europe/Berlin",
            "2026-03-29 02:30:00",
            Some(1_774_747_800_000),
        ),
        ("Europe/Berlin", "yesterday", None),
    ] {
        let glpi = StandIn::new(move |came, _| match came.uri.contains("ITILFollowup") {
            true => Answer::Says(
                200,
                json!([{ "id": 1, "is_private": 0, "content": "a", "date": written }]),
            ),
            false => Answer::Says(200, json!({ "session_token": "s", "status": 2 })),
        })
        .await;
        let (helpdesk, receipt) = with_a_ticket(HelpdeskConfig {
            zone: TimeZone::get(zone).unwrap(),
            ..config("glpi", &glpi.url)
        });
        let progress = helpdesk.progress(&receipt).await.unwrap().unwrap();
        match said {
            Some(said) => assert_eq!(progress.heard[0].said, said, "{zone} {written}"),
            // Then it was said when it was read.
            None => assert!(progress.heard[0].said > 1_784_714_400_000, "{progress:?}"),
        }
    }
}

#[tokio::test]
async fn a_customer_whom_jira_does_not_know_or_show_keeps_no_ticket_back() {
    for (case, status, customers) in [
        ("unknown", 200, json!({ "values": [], "isLastPage": true })),
        (
            "hidden",
            200,
            json!({ "values": [{ "accountId": "qm:1", "displayName": "Maria@isp.example" }] }),
        ),
        ("not for this agent", 403, json!({})),
        (
            "blocked",
            200,
            json!({ "values": [{ "name": "maria", "emailAddress": "maria@isp.example" }] }),
        ),
    ] {
        let jira = StandIn::new(move |came, _| {
            if came.uri.contains("/customer?") {
                return Answer::Says(status, customers.clone());
            }
            if came.uri.ends_with("/request") && !came.json()["raiseOnBehalfOf"].is_null() {
                assert_eq!(came.json()["raiseOnBehalfOf"], "maria");
                return Answer::Says(400, json!({ "errorMessage": "The customer is not active." }));
            }
            Answer::Says(201, json!({ "issueKey": "HELP-1", "temporaryAttachments": [{ "temporaryAttachmentId": "t" }] }))
        })
        .await;
        let (helpdesk, _) = with_a_ticket(config("jira", &jira.url));
        let receipt = helpdesk.deliver(&delivery(), false).await.unwrap();
        assert_eq!(receipt.id, "HELP-1", "{case}");
    }
}
