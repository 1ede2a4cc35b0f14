//! What helpdesks are told after a ticket, and what they say of it: each against what its vendor documents.

use std::sync::{Arc, Mutex};

use firstline_relay::config::HelpdeskConfig;
use firstline_relay::helpdesk::Note;
use firstline_relay::store::deliveries::Message;
use firstline_wire::follow::Stage;
use serde_json::{Value, json};

use super::published::Published;
use super::{keys, ticket, with_a_ticket};
use crate::outbox::quick;
use crate::stand_in::{Answer, StandIn};

const NOTE: &str = "11112222-3333-4444-5555-666677778888";

fn note(unsure: bool) -> Note {
    let message = Message {
        key: NOTE.to_owned(),
        said: 1_795_345_300_000,
        text: "The lamp is <green>\u{202e} now".to_owned(),
        solved: true,
        photo: None,
    };
    Note::of(&ticket(), super::KEY, &message, unsure)
}

/// A kind of helpdesk.
struct Case {
    kind: &'static str,
    /// What it answers to questions, by the path's end.
    says: Vec<(&'static str, Value)>,
    stage: Stage,
    /// The requests that it gets for a note that works: method, path's end, body.
    told: Vec<(&'static str, &'static str, Value)>,
    /// How much of that when the note is there already.
    again: usize,
}

fn cases() -> Vec<Case> {
    let text = note(false).text;
    let mark = note(false).mark();
    let html = format!(
        "<pre>{}</pre>",
        text.replace('<', "&lt;").replace('>', "&gt;")
    );
    let subject = format!("{mark} F-4711-2830");
    let at = "2026-11-22T12:00:00Z";
    vec![
        Case {
            kind: "request-tracker",
            says: vec![
                (
                    "/ticket/7",
                    json!({ "id": 7, "Status": "stalled",
                    "Requestor": [{ "id": "maria@isp.example", "type": "user" }] }),
                ),
                (
                    "/ticket/7/history",
                    json!({ "pages": 1, "items": [
                    { "id": "1", "Type": "Create", "Creator": { "id": "firstline" }, "Created": at },
                    { "id": "2", "Type": "Comment", "Creator": { "id": "firstline" }, "Created": at },
                    { "id": "3", "Type": "Correspond", "Creator": { "id": "Maria@isp.example" }, "Created": at },
                    { "id": "4", "Type": "Correspond", "Creator": { "id": "agent" }, "Created": at }] }),
                ),
                (
                    "/transaction/4/attachments",
                    json!({ "items": [{ "id": "40" }, { "id": "41" }] }),
                ),
                // "multipart/alternative" has nothing in it.
                (
                    "/attachment/40",
                    json!({ "ContentType": "multipart/alternative", "Content": "" }),
                ),
                (
                    "/attachment/41",
                    json!({ "ContentType": "text/html",
                    "Content": "PHA+QSB0ZWNobmljaWFuPC9wPjxwPmNvbWVzPC9wPg==\n" }),
                ),
                (
                    "/ticket/7/attachments",
                    json!({ "pages": 1, "items": [{ "id": "9", "Subject": subject }] }),
                ),
            ],
            stage: Stage::Asks,
            told: vec![
                (
                    "POST",
                    "/ticket/7/comment",
                    json!({ "Subject": subject, "Content": text,
                    "ContentType": "text/plain" }),
                ),
                ("PUT", "/ticket/7", json!({ "Status": "resolved" })),
            ],
            again: 1,
        },
        Case {
            kind: "zammad",
            says: vec![
                ("/tickets/7", json!({ "id": 7, "state": "open" })),
                (
                    "/ticket_articles/by_ticket/7",
                    json!([
                    { "id": 1, "sender": "Agent", "internal": false, "body": "the ticket", "created_at": at },
                    { "id": 2, "sender": "Agent", "internal": true, "body": "for agents", "created_at": at },
                    { "id": 3, "sender": "Customer", "internal": false, "subject": subject, "body": text, "created_at": at },
                    { "id": 4, "sender": "Agent", "internal": false, "content_type": "text/html",
                      "body": "A technician<br>comes", "created_at": at }]),
                ),
            ],
            stage: Stage::Working,
            told: vec![
                (
                    "POST",
                    "/ticket_articles",
                    json!({ "ticket_id": 7, "subject": subject, "body": text,
                    "content_type": "text/plain", "type": "note", "internal": false, "sender": "Customer" }),
                ),
                ("PUT", "/tickets/7", json!({ "state": "closed" })),
            ],
            again: 1,
        },
        Case {
            kind: "zendesk",
            says: vec![
                (
                    "/tickets/7.json",
                    json!({ "ticket": { "id": 7, "status": "pending", "requester_id": 5 } }),
                ),
                (
                    "/tickets/7/comments.json",
                    json!({ "comments": [
                    { "id": 1, "public": false, "author_id": 9, "body": text, "created_at": at },
                    { "id": 2, "public": true, "author_id": 5, "body": "hers", "created_at": at },
                    { "id": 4, "public": true, "author_id": 9, "plain_body": "A technician\ncomes", "created_at": at }] }),
                ),
            ],
            stage: Stage::Asks,
            told: vec![(
                "PUT",
                "/tickets/7.json",
                json!({ "ticket": { "comment": { "body": text, "public": false },
                    "status": "solved" } }),
            )],
            again: 1,
        },
        Case {
            kind: "freshdesk",
            says: vec![
                ("/tickets/7", json!({ "id": 7, "status": 2 })),
                (
                    "/tickets/7/conversations",
                    json!([
                    { "id": 1, "private": true, "incoming": false, "body_text": text, "created_at": at },
                    { "id": 2, "private": false, "incoming": true, "body_text": "hers", "created_at": at },
                    { "id": 4, "private": false, "incoming": false, "body_text": "A technician\ncomes", "created_at": at }]),
                ),
            ],
            stage: Stage::Received,
            told: vec![
                (
                    "POST",
                    "/tickets/7/notes",
                    json!({ "body": html, "private": true }),
                ),
                ("PUT", "/tickets/7", json!({ "status": 4 })),
            ],
            again: 1,
        },
        Case {
            kind: "jira",
            says: vec![
                (
                    "/request/7",
                    json!({ "issueKey": "7", "reporter": { "accountId": "m" },
                    "currentStatus": { "status": "Waiting for customer", "statusCategory": "INDETERMINATE" } }),
                ),
                (
                    "/request/7/comment",
                    json!({ "values": [
                    { "id": "1", "public": false, "body": text, "author": { "accountId": "a" }, "created": { "epochMillis": 1 } },
                    { "id": "2", "public": true, "body": "hers", "author": { "accountId": "m" }, "created": { "epochMillis": 1 } },
                    { "id": "4", "public": true, "body": "A technician\ncomes", "author": { "accountId": "a" },
                      "created": { "epochMillis": 1_795_348_800_000_i64 } }] }),
                ),
            ],
            stage: Stage::Asks,
            told: vec![(
                "POST",
                "/request/7/comment",
                json!({ "body": text, "public": false }),
            )],
            again: 0,
        },
        Case {
            kind: "glpi",
            says: vec![
                ("/initSession", json!({ "session_token": "s" })),
                ("/killSession", json!(true)),
                ("/Ticket/7", json!({ "id": 7, "status": 4 })),
                (
                    "/Ticket/7/ITILFollowup",
                    json!([
                    { "id": 1, "is_private": 1, "content": html, "date": "2026-11-22 12:00:00" },
                    { "id": 4, "is_private": 0, "content": "&#60;p&#62;A technician&#60;br&#62;comes&#60;/p&#62;",
                      "date": "2026-11-22 12:00:00" }]),
                ),
            ],
            stage: Stage::Asks,
            told: vec![
                (
                    "POST",
                    "/ITILFollowup",
                    json!({ "input": { "itemtype": "Ticket", "items_id": 7,
                    "is_private": 1, "content": html } }),
                ),
                ("PUT", "/Ticket/7", json!({ "input": { "status": 5 } })),
            ],
            again: 1,
        },
    ]
}

#[tokio::test]
async fn a_note_is_told_once_closes_and_answers_are_read_back() {
    for case in cases() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let (says, keeps) = (case.says.clone(), Arc::clone(&told));
        let stand_in = StandIn::new(move |came, _| {
            let path = came.uri.split('?').next().unwrap();
            if came.method == "GET" {
                // The longest that fits is meant.
                let fits = says.iter().filter(|(end, _)| path.ends_with(end));
                let answer = fits.max_by_key(|(end, _)| end.len());
                let (_, answer) = answer.unwrap_or_else(|| panic!("{} is asked", came.uri));
                return Answer::Says(200, answer.clone());
            }
            keeps
                .lock()
                .unwrap()
                .push((came.method.to_string(), path.to_owned(), came.json()));
            Answer::Says(200, json!({ "id": 9 }))
        })
        .await;
        let (helpdesk, receipt) = with_a_ticket(HelpdeskConfig {
            kind: Some(case.kind.to_owned()),
            url: Some(stand_in.url.clone()),
            user: Some("agent@isp.example".to_owned()),
            secrets: vec!["s3cret".into()],
            queue: Some(if case.kind == "jira" { "1/2" } else { "3" }.to_owned()),
            requester: Some("nobody@isp.example".to_owned()),
            ..quick()
        });
        assert!(helpdesk.takes_notes(), "{}", case.kind);
        let progress = helpdesk.progress(&receipt).await.unwrap().unwrap();
        assert_eq!(progress.stage, case.stage, "{}", case.kind);
        let heard: Vec<_> = progress
            .heard
            .iter()
            .map(|one| (&*one.name, &*one.text))
            .collect();
        assert_eq!(heard, [("4", "A technician\ncomes")], "{}", case.kind);
        assert_eq!(progress.heard[0].said, 1_795_348_800_000, "{}", case.kind);

        for (unsure, expected) in [
            (false, &case.told[..]),
            (true, &case.told[case.told.len() - case.again..]),
        ] {
            helpdesk.note(&receipt, &note(unsure)).await.unwrap();
            let told = std::mem::take(&mut *told.lock().unwrap());
            assert_eq!(
                told.len(),
                expected.len(),
                "{} {unsure}: {told:#?}",
                case.kind
            );
            for ((method, path, body), (by, end, with)) in told.iter().zip(expected) {
                assert_eq!(method, by, "{}", case.kind);
                assert!(path.ends_with(end), "{}: {path}", case.kind);
                match unsure && case.kind == "zendesk" {
                    true => assert_eq!(*body, json!({ "ticket": { "status": "solved" } })),
                    false => assert_eq!(body, with, "{}", case.kind),
                }
            }
        }
    }
}

#[tokio::test]
async fn a_system_of_tmf621_keeps_its_notes_when_one_is_added() {
    for kind in ["tmf621-v4", "tmf621-v5"] {
        let notes = Arc::new(Mutex::new(vec![
            json!({ "@type": "Note", "id": "1", "author": "Firstline", "text": "No internet" }),
            json!({ "@type": "Note", "id": "4", "author": "Public answers", "date": "2026-11-22T12:00:00Z", "text": "A technician comes" }),
            json!({ "@type": "Note", "id": "5", "author": "agent", "date": "2026-11-22T12:00:00Z", "text": "Customer is in arrears" }),
            json!({ "@type": "Note", "id": "6", "date": "2026-11-22T12:00:00Z", "text": "By nobody" }),
        ]));
        let kept = Arc::clone(&notes);
        let system = StandIn::new(move |came, _| {
            let mut notes = kept.lock().unwrap();
            if came.method == "PATCH" {
                let wanted = match kind {
                    "tmf621-v4" => "application/json",
                    _ => "application/merge-patch+json",
                };
                assert_eq!(came.header("content-type"), wanted);
                let body = came.json();
                let published = Published::of(kind);
                published.holds(published.change, &body);
                keys(
                    &body,
                    &["@type", "status", "statusChangeReason"],
                    &["note", "attachment"],
                );
                for one in body["note"].as_array().into_iter().flatten() {
                    keys(one, &["@type"], &["id", "author", "date", "text"]);
                }
                assert_eq!(body["status"], "resolved");
                if let Some(set) = body["note"].as_array() {
                    *notes = set.clone();
                }
            }
            Answer::Says(200, json!({ "id": "7", "status": "held", "note": *notes }))
        })
        .await;
        let config = HelpdeskConfig {
            kind: Some(kind.to_owned()),
            url: Some(system.url.clone()),
            secrets: vec!["s3cret".into()],
            ..quick()
        };
        let (helpdesk, receipt) = with_a_ticket(config.clone());
        for unsure in [false, true] {
            helpdesk.note(&receipt, &note(unsure)).await.unwrap();
            let notes = notes.lock().unwrap().clone();
            assert_eq!(notes.len(), 5, "{kind} {unsure}");
            assert_eq!(notes[4]["text"], note(false).text);
        }
        let progress = helpdesk.progress(&receipt).await.unwrap().unwrap();
        assert_eq!(progress.stage, Stage::Working);
        assert_eq!(
            progress.heard,
            [],
            "internal, as long as nobody says otherwise"
        );
        for (authors, told) in [
            (vec!["Public*"], vec!["A technician comes"]),
            (vec!["agent"], vec!["Customer is in arrears"]),
            (vec!["age", "Public"], vec![]),
            // What is ours is no answer, whoever is named.
            (
                vec!["*"],
                vec!["A technician comes", "Customer is in arrears"],
            ),
        ] {
            let told_authors = authors.iter().map(|author| (*author).to_owned()).collect();
            let (helpdesk, receipt) = with_a_ticket(HelpdeskConfig {
                told_authors,
                ..config.clone()
            });
            let progress = helpdesk.progress(&receipt).await.unwrap().unwrap();
            let heard: Vec<&str> = progress.heard.iter().map(|heard| &*heard.text).collect();
            assert_eq!(heard, told, "{authors:?}");
        }
    }
}

#[test]
fn a_note_is_harmless_and_an_answer_that_quotes_it_is_an_answer() {
    let note = note(false);
    assert!(
        note.text.starts_with("[Firstline note 11112222]\n"),
        "{}",
        note.text
    );
    assert!(!note.text.contains('\u{202e}'));
    assert!(note.text.contains("it works again"), "{}", note.text);
    assert!(note.text.contains("<green>"), "{}", note.text);
}
