//! Zammad, by its interface for tickets.
//!
//! It knows no key of ours, so a lost answer is settled by searching for the ticket's number. With
//! Elasticsearch, what is new can be found after a few seconds; `helpdesk.settle_seconds` is longer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_wire::follow::Stage;
use firstline_wire::photo::MEDIA_TYPE;
use serde_json::{Value, json};

use super::answer::{in_address, list, plain, text_at};
use super::http::{Call, Http};
use super::progress::{as_far_as_told, heard};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Note, Progress};
use crate::config::Secret;
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind {
    name: "zammad",
    title: "Zammad",
    make,
};

/// Zammad's own priorities.
const PRIORITIES: [&str; 3] = ["1 low", "2 normal", "3 high"];

/// States from which nothing comes any more.
const CLOSED: &[&str] = &["closed", "merged", "removed"];

/// What its states say to customers.
const STAGES: &[(&str, Stage)] = &[
    ("new", Stage::Received),
    ("open", Stage::Working),
    ("pending reminder", Stage::Working),
    ("pending close", Stage::Solved),
    ("closed", Stage::Solved),
    ("merged", Stage::Closed),
    ("removed", Stage::Closed),
];

#[derive(Debug)]
struct Zammad {
    url: String,
    token: Secret,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let config = setup.config();
    let example = "\"Users\", the group that gets tickets";
    setup.needs("helpdesk.queue", config.queue.as_deref(), example)?;
    setup.needs_requester()?;
    Ok(Box::new(Zammad {
        url: setup.url("\"https://zammad.isp.example\"")?,
        token: setup.secret("A token with the right ticket.agent")?,
        setup: setup.clone(),
    }))
}

impl Zammad {
    fn signed(&self, call: Call) -> Call {
        let token = format!("Token token={}", self.token.reveal());
        call.header("authorization", token)
    }

    fn body(&self, delivery: &Delivery) -> Value {
        let (file, bytes) = delivery.file();
        let requester = self.setup.requester(delivery).unwrap_or_default();
        let mut body = json!({
            "title": delivery.subject(),
            "group": self.setup.queue(delivery),
            // Zammad makes a customer of an address that it does not know.
            "customer_id": format!("guess:{requester}"),
            "article": {
                "subject": delivery.subject(),
                "body": delivery.text,
                "content_type": "text/plain",
                "type": "note",
                "internal": false,
                "attachments": [{
                    "filename": file,
                    "data": STANDARD.encode(bytes),
                    "mime-type": "application/json",
                }],
            },
        });
        if let Some(priority) = self.setup.priority(delivery, Some(PRIORITIES)) {
            body["priority"] = priority.into();
        }
        for (name, value) in self.setup.fields(delivery) {
            body[name] = value.into();
        }
        body
    }

    fn receipt(&self, ticket: &Value) -> Option<Receipt> {
        let id = text_at(ticket, "/id")?;
        Some(Receipt {
            number: text_at(ticket, "/number"),
            link: Some(format!("{}/#ticket/zoom/{id}", self.url)),
            id,
            note: None,
        })
    }
}

impl Zammad {
    /// What was said in a ticket, the oldest first.
    async fn articles(&self, http: &Http, id: &str) -> Result<Vec<Value>, Failure> {
        let url = format!(
            "{}/api/v1/ticket_articles/by_ticket/{}?expand=true",
            self.url,
            in_address(id)
        );
        let found = http.ask(self.signed(Call::get(url))).await?.json();
        list(&found, "").map(<[Value]>::to_vec)
    }
}

impl Adapter for Zammad {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let url = format!("{}/api/v1/tickets", self.url);
            let call = self.signed(Call::post(url, &self.body(delivery)));
            let reply = http.ask(call).await?;
            self.receipt(&reply.json()).ok_or_else(Failure::no_number)
        })
    }

    fn find<'a>(
        &'a self,
        http: &'a Http,
        delivery: &'a Delivery,
    ) -> Option<Doing<'a, Option<Receipt>>> {
        Some(Box::pin(async move {
            // The number alone: without Elasticsearch there is no query language.
            let words = delivery.mark();
            let words = words.trim_matches(['[', ']']);
            let url = format!(
                "{}/api/v1/tickets/search?expand=true&per_page=50&query={}",
                self.url,
                in_address(words)
            );
            let found = http.ask(self.signed(Call::get(url))).await?.json();
            let mut tickets = list(&found, "")?.iter();
            let ticket = tickets.find(|ticket| delivery.is_marked(&ticket["title"]));
            Ok(ticket.and_then(|ticket| self.receipt(ticket)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Option<Doing<'a, Progress>> {
        Some(Box::pin(async move {
            let id = in_address(&receipt.id);
            let url = format!("{}/api/v1/tickets/{id}?expand=true", self.url);
            let ticket = http.ask(self.signed(Call::get(url))).await?.json();
            let mut progress = Progress::by(text_at(&ticket, "/state"), STAGES, CLOSED);
            let articles = as_far_as_told(self.articles(http, &receipt.id).await);
            // The first is the ticket itself.
            for one in articles.iter().skip(1) {
                if one["internal"] == false && one["sender"] == "Agent" {
                    let body = one["body"].as_str().unwrap_or_default();
                    let text = match one["content_type"].as_str() {
                        Some("text/html") => plain(body),
                        _ => body.to_owned(),
                    };
                    let name = text_at(one, "/id").unwrap_or_default();
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
                let articles = self.articles(http, &receipt.id).await?;
                articles.iter().any(|one| note.is_in(&one["subject"]))
            };
            if !is_there {
                let mut article = json!({
                    "ticket_id": receipt.id.parse::<u64>().unwrap_or(0),
                    "subject": note.subject(),
                    "body": note.text,
                    "content_type": "text/plain",
                    "type": "note",
                    "internal": false,
                    "sender": "Customer",
                });
                if let Some(photo) = &note.photo {
                    article["attachments"] = json!([{
                        "filename": photo.name,
                        "data": photo.base64(),
                        "mime-type": MEDIA_TYPE,
                    }]);
                }
                let url = format!("{}/api/v1/ticket_articles", self.url);
                http.ask(self.signed(Call::post(url, &article))).await?;
            }
            if note.solved {
                let url = format!("{}/api/v1/tickets/{}", self.url, in_address(&receipt.id));
                let call = Call::put(url, &json!({ "state": "closed" }));
                http.ask(self.signed(call)).await?;
            }
            Ok(())
        })
    }
}
