//! Helpdesks that take one document of JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::published::Published;
use super::{KEY, Kept, NUMBER, decoded, delivery, is_document, keys, missing, receipt, tried};
use crate::stand_in::{Answer, StandIn};

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
            ("GET", "/api/v2/tickets/35436/comments.json?sort_order=desc") => Answer::Says(
                200,
                json!({ "comments": [
                    { "id": 2, "public": false, "attachments": [{ "id": 5, "file_name": "F-4711-2830.json" }] },
                    { "id": 1, "public": false, "attachments": [] },
                ] }),
            ),
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
    let uploads = tried.came.iter();
    let uploads = uploads.filter(|came| came.uri.starts_with("/api/v2/uploads"));
    assert_eq!(uploads.count(), 1, "it has the file");
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
        let published = Published::of(kind);
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
                    published.holds(published.create, &body);
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
                                // What this type may hold.
                                assert_eq!(one["@type"], "StringCharacteristic");
                                assert!(one["value"].is_string(), "{one}");
                            }
                            let names = body["troubleTicketCharacteristic"].as_array().unwrap();
                            let value = |name: &str| {
                                let one = names.iter().find(|one| one["name"] == name);
                                one.map(|one| one["value"].clone())
                            };
                            assert_eq!(value("number"), Some(NUMBER.into()));
                            assert_eq!(value("category"), Some("line".into()));
                            assert_eq!(value("verified"), Some("true".into()));
                            assert_eq!(value("customerAccount"), Some("K-77".into()));
                        }
                        false => keys(
                            party,
                            &["id", "@referredType"],
                            &["@type", "name", "role", "href"],
                        ),
                    }
                    let date = body["note"][0]["date"].as_str().unwrap();
                    assert!(date.parse::<jiff::Timestamp>().is_ok(), "{date}");
                    let mut stored = body.clone();
                    stored["id"] = "tt-1".into();
                    stored["href"] = format!("https://crm.isp.example{path}/tt-1").into();
                    published.holds(published.ticket, &stored);
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
        let tried = tried(kind, &system, |config| {
            config.fields = [("account".to_owned(), "customerAccount".to_owned())].into();
        })
        .await;
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
