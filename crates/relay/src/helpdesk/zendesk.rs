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
use super::http::{Call, Http};
use super::progress::{as_far_as_told, heard};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Note, Progress};
use crate::config::Secret;
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind {
    name: "zendesk",
    title: "Zendesk",
    make,
};

/// Zendesk's own priorities.
const PRIORITIES: [&str; 3] = ["low", "normal", "urgent"];

/// What its statuses say to customers; `solved` may be opened again.
const STAGES: &[(&str, Stage)] = &[
    ("new", Stage::Received),
    ("open", Stage::Working),
    ("hold", Stage::Working),
    ("pending", Stage::Asks),
    ("solved", Stage::Solved),
    ("closed", Stage::Solved),
];

#[derive(Debug)]
struct Zendesk {
    url: String,
    user: String,
    token: Secret,
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
    Ok(Box::new(Zendesk {
        url: setup.url("\"https://isp.zendesk.com\"")?,
        user: setup.needs("helpdesk.user", config.user.as_deref(), example)?,
        token: setup.secret("The agent's API token")?,
        setup: setup.clone(),
    }))
}

impl Zendesk {
    fn signed(&self, call: Call) -> Call {
        call.basic(&format!("{}/token", self.user), self.token.reveal())
    }

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
        Some(Receipt {
            number: Some(id.clone()),
            link: Some(format!("{}/agent/tickets/{id}", self.url)),
            id,
            note: None,
        })
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
        let url = format!(
            "{}/api/v2/uploads.json?filename={}",
            self.url,
            in_address(file)
        );
        let upload = Call::new(Method::POST, url).body(media_type, bytes);
        let upload = http.ask(self.signed(upload)).await?.json();
        text_at(&upload, "/upload/token").ok_or_else(Failure::no_number)
    }

    async fn attach(&self, http: &Http, id: &str, delivery: &Delivery) -> Result<(), Failure> {
        let (file, bytes) = delivery.file();
        let token = self.keep(http, &file, "application/json", bytes).await?;
        let comment = json!({ "ticket": { "comment": {
            "body": "The same as JSON, for programs.", "public": false, "uploads": [token] } } });
        let url = format!("{}/api/v2/tickets/{}.json", self.url, in_address(id));
        let put = Call::new(Method::PUT, url).body("application/json", comment.to_string());
        http.ask(self.signed(put)).await.map(drop)
    }
}

impl Zendesk {
    /// What was said in a ticket, the newest hundred.
    async fn comments(&self, http: &Http, id: &str) -> Result<Vec<Value>, Failure> {
        let url = format!(
            "{}/api/v2/tickets/{}/comments.json?sort_order=desc",
            self.url,
            in_address(id)
        );
        let found = http.ask(self.signed(Call::get(url))).await?.json();
        list(&found, "/comments").map(<[Value]>::to_vec)
    }
}

impl Adapter for Zendesk {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let url = format!("{}/api/v2/tickets.json", self.url);
            let call =
                Call::post(url, &self.body(delivery)).header("idempotency-key", &delivery.key);
            let reply = http.ask(self.signed(call)).await?.json();
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

    fn complete<'a>(
        &'a self,
        http: &'a Http,
        receipt: &'a Receipt,
        delivery: &'a Delivery,
        unsure: bool,
    ) -> Option<Doing<'a, ()>> {
        Some(Box::pin(async move {
            if unsure {
                let (file, _) = delivery.file();
                let comments = self.comments(http, &receipt.id).await?;
                let mut files = comments
                    .iter()
                    .filter_map(|one| one["attachments"].as_array())
                    .flatten();
                if files.any(|one| one["file_name"] == file) {
                    return Ok(());
                }
            }
            self.attach(http, &receipt.id, delivery).await
        }))
    }

    fn find<'a>(
        &'a self,
        http: &'a Http,
        delivery: &'a Delivery,
    ) -> Option<Doing<'a, Option<Receipt>>> {
        Some(Box::pin(async move {
            let key = in_address(&delivery.key);
            let url = format!("{}/api/v2/tickets.json?external_id={key}", self.url);
            let found = http.ask(self.signed(Call::get(url))).await?.json();
            let mut tickets = list(&found, "/tickets")?.iter();
            let ticket = tickets.find(|ticket| ticket["external_id"] == delivery.key.as_str());
            Ok(ticket.and_then(|ticket| self.receipt(ticket)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Option<Doing<'a, Progress>> {
        Some(Box::pin(async move {
            let url = format!(
                "{}/api/v2/tickets/{}.json",
                self.url,
                in_address(&receipt.id)
            );
            let reply = http.ask(self.signed(Call::get(url))).await?.json();
            let mut progress = Progress::by(text_at(&reply, "/ticket/status"), STAGES, &["closed"]);
            let requester = &reply["ticket"]["requester_id"];
            for one in as_far_as_told(self.comments(http, &receipt.id).await) {
                if one["public"] == true && one["author_id"] != *requester {
                    let name = text_at(&one, "/id").unwrap_or_default();
                    let text = text_at(&one, "/plain_body").or_else(|| text_at(&one, "/body"));
                    let text = text.unwrap_or_default();
                    progress
                        .heard
                        .extend(heard(&name, &one["created_at"], &text));
                }
            }
            Ok(progress)
        }))
    }

    fn takes_notes(&self) -> bool {
        true
    }

    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Doing<'a, ()> {
        Box::pin(async move {
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
            let id = in_address(&receipt.id);
            let url = format!("{}/api/v2/tickets/{id}.json", self.url);
            let call = Call::put(url, &json!({ "ticket": ticket }));
            http.ask(self.signed(call)).await.map(drop)
        })
    }
}
