//! Helpdesks that take files as forms.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Kept, NUMBER, delivery, is_document, keys, missing, part, parts, receipt, tried};
use crate::stand_in::{Answer, StandIn};

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
            ("GET", "servicedesk/1/customer") => {
                assert_eq!(came.header("x-experimentalapi"), "opt-in");
                // Each page has one customer, although more were asked for.
                assert!(came.uri.contains("query=Maria%40isp.example&"), "{}", came.uri);
                let is_first = came.uri.contains("start=0&");
                let (id, email) = match is_first {
                    true => ("qm:1", "maria@isp.example.org"),
                    false => ("qm:2", "maria@ISP.example"),
                };
                Answer::Says(200, json!({ "isLastPage": !is_first,
                    "values": [{ "accountId": id, "emailAddress": email, "displayName": "Maria" }] }))
            }
            ("GET", "request/HELP-1/attachment") => Answer::Says(200, json!({ "size": 1,
                "values": [{ "filename": "F-4711-2830.json", "size": 7, "mimeType": "application/json" }] })),
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
    assert_eq!(all[0]["raiseOnBehalfOf"], "qm:2");
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
            ("GET", "Ticket/1/Document_Item") => Answer::Says(
                200,
                json!([{ "id": 3, "documents_id": "F-4711-2830.json" }]),
            ),
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
