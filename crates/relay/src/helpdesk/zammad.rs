//! Zammad, by its interface for tickets.
//!
//! It knows no key of ours, so a lost answer is settled by searching for the ticket's number. With
//! Elasticsearch, what is new can be found after a few seconds; `helpdesk.settle_seconds` is longer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::answer::{in_address, list, text_at};
use super::http::{Call, Http};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Progress};
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
            let word = text_at(&ticket, "/state").unwrap_or_else(|| "unknown".to_owned());
            Ok(Progress {
                closed: CLOSED.contains(&&*word),
                word,
            })
        }))
    }
}
