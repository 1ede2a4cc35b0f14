//! Zendesk, by its interface for tickets, as an agent: what customers send by `requests.json` loses
//! its priority.
//!
//! It knows a ticket by `Idempotency-Key` for two hours, as long as the same is sent, so the file,
//! whose upload has another name each time, follows in a second request. The ticket's key is its
//! `external_id` too, by which one can be found later. Zendesk drops ids that it does not know without
//! a word, so what was stored is read back.

use axum::http::Method;
use firstline_wire::follow::Stage;
use firstline_wire::photo::MEDIA_TYPE;
use serde_json::{Value, json};

use super::answer::{in_address, list, text_at};
use super::api::Api;
use super::http::{Call, Http, basic};
use super::progress::{Stages, as_far_as_told};
use super::setup::{Setup, Wrong};
use super::{Adapter, Created, Delivery, Doing, Failure, Kind, Note, Offer, Progress};
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("zendesk", "Zendesk", make);

/// Zendesk's own priorities.
const PRIORITIES: [&str; 3] = ["low", "normal", "urgent"];

/// What its statuses say to customers; `solved` may be opened again.
const STAGES: Stages = &[
    (Stage::Received, &["new"]),
    (Stage::Working, &["open", "hold"]),
    (Stage::Asks, &["pending"]),
    (Stage::Solved, &["solved", "closed"]),
];

#[derive(Debug)]
struct Zendesk {
    api: Api,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let config = setup.config();
    setup.needs_requester()?;
    setup.numbers_queues("the id of a group in Zendesk, a number")?;
    if config.fields.values().any(|id| id.parse::<u64>().is_err()) {
        let message = "Each field goes by its id in Zendesk, a number: number = \"360001234567\".";
        return Err(Wrong::new("helpdesk.fields", message));
    }
    let example = "the agent's address: \"firstline@isp.example\"";
    let url = setup.url("\"https://isp.zendesk.com\"")?;
    let user = setup.needs("helpdesk.user", config.user.as_deref(), example)?;
    let token = setup.secret("The agent's API token")?;
    Ok(Box::new(Zendesk {
        api: Api::new(url, &basic(&format!("{user}/token"), token.reveal())),
        setup: setup.clone(),
    }))
}

impl Zendesk {
    fn fields(&self, delivery: &Delivery) -> Vec<(u64, String)> {
        let fields = self.setup.fields(delivery).into_iter();
        fields
            .filter_map(|(id, value)| Some((id.parse().ok()?, value)))
            .collect()
    }

    fn body(&self, delivery: &Delivery) -> Value {
        let fields = self.fields(delivery).into_iter();
        let fields: Vec<Value> = fields
            .map(|(id, value)| json!({ "id": id, "value": value }))
            .collect();
        let mut ticket = json!({
            "external_id": delivery.key,
            "subject": delivery.subject(),
            "comment": { "body": delivery.text, "public": false },
            "requester": {
                "name": delivery.name(),
                "email": self.setup.requester(delivery),
            },
            "tags": ["firstline"],
            "custom_fields": fields,
        });
        if let Some(group) = self
            .setup
            .queue(delivery)
            .and_then(|id| id.parse::<u64>().ok())
        {
            ticket["group_id"] = group.into();
        }
        if let Some(priority) = self.setup.priority(delivery, Some(PRIORITIES)) {
            ticket["priority"] = priority.into();
        }
        json!({ "ticket": ticket })
    }

    fn receipt(&self, ticket: &Value) -> Option<Receipt> {
        let id = text_at(ticket, "/id")?;
        let link = self.api.at(&format!("/agent/tickets/{id}"));
        Some(Receipt::numbered_by_id(id, link))
    }

    /// What was sent and is not in what was stored.
    fn dropped(&self, delivery: &Delivery, stored: &Value) -> Vec<String> {
        let mut dropped = Vec::new();
        let sent = self.body(delivery)["ticket"].take();
        for key in ["priority", "group_id"] {
            if !sent[key].is_null() && stored[key] != sent[key] {
                dropped.push(key.to_owned());
            }
        }
        let kept = stored["custom_fields"].as_array();
        for (id, _) in self.fields(delivery) {
            let kept = kept.is_some_and(|kept| {
                kept.iter()
                    .any(|field| field["id"] == id && !field["value"].is_null())
            });
            if !kept {
                dropped.push(format!("field {id}"));
            }
        }
        dropped
    }

    /// Keeps a file until it is put to a comment; its token.
    async fn keep(
        &self,
        http: &Http,
        file: &str,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<String, Failure> {
        let path = format!("/api/v2/uploads.json?filename={}", in_address(file));
        let upload = Call::new(Method::POST, self.api.at(&path)).body(media_type, bytes);
        let upload = self.api.ask(http, upload).await?;
        text_at(&upload, "/upload/token").ok_or_else(Failure::no_number)
    }

    async fn attach(&self, http: &Http, id: &str, delivery: &Delivery) -> Result<(), Failure> {
        let (file, bytes) = delivery.file();
        let token = self.keep(http, &file, "application/json", bytes).await?;
        let comment = json!({ "ticket": { "comment": {
            "body": "The same as JSON, for programs.", "public": false, "uploads": [token] } } });
        let url = self.address(id);
        let put = Call::new(Method::PUT, url).body("application/json", comment.to_string());
        self.api.ask(http, put).await.map(drop)
    }

    /// The address of a ticket.
    fn address(&self, id: &str) -> String {
        let path = format!("/api/v2/tickets/{}.json", in_address(id));
        self.api.at(&path)
    }

    /// What was said in a ticket, the newest hundred.
    async fn comments(&self, http: &Http, id: &str) -> Result<Vec<Value>, Failure> {
        let id = in_address(id);
        let path = format!("/api/v2/tickets/{id}/comments.json?sort_order=desc");
        let found = self.api.get(http, &path).await?;
        list(&found, "/comments").map(<[Value]>::to_vec)
    }
}

impl Adapter for Zendesk {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let url = self.api.at("/api/v2/tickets.json");
            let call =
                Call::post(url, &self.body(delivery)).header("idempotency-key", &delivery.key);
            let reply = self.api.ask(http, call).await?;
            let stored = &reply["ticket"];
            let mut receipt = self.receipt(stored).ok_or_else(Failure::no_number)?;
            let notes = self.dropped(delivery, stored);
            receipt.note = match notes.is_empty() {
                true => None,
                false => Some(format!("Zendesk did not store: {}", notes.join(", "))),
            };
            Ok(receipt)
        })
    }

    fn complete<'a>(&'a self, http: &'a Http, created: Created<'a>) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let id = &created.receipt.id;
            if created.unsure {
                let (file, _) = created.delivery.file();
                let comments = self.comments(http, id).await?;
                let mut files = comments
                    .iter()
                    .filter_map(|one| one["attachments"].as_array())
                    .flatten();
                if files.any(|one| one["file_name"] == file) {
                    return Ok(());
                }
            }
            self.attach(http, id, created.delivery).await
        }))
    }

    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        Some(Box::pin(async move {
            let key = in_address(&delivery.key);
            let path = format!("/api/v2/tickets.json?external_id={key}");
            let found = self.api.get(http, &path).await?;
            let mut tickets = list(&found, "/tickets")?.iter();
            let ticket = tickets.find(|ticket| ticket["external_id"] == delivery.key.as_str());
            Ok(ticket.and_then(|ticket| self.receipt(ticket)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        Some(Box::pin(async move {
            let call = Call::get(self.address(&receipt.id));
            let reply = self.api.ask(http, call).await?;
            let mut progress = Progress::by(text_at(&reply, "/ticket/status"), STAGES, &["closed"]);
            let requester = &reply["ticket"]["requester_id"];
            for one in as_far_as_told(self.comments(http, &receipt.id).await) {
                if one["public"] == true && one["author_id"] != *requester {
                    let text = text_at(&one, "/plain_body").or_else(|| text_at(&one, "/body"));
                    progress.hear(&one, &one["created_at"], &text.unwrap_or_default());
                }
            }
            Ok(progress)
        }))
    }

    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let is_there = note.unsure && {
                let comments = self.comments(http, &receipt.id).await?;
                comments.iter().any(|one| note.is_in(&one["body"]))
            };
            let mut ticket = json!({});
            if !is_there {
                ticket["comment"] = json!({ "body": note.text, "public": false });
                if let Some(photo) = &note.photo {
                    let bytes = photo.bytes.clone();
                    let token = self.keep(http, &photo.name, MEDIA_TYPE, bytes).await?;
                    ticket["comment"]["uploads"] = json!([token]);
                }
            }
            if note.solved {
                ticket["status"] = "solved".into();
            }
            if ticket == json!({}) {
                return Ok(());
            }
            let call = Call::put(self.address(&receipt.id), &json!({ "ticket": ticket }));
            self.api.ask(http, call).await.map(drop)
        }))
    }
}
