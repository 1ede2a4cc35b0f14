//! Each kind of helpdesk against a stand-in for it, which takes what the vendor documents and nothing
//! else: a key that is not documented, a missing one or a wrong way to sign in fails the test. What a
//! real one does besides, no stand-in can say; Request Tracker and mail have tests of their own.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_relay::Config;
use firstline_relay::config::HelpdeskConfig;
use firstline_relay::helpdesk::{Delivery, Helpdesk};
use firstline_relay::store::Ticket;
use firstline_relay::store::deliveries::Receipt;
use serde_json::{Value, json};

use crate::outbox::quick;
use crate::stand_in::{Answer, Came, StandIn};

const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";
const NUMBER: &str = "F-4711-2830";

fn delivery() -> Delivery {
    let request = json!({ "format": 1, "note": "It <blinks>\u{202e}",
        "contact": { "name": "Maria Z.", "email": " Maria@isp.example,", "phone": "+49 30 5550 1234", "account": "K-77" } });
    let ticket = Ticket {
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
    };
    Delivery::of(&ticket, KEY)
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
                rest[..end].as_bytes().to_vec(),
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
async fn zammad_gets_what_it_documents() {
    let kept = Kept::default();
    let tickets = kept.clone();
    let zammad = StandIn::new(move |came, _| {
        assert_eq!(came.header("authorization"), "Token token=s3cret");
        let path = came.uri.split('?').next().unwrap();
        match (came.method.as_str(), path) {
            ("POST", "/api/v1/tickets") => {
                let body = came.json();
                keys(&body, &["title", "group", "customer_id", "article"], &["priority", "state", "tags", "firstline_number"]);
                let article = &body["article"];
                keys(article, &["body"], &["subject", "content_type", "type", "internal", "attachments", "from", "to"]);
                keys(&article["attachments"][0], &["filename", "data", "mime-type"], &[]);
                let number = tickets.add(body);
                Answer::Says(201, json!({ "id": number, "number": format!("6500{number}"), "title": "t" }))
            }
            ("GET", "/api/v1/tickets/search") => {
                assert!(came.uri.contains("expand=true") && came.uri.contains(NUMBER), "{}", came.uri);
                let all = tickets.all().into_iter().enumerate();
                let mut all: Vec<Value> = all
                    .map(|(place, ticket)| json!({ "id": place + 1, "number": format!("6500{}", place + 1), "title": ticket["title"] }))
                    .collect();
                all.insert(0, json!({ "id": 99, "number": "1", "title": format!("Re: {NUMBER} mentioned") }));
                Answer::Says(200, all.into())
            }
            ("GET", "/api/v1/tickets/1") => Answer::Says(200, json!({ "id": 1, "state": "closed" })),
            _ => missing(),
        }
    })
    .await;
    let tried = tried("zammad", &zammad, |config| {
        config.queue = Some("Users".to_owned());
        config.queues = [("line".to_owned(), "Field".to_owned())].into();
        config.fields = [("number".to_owned(), "firstline_number".to_owned())].into();
    })
    .await;
    let link = format!("{}/#ticket/zoom/1", zammad.url);
    assert_eq!(tried.receipt, receipt("1", "65001", Some(link)));
    assert_eq!(tried.found, tried.receipt);
    assert_eq!(tried.progress, Some(("closed".to_owned(), true)));
    let all = kept.all();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["group"], "Field");
    assert_eq!(all[0]["priority"], "3 high");
    assert_eq!(all[0]["customer_id"], "guess:Maria@isp.example");
    assert_eq!(all[0]["firstline_number"], NUMBER);
    assert_eq!(all[0]["article"]["body"], delivery().text);
    is_document(&decoded(&all[0]["article"]["attachments"][0]["data"]));
}

#[tokio::test]
async fn zendesk_gets_what_it_documents_and_is_asked_what_it_stored() {
    let kept = Kept::default();
    let tickets = kept.clone();
    let zendesk = StandIn::new(move |came, _| {
        let basic = STANDARD.encode("agent@isp.example/token:s3cret");
        assert_eq!(came.header("authorization"), format!("Basic {basic}"));
        match (came.method.as_str(), came.uri.as_str()) {
            ("POST", "/api/v2/tickets.json") => {
                assert_eq!(came.header("idempotency-key"), KEY);
                let body = came.json();
                keys(&body, &["ticket"], &[]);
                let ticket = &body["ticket"];
                keys(
                    ticket,
                    &["comment"],
                    &[
                        "subject",
                        "priority",
                        "external_id",
                        "requester",
                        "tags",
                        "custom_fields",
                        "group_id",
                    ],
                );
                keys(&ticket["requester"], &["name", "email"], &[]);
                keys(&ticket["comment"], &["body"], &["public", "uploads"]);
                // A field that does not exist is dropped without a word.
                let mut stored = ticket.clone();
                stored["id"] = 35436.into();
                stored["custom_fields"] =
                    json!([{ "id": 360, "value": NUMBER }, { "id": 1, "value": null }]);
                tickets.add(body["ticket"].clone());
                Answer::Says(201, json!({ "ticket": stored }))
            }
            ("POST", path)
                if path.starts_with("/api/v2/uploads.json?filename=F-4711-2830.json") =>
            {
                is_document(&came.bytes);
                Answer::Says(201, json!({ "upload": { "token": "up1" } }))
            }
            ("PUT", "/api/v2/tickets/35436.json") => {
                assert_eq!(came.json()["ticket"]["comment"]["uploads"], json!(["up1"]));
                Answer::Says(200, json!({}))
            }
            ("GET", path) if path == format!("/api/v2/tickets.json?external_id={KEY}") => {
                Answer::Says(
                    200,
                    json!({ "tickets": [{ "id": 35436, "external_id": KEY }] }),
                )
            }
            ("GET", "/api/v2/tickets/35436.json") => {
                Answer::Says(200, json!({ "ticket": { "id": 35436, "status": "open" } }))
            }
            _ => missing(),
        }
    })
    .await;
    let tried = tried("zendesk", &zendesk, |config| {
        config.user = Some("agent@isp.example".to_owned());
        config.queue = Some("77".to_owned());
        config.fields = [("number", "360"), ("guide", "361")]
            .map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()))
            .into();
    })
    .await;
    assert_eq!(tried.receipt.number.as_deref(), Some("35436"));
    assert_eq!(
        tried.receipt.note.as_deref(),
        Some("Zendesk did not store: field 361")
    );
    assert_eq!(tried.found.id, "35436");
    assert_eq!(tried.progress, Some(("open".to_owned(), false)));
    let all = kept.all();
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&all[0]["priority"], &all[0]["group_id"]),
        (&json!("urgent"), &json!(77))
    );
    assert_eq!(all[0]["comment"]["body"], delivery().text);
}

#[tokio::test]
async fn systems_of_tmf621_get_what_both_versions_say() {
    for (kind, path) in [
        ("tmf621-v5", "/tmf-api/troubleTicket/v5/troubleTicket"),
        ("tmf621-v4", "/tmf-api/troubleTicket/v4/troubleTicket"),
    ] {
        let five = kind == "tmf621-v5";
        let kept = Kept::default();
        let tickets = kept.clone();
        let system = StandIn::new(move |came, _| {
            assert_eq!(came.header("authorization"), "Bearer s3cret");
            let filtered = match five {
                true => format!("{path}?externalIdentifier.id={KEY}"),
                false => format!("{path}?externalId={KEY}"),
            };
            match came.method.as_str() {
                "POST" if came.uri == path => {
                    let body = came.json();
                    // What both need to make one; then what each has.
                    keys(
                        &body,
                        &["@type", "description", "severity", "ticketType"],
                        match five {
                            true => &[
                                "name",
                                "priority",
                                "externalIdentifier",
                                "relatedParty",
                                "relatedEntity",
                                "note",
                                "attachment",
                                "channel",
                                "troubleTicketCharacteristic",
                            ],
                            false => &[
                                "name",
                                "priority",
                                "externalId",
                                "relatedParty",
                                "relatedEntity",
                                "note",
                                "attachment",
                                "channel",
                            ],
                        },
                    );
                    keys(
                        &body["note"][0],
                        &["@type", "text"],
                        &["author", "date", "id"],
                    );
                    keys(
                        &body["attachment"][0],
                        &["@type", "attachmentType", "mimeType"],
                        &["name", "content", "url", "description"],
                    );
                    let party = &body["relatedParty"][0];
                    match five {
                        true => {
                            keys(party, &["@type", "role", "partyOrPartyRole"], &[]);
                            keys(
                                &party["partyOrPartyRole"],
                                &["@type", "id"],
                                &["name", "@referredType", "href"],
                            );
                            keys(
                                &body["externalIdentifier"][0],
                                &["@type", "id"],
                                &["owner", "externalIdentifierType"],
                            );
                            for one in body["troubleTicketCharacteristic"].as_array().unwrap() {
                                keys(one, &["@type", "name", "value"], &["valueType"]);
                            }
                        }
                        false => keys(
                            party,
                            &["id", "@referredType"],
                            &["@type", "name", "role", "href"],
                        ),
                    }
                    let mut stored = body.clone();
                    stored["id"] = "tt-1".into();
                    stored["href"] = format!("https://crm.isp.example{path}/tt-1").into();
                    tickets.add(stored.clone());
                    Answer::Says(201, stored)
                }
                "GET" if came.uri == filtered => Answer::Says(200, tickets.all().into()),
                "GET" if came.uri == format!("{path}/tt-1") => {
                    Answer::Says(200, json!({ "id": "tt-1", "status": "inProgress" }))
                }
                _ => missing(),
            }
        })
        .await;
        let tried = tried(kind, &system, |_| {}).await;
        assert_eq!(
            tried.receipt,
            receipt(
                "tt-1",
                "tt-1",
                Some(format!("https://crm.isp.example{path}/tt-1"))
            )
        );
        assert_eq!(tried.found, tried.receipt);
        assert_eq!(tried.progress, Some(("inProgress".to_owned(), false)));
        let all = kept.all();
        assert_eq!(all.len(), 1, "{kind}");
        assert_eq!(all[0]["severity"], "critical");
        is_document(&decoded(&all[0]["attachment"][0]["content"]));
    }
}

#[tokio::test]
async fn freshdesk_gets_what_it_documents() {
    let kept = Kept::default();
    let tickets = kept.clone();
    let freshdesk = StandIn::new(move |came, _| {
        assert_eq!(
            came.header("authorization"),
            format!("Basic {}", STANDARD.encode("s3cret:X"))
        );
        let path = came.uri.split('?').next().unwrap();
        match (came.method.as_str(), path) {
            ("POST", "/api/v2/tickets") => {
                for (name, ..) in parts(came) {
                    let known = [
                        "subject",
                        "description",
                        "email",
                        "name",
                        "status",
                        "source",
                        "priority",
                        "tags[]",
                        "group_id",
                        "attachments[]",
                        "custom_fields[cf_number]",
                    ];
                    assert!(known.contains(&&*name), "{name} is not documented");
                }
                is_document(part(came, "attachments[]").as_bytes());
                assert_eq!(part(came, "priority"), "4");
                assert_eq!(part(came, "custom_fields[cf_number]"), NUMBER);
                let description = part(came, "description");
                assert!(
                    description.contains("&lt;b&gt;&quot;all&quot;&lt;/b&gt; &amp; more"),
                    "{description}"
                );
                let id = tickets.add(json!({ "subject": part(came, "subject") }));
                Answer::Says(201, json!({ "id": id }))
            }
            ("GET", "/api/v2/tickets") => {
                assert!(
                    came.uri
                        .contains("email=Maria%40isp.example&updated_since=20"),
                    "{}",
                    came.uri
                );
                let all = tickets.all().into_iter().enumerate();
                let all: Vec<Value> = all
                    .map(|(place, ticket)| json!({ "id": place + 1, "subject": ticket["subject"] }))
                    .collect();
                Answer::Says(200, all.into())
            }
            ("GET", "/api/v2/tickets/1") => Answer::Says(200, json!({ "id": 1, "status": 4 })),
            _ => missing(),
        }
    })
    .await;
    let tried = tried("freshdesk", &freshdesk, |config| {
        config.fields = [("number".to_owned(), "cf_number".to_owned())].into();
    })
    .await;
    assert_eq!(
        tried.receipt,
        receipt("1", "1", Some(format!("{}/a/tickets/1", freshdesk.url)))
    );
    assert_eq!(tried.found, tried.receipt);
    assert_eq!(tried.progress, Some(("resolved".to_owned(), false)));
    assert_eq!(kept.all().len(), 1);
}

#[tokio::test]
async fn osticket_gets_what_it_documents_and_can_be_asked_nothing() {
    let osticket = StandIn::new(|came, _| {
        assert_eq!(came.header("x-api-key"), "s3cret");
        assert_eq!(
            (came.method.as_str(), came.uri.as_str()),
            ("POST", "/api/tickets.json")
        );
        let body = came.json();
        keys(
            &body,
            &["email", "name", "subject", "message"],
            &[
                "alert",
                "autorespond",
                "ip",
                "priority",
                "source",
                "topicId",
                "attachments",
                "phone",
            ],
        );
        let text = body["message"].as_str().unwrap();
        let text = text
            .strip_prefix("data:text/plain;charset=utf-8;base64,")
            .unwrap();
        assert_eq!(STANDARD.decode(text).unwrap(), delivery().text.into_bytes());
        let file = body["attachments"][0]["F-4711-2830.json"].as_str().unwrap();
        let file = file.strip_prefix("data:application/json;base64,").unwrap();
        is_document(&STANDARD.decode(file).unwrap());
        Answer::With(
            201,
            ("content-type", "text/html".to_owned()),
            "483921\n".to_owned(),
        )
    })
    .await;
    let tried = tried("osticket", &osticket, |config| {
        config.queue = Some("2".to_owned())
    })
    .await;
    assert_eq!(tried.receipt.number.as_deref(), Some("483921"));
    assert_eq!(tried.progress, None);
    // It can be neither searched nor told that it has the ticket.
    assert_eq!(tried.came.len(), 2);
}

#[tokio::test]
async fn jira_gets_what_it_documents() {
    let kept = Kept::default();
    let requests = kept.clone();
    let jira = StandIn::new(move |came, _| {
        let basic = STANDARD.encode("agent@isp.example:s3cret");
        assert_eq!(came.header("authorization"), format!("Basic {basic}"));
        let path = came.uri.split('?').next().unwrap();
        match (came.method.as_str(), path.strip_prefix("/rest/servicedeskapi/").unwrap()) {
            ("POST", "request") => {
                let body = came.json();
                keys(&body, &["serviceDeskId", "requestTypeId", "requestFieldValues"], &["raiseOnBehalfOf"]);
                keys(&body["requestFieldValues"], &["summary", "description"], &["priority", "customfield_10010"]);
                requests.add(body);
                Answer::Says(201, json!({ "issueId": "107001", "issueKey": "HELP-1" }))
            }
            ("POST", "servicedesk/1/attachTemporaryFile") => {
                assert_eq!(came.header("x-atlassian-token"), "no-check");
                is_document(part(came, "file").as_bytes());
                Answer::Says(201, json!({ "temporaryAttachments": [{ "temporaryAttachmentId": "tmp1", "fileName": "x" }] }))
            }
            ("POST", "request/HELP-1/attachment") => {
                let body = came.json();
                keys(&body, &["temporaryAttachmentIds", "public"], &["additionalComment"]);
                assert_eq!(body["temporaryAttachmentIds"], json!(["tmp1"]));
                Answer::Says(201, json!({}))
            }
            ("GET", "request") => {
                assert!(came.uri.contains("requestOwnership=ALL_REQUESTS") && came.uri.contains("searchTerm=F-4711-2830"));
                let all: Vec<Value> = requests.all().into_iter().map(|body| json!({ "issueKey": "HELP-1",
                    "requestFieldValues": [{ "fieldId": "summary", "label": "Summary", "value": body["requestFieldValues"]["summary"] }] })).collect();
                Answer::Says(200, json!({ "size": all.len(), "values": all }))
            }
            ("GET", "request/HELP-1") => Answer::Says(200, json!({ "issueKey": "HELP-1",
                "currentStatus": { "status": "Done", "statusCategory": "DONE" } })),
            _ => missing(),
        }
    })
    .await;
    let tried = tried("jira", &jira, |config| {
        config.user = Some("agent@isp.example".to_owned());
        config.queue = Some("1/25".to_owned());
        config.priorities = [("critical".to_owned(), "Highest".to_owned())].into();
        config.fields = [("account".to_owned(), "customfield_10010".to_owned())].into();
    })
    .await;
    assert_eq!(
        tried.receipt,
        receipt(
            "HELP-1",
            "HELP-1",
            Some(format!("{}/browse/HELP-1", jira.url))
        )
    );
    assert_eq!(tried.found, tried.receipt);
    assert_eq!(tried.progress, Some(("Done".to_owned(), true)));
    let all = kept.all();
    assert_eq!(all.len(), 1);
    let fields = &all[0]["requestFieldValues"];
    assert_eq!(fields["priority"], json!({ "name": "Highest" }));
    assert_eq!(fields["customfield_10010"], "K-77");
    assert_eq!(fields["description"], delivery().text);
}

#[tokio::test]
async fn glpi_gets_what_it_documents_in_sessions_that_are_closed() {
    let kept = Kept::default();
    let tickets = kept.clone();
    let glpi = StandIn::new(move |came, _| {
        assert_eq!(came.header("app-token"), "app");
        let path = came
            .uri
            .split('?')
            .next()
            .unwrap()
            .strip_prefix("/apirest.php/")
            .unwrap();
        if path == "initSession" {
            assert_eq!(came.header("authorization"), "user_token s3cret");
            return Answer::Says(200, json!({ "session_token": "sess" }));
        }
        assert_eq!(came.header("session-token"), "sess");
        match (came.method.as_str(), path) {
            ("POST", "Ticket") => {
                let body = came.json();
                keys(&body, &["input"], &[]);
                keys(
                    &body["input"],
                    &["name", "content"],
                    &[
                        "type",
                        "urgency",
                        "itilcategories_id",
                        "_users_id_requester",
                        "_users_id_requester_notif",
                    ],
                );
                let id = tickets.add(body["input"].clone());
                Answer::Says(201, json!({ "id": id, "message": "" }))
            }
            ("POST", "Document") => {
                let manifest: Value = serde_json::from_str(&part(came, "uploadManifest")).unwrap();
                keys(
                    &manifest["input"],
                    &["name", "_filename"],
                    &["itemtype", "items_id"],
                );
                assert_eq!(manifest["input"]["items_id"], 1);
                is_document(part(came, "filename[0]").as_bytes());
                Answer::Says(201, json!({ "id": 9, "upload_result": {} }))
            }
            ("GET", "search/Ticket") => {
                assert!(
                    came.uri.contains("criteria%5B0%5D%5Bvalue%5D=F-4711-2830"),
                    "{}",
                    came.uri
                );
                let all = tickets.all().into_iter().enumerate();
                let all: Vec<Value> = all
                    .map(|(place, input)| json!({ "1": input["name"], "2": place + 1 }))
                    .collect();
                Answer::Says(200, json!({ "totalcount": all.len(), "data": all }))
            }
            ("GET", "Ticket/1") => Answer::Says(200, json!({ "id": 1, "status": 6 })),
            ("GET", "killSession") => Answer::Says(200, json!(true)),
            _ => missing(),
        }
    })
    .await;
    let tried = tried("glpi", &glpi, |config| {
        config.secrets.push("app".into());
        config.queue = Some("4".to_owned());
    })
    .await;
    assert_eq!(
        tried.receipt,
        receipt(
            "1",
            "1",
            Some(format!("{}/front/ticket.form.php?id=1", glpi.url))
        )
    );
    assert_eq!(tried.found, tried.receipt);
    assert_eq!(tried.progress, Some(("closed".to_owned(), true)));
    let all = kept.all();
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&all[0]["urgency"], &all[0]["itilcategories_id"]),
        (&json!(5), &json!(4))
    );
    let content = all[0]["content"].as_str().unwrap();
    assert!(
        content.contains("&lt;b&gt;") && content.contains("<br>"),
        "{content}"
    );
    let count = |path: &str| {
        tried
            .came
            .iter()
            .filter(|came| came.uri.ends_with(path))
            .count()
    };
    assert_eq!(count("/initSession"), count("/killSession"));
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
        // Whatever answers a webhook or a template is right, and mail is no page.
        if ["webhook", "template", "smtp"].contains(&kind.name) {
            continue;
        }
        let queue = if kind.name == "jira" { "1/2" } else { "3" };
        let full = Config {
            helpdesk: HelpdeskConfig {
                kind: Some(kind.name.to_owned()),
                url: Some(page.url.clone()),
                user: Some("agent@isp.example".to_owned()),
                secrets: vec!["s3cret".into()],
                queue: Some(queue.to_owned()),
                requester: Some("nobody@isp.example".to_owned()),
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
