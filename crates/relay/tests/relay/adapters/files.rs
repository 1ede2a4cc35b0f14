//! The file of a ticket, where it goes in a request of its own: it arrives although an answer is lost.

use std::sync::{Arc, Mutex};

use firstline_relay::config::HelpdeskConfig;
use reqwest::Method;
use serde_json::{Value, json};

use super::{NUMBER, delivery, with_a_ticket};
use crate::outbox::quick;
use crate::stand_in::{Answer, Came, StandIn};

/// A kind, where its file is sent to in the end, and what lists the files of its ticket, given whether one is there.
struct Case {
    kind: &'static str,
    sends: fn(&Came) -> bool,
    answers: fn(&Came, bool) -> Value,
}

fn file(is_there: bool, make: impl Fn(String) -> Value) -> Value {
    match is_there {
        true => json!([make(format!("{NUMBER}.json"))]),
        false => json!([]),
    }
}

const CASES: &[Case] = &[
    Case {
        kind: "zendesk",
        sends: |came| came.method == Method::PUT,
        answers: |came, is_there| match came.uri.contains("/comments.json") {
            true => {
                json!({ "comments": [{ "attachments": file(is_there, |name| json!({ "file_name": name })) }] })
            }
            false => json!({ "ticket": { "id": 1 }, "upload": { "token": "up" },
                "tickets": [{ "id": 1, "external_id": super::KEY }] }),
        },
    },
    Case {
        kind: "jira",
        sends: |came| came.method == Method::POST && came.uri.ends_with("/attachment"),
        answers: |came, is_there| match came.uri.contains("/attachment") {
            true => json!({ "values": file(is_there, |name| json!({ "filename": name })) }),
            false => {
                json!({ "issueKey": "HELP-1", "temporaryAttachments": [{ "temporaryAttachmentId": "t" }],
                "values": [{ "issueKey": "HELP-1",
                    "requestFieldValues": [{ "fieldId": "summary", "value": delivery().subject() }] }] })
            }
        },
    },
    Case {
        kind: "glpi",
        sends: |came| came.method == Method::POST && came.uri.ends_with("/Document"),
        answers: |came, is_there| match came.uri.contains("/Document_Item") {
            true => file(is_there, |name| json!({ "documents_id": name })),
            false => json!({ "id": 1, "session_token": "s", "totalcount": 1,
                "data": [{ "1": delivery().subject(), "2": 1 }] }),
        },
    },
];

#[tokio::test]
async fn the_file_arrives_after_a_lost_answer_and_is_sent_again_when_it_was_not_taken() {
    for case in CASES {
        let (sends, answers) = (case.sends, case.answers);
        // Whether the ticket has its file, and how often it is not taken.
        let state = Arc::new(Mutex::new((false, 0)));
        let kept = Arc::clone(&state);
        let system = StandIn::new(move |came, _| {
            let mut state = kept.lock().unwrap();
            if sends(came) {
                if state.1 > 0 {
                    state.1 -= 1;
                    return Answer::Says(503, json!({}));
                }
                assert!(!state.0, "twice");
                state.0 = true;
            }
            Answer::Says(200, answers(came, state.0))
        })
        .await;
        let (helpdesk, _) = with_a_ticket(HelpdeskConfig {
            kind: Some(case.kind.to_owned()),
            url: Some(system.url.clone()),
            user: Some("agent@isp.example".to_owned()),
            secrets: vec!["s3cret".into()],
            queue: Some(if case.kind == "jira" { "1/2" } else { "3" }.to_owned()),
            requester: Some("nobody@isp.example".to_owned()),
            ..quick()
        });
        // The answer to the ticket was lost before its file went; then the file is there already; then it takes two
        // tries; then three, which are not made.
        for (unsure, is_there, refusals, arrives) in [
            (true, false, 0, true),
            (true, true, 0, true),
            (false, false, 1, true),
            (false, false, 2, false),
        ] {
            *state.lock().unwrap() = (is_there, refusals);
            let receipt = helpdesk.deliver(&delivery(), unsure).await.unwrap();
            let what = format!("{} {unsure} {is_there} {refusals}", case.kind);
            assert_eq!(state.lock().unwrap().0, arrives, "{what}");
            let note = receipt.note.unwrap_or_default();
            assert_eq!(note.ends_with("the file"), !arrives, "{what}: {note}");
        }
    }
}
