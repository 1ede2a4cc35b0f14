//! A photo goes along with its note, as each helpdesk takes a file.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_relay::config::HelpdeskConfig;
use firstline_relay::helpdesk::Note;
use firstline_relay::store::deliveries::Message;
use serde_json::json;

use super::{ticket, with_a_ticket};
use crate::outbox::quick;
use crate::photos::photo;
use crate::stand_in::{Answer, Came, StandIn};

/// A note with a photo.
pub fn note(unsure: bool) -> Note {
    let message = Message {
        key: "11112222-3333-4444-5555-666677778888".to_owned(),
        said: 1_795_345_300_000,
        text: "I sent a photo.".to_owned(),
        solved: false,
        photo: Some(photo(9, "")),
    };
    Note::of(&ticket(), super::KEY, &message, unsure)
}

/// In a request: the file's name, and its bytes as they are or in Base64.
fn has_photo(came: &Came) -> bool {
    let bytes = photo(9, "");
    let raw = came.bytes.windows(bytes.len()).any(|part| part == bytes);
    let name = "photo-11112222.jpg";
    let is_named = came.text().contains(name) || came.uri.contains(name);
    is_named && (raw || came.text().contains(&STANDARD.encode(&bytes)))
}

/// What must be sent of a note with a photo: the path's end, and what else is in it than the note. `*` stands
/// for the photo.
const CASES: &[(&str, &[(&str, &str)])] = &[
    ("request-tracker", &[("/ticket/7/comment", "*")]),
    ("zammad", &[("/ticket_articles", "*")]),
    (
        "zendesk",
        &[
            ("/uploads.json?filename=photo-11112222.jpg", "*"),
            ("/tickets/7.json", "\"uploads\":[\"kept\"]"),
        ],
    ),
    ("freshdesk", &[("/tickets/7/notes", "*")]),
    (
        "jira",
        &[
            ("/servicedesk/12/attachTemporaryFile", "*"),
            (
                "/request/7/attachment",
                "\"temporaryAttachmentIds\":[\"kept\"]",
            ),
        ],
    ),
    ("glpi", &[("/Document", "*"), ("/ITILFollowup", "")]),
    ("tmf621-v4", &[("/troubleTicket/7", "*")]),
    ("tmf621-v5", &[("/troubleTicket/7", "*")]),
];

#[tokio::test]
async fn a_photo_goes_along_with_its_note() {
    for (kind, expected) in CASES {
        let told: Arc<Mutex<Vec<Came>>> = Arc::default();
        let keeps = Arc::clone(&told);
        let stand_in = StandIn::new(move |came, _| {
            if came.method != "GET" {
                keeps.lock().unwrap().push(came.clone());
            }
            let answer = json!({ "id": 7, "session_token": "s", "serviceDeskId": "12",
                "attachment": [{ "name": "F-4711-2830.json" }],
                "upload": { "token": "kept" }, "temporaryAttachments": [{ "temporaryAttachmentId": "kept" }] });
            Answer::Says(200, answer)
        })
        .await;
        let (helpdesk, receipt) = with_a_ticket(HelpdeskConfig {
            kind: Some((*kind).to_owned()),
            url: Some(stand_in.url.clone()),
            user: Some("agent@isp.example".to_owned()),
            secrets: vec!["s3cret".into()],
            queue: Some(if *kind == "jira" { "1/2" } else { "3" }.to_owned()),
            requester: Some("nobody@isp.example".to_owned()),
            ..quick()
        });
        helpdesk.note(&receipt, &note(false)).await.unwrap();
        let told = told.lock().unwrap().clone();
        let paths: Vec<&str> = told.iter().map(|came| &*came.uri).collect();
        assert_eq!(told.len(), expected.len(), "{kind}: {paths:?}");
        for (came, (end, with)) in told.iter().zip(*expected) {
            assert!(came.uri.ends_with(end), "{kind}: {}", came.uri);
            match *with {
                "*" => assert!(has_photo(came), "{kind}: {}", came.text()),
                with => assert!(came.text().contains(with), "{kind}: {}", came.text()),
            }
        }
        let all: String = told.iter().map(Came::text).collect();
        assert!(all.contains("I sent a photo."), "{kind}");
        if kind.starts_with("tmf621") {
            assert!(all.contains("F-4711-2830.json"), "what is there stays");
        }
    }
}

#[tokio::test]
async fn a_photo_that_came_before_its_note_was_lost_is_not_sent_again() {
    let told: Arc<Mutex<Vec<Came>>> = Arc::default();
    let keeps = Arc::clone(&told);
    let glpi = StandIn::new(move |came, _| {
        let path = came.uri.split('?').next().unwrap();
        if path.ends_with("/Ticket/7/Document_Item") {
            assert!(came.uri.contains("expand_dropdowns=true"), "{}", came.uri);
            let has = |end: &str| {
                keeps
                    .lock()
                    .unwrap()
                    .iter()
                    .any(|came| came.uri.ends_with(end))
            };
            let documents = match has("/Document") {
                true => json!([{ "id": 3, "documents_id": "photo-11112222.jpg" }]),
                false => json!([]),
            };
            return Answer::Says(200, documents);
        }
        if path.ends_with("/ITILFollowup") && came.method == "GET" {
            return Answer::Says(200, json!([]));
        }
        if came.method == "GET" {
            return Answer::Says(200, json!({ "session_token": "s" }));
        }
        keeps.lock().unwrap().push(came.clone());
        let notes = keeps
            .lock()
            .unwrap()
            .iter()
            .filter(|came| came.uri.ends_with("/ITILFollowup"))
            .count();
        // The first note is lost on its way.
        match path.ends_with("/ITILFollowup") && notes == 1 {
            true => Answer::Says(502, json!({})),
            false => Answer::Says(201, json!({ "id": 9 })),
        }
    })
    .await;
    let (helpdesk, receipt) = with_a_ticket(HelpdeskConfig {
        kind: Some("glpi".to_owned()),
        url: Some(glpi.url.clone()),
        secrets: vec!["s3cret".into()],
        ..quick()
    });
    helpdesk.note(&receipt, &note(false)).await.unwrap_err();
    helpdesk.note(&receipt, &note(true)).await.unwrap();
    let told = told.lock().unwrap().clone();
    let sent = |end: &str| told.iter().filter(|came| came.uri.ends_with(end)).count();
    assert_eq!((sent("/Document"), sent("/ITILFollowup")), (1, 2));
}
