//! Each kind of helpdesk against a stand-in for it, which takes what the vendor documents and nothing
//! else: a key that is not documented, a missing one or a wrong way to sign in fails the test. What a
//! real one does besides, no stand-in can say; Request Tracker and mail have tests of their own, and TMF621 is held against its
//! published definitions besides.

mod files;
mod forms;
mod json;
mod notes;
mod pages;
pub mod photos;
mod published;

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_relay::Config;
use firstline_relay::config::HelpdeskConfig;
use firstline_relay::helpdesk::{Delivery, FailureKind, Helpdesk};
use firstline_relay::store::Ticket;
use firstline_relay::store::deliveries::Receipt;
use serde_json::{Value, json};

use crate::outbox::quick;
use crate::stand_in::{Answer, Came, StandIn};

const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";
const NUMBER: &str = "F-4711-2830";

fn delivery() -> Delivery {
    Delivery::of(&ticket(), KEY)
}

/// A helpdesk, and what it said of a ticket that it has.
fn with_a_ticket(helpdesk: HelpdeskConfig) -> (Helpdesk, Receipt) {
    let config = Config {
        helpdesk,
        ..Config::default()
    };
    let receipt = Receipt {
        id: "7".to_owned(),
        ..Receipt::default()
    };
    (Helpdesk::of(&config).unwrap().unwrap(), receipt)
}

fn ticket() -> Ticket {
    let request = json!({ "format": 1, "note": "It <blinks>\u{202e}",
        "contact": { "name": "Maria Z.", "email": " Maria@isp.example,", "phone": "+49 30 5550 1234", "account": "K-77" } });
    Ticket {
        promises: Vec::new(),
        number: NUMBER.to_owned(),
        stored: 1_795_345_200_000,
        guide: "no-internet".to_owned(),
        category: Some("line".to_owned()),
        severity: Some("critical".to_owned()),
        unverified: None,
        summary: "No internet – your line <needs> help".to_owned(),
        text: String::new(),
        words: format!("Ticket {NUMBER}\nWhat the agent reads: <b>\"all\"</b> & more\n"),
        request: request.to_string(),
    }
}

/// What a stand-in keeps.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Value>>>);

impl Kept {
    fn add(&self, ticket: Value) -> usize {
        let mut all = self.0.lock().unwrap();
        all.push(ticket);
        all.len()
    }

    fn all(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }
}

/// That this object has these keys, and besides them at most those.
fn keys(object: &Value, needed: &[&str], allowed: &[&str]) {
    let object = object
        .as_object()
        .unwrap_or_else(|| panic!("no object: {object}"));
    for key in needed {
        assert!(object.contains_key(*key), "no {key} in {object:?}");
    }
    for key in object.keys() {
        assert!(
            needed.contains(&&**key) || allowed.contains(&&**key),
            "{key} is not documented"
        );
    }
}

/// That this is the ticket as JSON.
fn is_document(bytes: &[u8]) {
    let document: Value = serde_json::from_slice(bytes).unwrap();
    assert_eq!(document["number"], NUMBER);
    assert_eq!(document["key"], KEY);
    assert_eq!(document["category"], "line");
    assert_eq!(document["request"]["contact"]["account"], "K-77");
    assert!(
        !bytes.windows(3).any(|sign| sign == "\u{202e}".as_bytes()),
        "it steers"
    );
}

fn decoded(base64: &Value) -> Vec<u8> {
    STANDARD.decode(base64.as_str().unwrap()).unwrap()
}

/// The parts of a form: name, file name, bytes.
fn parts(came: &Came) -> Vec<(String, String, Vec<u8>)> {
    let kind = came.header("content-type");
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let text = came.text();
    assert!(text.ends_with(&format!("--{boundary}--\r\n")), "{text}");
    let quoted = |head: &str, name: &str| {
        let rest = head.split(&format!("{name}=\"")).nth(1);
        rest.map_or(String::new(), |rest| {
            rest.split('"').next().unwrap().to_owned()
        })
    };
    text.split(&format!("--{boundary}\r\n"))
        .skip(1)
        .map(|part| {
            let (head, rest) = part.split_once("\r\n\r\n").unwrap();
            let end = rest.rfind("\r\n").unwrap();
            let end = rest[..end]
                .find(&format!("\r\n--{boundary}"))
                .unwrap_or(end);
            (
                quoted(head, " name"),
                quoted(head, "filename"),
                rest.as_bytes()[..end].to_vec(),
            )
        })
        .collect()
}

fn part(came: &Came, name: &str) -> String {
    let all = parts(came);
    let found = all.iter().find(|(own, ..)| own == name);
    let (.., bytes) = found.unwrap_or_else(|| panic!("no {name} in {all:?}"));
    String::from_utf8(bytes.clone()).unwrap()
}

struct Tried {
    receipt: Receipt,
    found: Receipt,
    progress: Option<(String, bool)>,
    came: Vec<Came>,
}

/// Delivers the ticket there, then once more as one whose answer was lost, then asks how far it is.
async fn tried(kind: &str, stand_in: &StandIn, change: impl FnOnce(&mut HelpdeskConfig)) -> Tried {
    let mut config = Config {
        helpdesk: HelpdeskConfig {
            kind: Some(kind.to_owned()),
            url: Some(stand_in.url.clone()),
            secrets: vec!["s3cret".into()],
            requester: Some("nobody@isp.example".to_owned()),
            ..quick()
        },
        ..Config::default()
    };
    change(&mut config.helpdesk);
    let helpdesk = Helpdesk::of(&config).unwrap().unwrap();
    let receipt = helpdesk.deliver(&delivery(), false).await.unwrap();
    let found = helpdesk.deliver(&delivery(), true).await.unwrap();
    let progress = helpdesk.progress(&receipt).await.unwrap();
    Tried {
        receipt,
        found,
        progress: progress.map(|progress| (progress.word, progress.closed)),
        came: stand_in.came(),
    }
}

fn receipt(id: &str, number: &str, link: Option<String>) -> Receipt {
    Receipt {
        id: id.to_owned(),
        number: Some(number.to_owned()),
        link,
        note: None,
    }
}

fn missing() -> Answer {
    Answer::Says(404, json!({}))
}

#[tokio::test]
async fn a_template_writes_a_request_for_whatever_there_is() {
    let system = StandIn::new(|came, _| {
        assert_eq!(
            came.header("authorization"),
            "Splynx-EA (access_token=s3cret)"
        );
        assert_eq!(
            (came.method.as_str(), came.uri.as_str()),
            ("POST", "/api/2.0/admin/support/tickets")
        );
        let body = came.json();
        keys(
            &body,
            &["subject", "priority", "customer", "message", "file"],
            &[],
        );
        assert_eq!(body["priority"], "urgent");
        assert_eq!(body["message"], delivery().text);
        is_document(&decoded(&body["file"]));
        Answer::Says(201, json!({ "data": { "id": 12 } }))
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("template.toml");
    let template = r#"
url = "{{ url }}/api/2.0/admin/support/tickets"
number = "/data/id"
link = "{{ url }}/admin/tickets/opened--view?id={{ number | urlencode }}"
body = """
{ "subject": {{ subject | tojson }}, "priority": {{ priority | default("medium") | tojson }},
  "customer": {{ account | tojson }}, "message": {{ text | tojson }}, "file": {{ file.base64 | tojson }} }
"""
[headers]
Authorization = "Splynx-EA (access_token={{ token }})"
"#;
    std::fs::write(&path, template).unwrap();
    let tried = tried("template", &system, |config| {
        config.template = Some(path);
        config.priorities = [("critical".to_owned(), "urgent".to_owned())].into();
    })
    .await;
    assert_eq!(tried.receipt.number.as_deref(), Some("12"));
    let link = format!("{}/admin/tickets/opened--view?id=12", system.url);
    assert_eq!(tried.receipt.link, Some(link));
}

#[tokio::test]
async fn a_template_takes_an_answer_that_lacks_what_it_names_for_none() {
    for (said, answer, arrives) in [
        ("number = \"/id\"", json!({ "id": 12 }), true),
        ("number = \"/id\"", json!({ "error": "sign in" }), false),
        ("number = \"/id\"", json!("ok"), false),
        (
            "ok = { at = \"/status\", is = \"success\" }",
            json!({ "status": "success" }),
            true,
        ),
        (
            "ok = { at = \"/status\", is = \"success\" }",
            json!({ "status": "error" }),
            false,
        ),
        ("ok = { at = \"/done\" }", json!({ "done": true }), true),
        ("ok = { at = \"/done\" }", json!({ "done": false }), false),
        ("ok = { at = \"/done\" }", json!({}), false),
        ("", json!({ "anything": 1 }), true),
    ] {
        let told = answer.clone();
        let system = StandIn::new(move |_, _| Answer::Says(200, told.clone())).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.toml");
        std::fs::write(
            &path,
            format!("body = \"{{{{ subject | tojson }}}}\"\n{said}\n"),
        )
        .unwrap();
        let config = HelpdeskConfig {
            kind: Some("template".to_owned()),
            url: Some(system.url.clone()),
            template: Some(path),
            ..quick()
        };
        let (helpdesk, _) = with_a_ticket(config);
        match helpdesk.deliver(&delivery(), false).await {
            Ok(_) => assert!(arrives, "{said}: {answer}"),
            Err(failure) => {
                assert!(!arrives, "{said}: {answer}: {failure}");
                // It may be there: it is looked at before it is refused for good.
                assert_eq!(failure.kind, FailureKind::Unsure);
            }
        }
    }
}

#[tokio::test]
async fn each_kind_says_what_it_lacks_and_takes_no_page_for_an_answer() {
    let page = StandIn::new(|_, _| {
        Answer::With(
            200,
            ("content-type", "text/html".to_owned()),
            "<html>Sign in</html>".to_owned(),
        )
    })
    .await;
    for kind in firstline_relay::helpdesk::KINDS {
        let bare = Config {
            helpdesk: HelpdeskConfig {
                kind: Some(kind.name.to_owned()),
                ..HelpdeskConfig::default()
            },
            ..Config::default()
        };
        let lacks = Helpdesk::of(&bare).unwrap_err().to_string();
        assert!(lacks.contains("helpdesk."), "{}: {lacks}", kind.name);
        // Whatever answers a webhook is right, and mail is no page.
        if ["webhook", "smtp"].contains(&kind.name) {
            continue;
        }
        let queue = if kind.name == "jira" { "1/2" } else { "3" };
        let folder = tempfile::tempdir().unwrap();
        let template = folder.path().join("template.toml");
        std::fs::write(&template, "body = \"{{ subject | tojson }}\"").unwrap();
        let full = Config {
            helpdesk: HelpdeskConfig {
                kind: Some(kind.name.to_owned()),
                url: Some(page.url.clone()),
                user: Some("agent@isp.example".to_owned()),
                secrets: vec!["s3cret".into()],
                queue: Some(queue.to_owned()),
                requester: Some("nobody@isp.example".to_owned()),
                template: Some(template),
                ..quick()
            },
            ..Config::default()
        };
        let helpdesk = Helpdesk::of(&full).unwrap().unwrap();
        for unsure in [false, true] {
            let failed = helpdesk.deliver(&delivery(), unsure).await;
            assert!(failed.is_err(), "{}: {failed:?}", kind.name);
        }
    }
}
