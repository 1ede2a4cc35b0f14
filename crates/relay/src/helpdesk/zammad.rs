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
use super::api::Api;
use super::http::{Call, Http};
use super::progress::{Stages, as_far_as_told};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Note, Offer, Progress};
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("zammad", "Zammad", make);

/// Zammad's own priorities.
const PRIORITIES: [&str; 3] = ["1 low", "2 normal", "3 high"];

/// States from which nothing comes any more.
const CLOSED: &[&str] = &["closed", "merged", "removed"];

/// What its states say to customers.
const STAGES: Stages = &[
    (Stage::Received, &["new"]),
    (Stage::Working, &["open", "pending reminder"]),
    (Stage::Solved, &["pending close", "closed"]),
    (Stage::Closed, &["merged", "removed"]),
];

#[derive(Debug)]
struct Zammad {
    api: Api,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let config = setup.config();
    let example = "\"Users\", the group that gets tickets";
    setup.needs("helpdesk.queue", config.queue.as_deref(), example)?;
    setup.needs_requester()?;
    let url = setup.url("\"https://zammad.isp.example\"")?;
    let token = setup.secret("A token with the right ticket.agent")?;
    Ok(Box::new(Zammad {
        api: Api::new(url, &format!("Token token={}", token.reveal())),
        setup: setup.clone(),
    }))
}

impl Zammad {
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
            link: Some(self.api.at(&format!("/#ticket/zoom/{id}"))),
            id,
            note: None,
        })
    }

    /// What was said in a ticket, the oldest first.
    async fn articles(&self, http: &Http, id: &str) -> Result<Vec<Value>, Failure> {
        let id = in_address(id);
        let path = format!("/api/v1/ticket_articles/by_ticket/{id}?expand=true");
        let found = self.api.get(http, &path).await?;
        list(&found, "").map(<[Value]>::to_vec)
    }
}

impl Adapter for Zammad {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let call = Call::post(self.api.at("/api/v1/tickets"), &self.body(delivery));
            let ticket = self.api.ask(http, call).await?;
            self.receipt(&ticket).ok_or_else(Failure::no_number)
        })
    }

    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        Some(Box::pin(async move {
            // The number alone: without Elasticsearch there is no query language.
            let words = delivery.mark();
            let words = in_address(words.trim_matches(['[', ']']));
            let path = format!("/api/v1/tickets/search?expand=true&per_page=50&query={words}");
            let found = self.api.get(http, &path).await?;
            let mut tickets = list(&found, "")?.iter();
            let ticket = tickets.find(|ticket| delivery.is_marked(&ticket["title"]));
            Ok(ticket.and_then(|ticket| self.receipt(ticket)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        Some(Box::pin(async move {
            let id = in_address(&receipt.id);
            let path = format!("/api/v1/tickets/{id}?expand=true");
            let ticket = self.api.get(http, &path).await?;
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
                    progress.hear(one, &one["created_at"], &text);
                }
            }
            Ok(progress)
        }))
    }

    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
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
                let call = Call::post(self.api.at("/api/v1/ticket_articles"), &article);
                self.api.ask(http, call).await?;
            }
            if note.solved {
                let path = format!("/api/v1/tickets/{}", in_address(&receipt.id));
                let call = Call::put(self.api.at(&path), &json!({ "state": "closed" }));
                self.api.ask(http, call).await?;
            }
            Ok(())
        }))
    }
}
