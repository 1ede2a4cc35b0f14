//! Request Tracker 5, by its interface REST 2.
//!
//! It knows no key of ours, so a lost answer is settled by searching for the ticket's number in
//! subjects, which stand there in brackets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::answer::{in_address, list, text_at};
use super::http::{Call, Http};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Progress};
use crate::config::Secret;
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind {
    name: "request-tracker",
    title: "Request Tracker",
    make,
};

/// Statuses of RT's default lifecycle from which nothing comes any more.
const CLOSED: &[&str] = &["resolved", "rejected", "deleted"];

#[derive(Debug)]
struct RequestTracker {
    url: String,
    user: Option<String>,
    token: Secret,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let config = setup.config();
    let example = "\"General\", the queue in which tickets are made";
    setup.needs("helpdesk.queue", config.queue.as_deref(), example)?;
    Ok(Box::new(RequestTracker {
        url: setup.url("\"https://rt.isp.example\"")?,
        user: config.user.clone(),
        token: setup
            .secret("The token of a user of RT (or, with `helpdesk.user`, the password)")?,
        setup: setup.clone(),
    }))
}

impl RequestTracker {
    fn signed(&self, call: Call) -> Call {
        match &self.user {
            Some(user) => call.basic(user, self.token.reveal()),
            None => call.header("authorization", format!("token {}", self.token.reveal())),
        }
    }

    fn body(&self, delivery: &Delivery) -> Value {
        let (file, bytes) = delivery.file();
        let mut body = json!({
            "Queue": self.setup.queue(delivery),
            "Subject": delivery.subject(),
            "Content": delivery.text,
            "ContentType": "text/plain",
            "Attachments": [{
                "FileName": file,
                "FileType": "application/json",
                "FileContent": STANDARD.encode(bytes),
            }],
        });
        if let Some(requester) = self.setup.requester(delivery) {
            body["Requestor"] = requester.into();
        }
        if let Some(priority) = self.setup.priority(delivery, None) {
            body["Priority"] = priority.into();
        }
        let fields = self.setup.fields(delivery).into_iter();
        let fields: Map<String, Value> = fields
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        if !fields.is_empty() {
            body["CustomFields"] = fields.into();
        }
        body
    }

    fn receipt(&self, id: &str) -> Receipt {
        Receipt {
            id: id.to_owned(),
            number: Some(id.to_owned()),
            link: Some(format!(
                "{}/Ticket/Display.html?id={}",
                self.url,
                in_address(id)
            )),
            note: None,
        }
    }
}

impl Adapter for RequestTracker {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let url = format!("{}/REST/2.0/ticket", self.url);
            let call = self.signed(Call::post(url, &self.body(delivery)));
            let reply = http.ask(call).await?;
            // A page in place of the interface answers 200 too.
            let id = text_at(&reply.json(), "/id").ok_or_else(Failure::no_number)?;
            Ok(self.receipt(&id))
        })
    }

    fn find<'a>(
        &'a self,
        http: &'a Http,
        delivery: &'a Delivery,
    ) -> Option<Doing<'a, Option<Receipt>>> {
        Some(Box::pin(async move {
            let query = format!("Subject LIKE '{}'", delivery.mark());
            let url = format!(
                "{}/REST/2.0/tickets?query={}&fields=Subject",
                self.url,
                in_address(&query)
            );
            let reply = http.ask(self.signed(Call::get(url))).await?;
            let found = reply.json();
            let mut items = list(&found, "/items")?.iter();
            let item = items.find(|item| delivery.is_marked(&item["Subject"]));
            let id = item.and_then(|item| text_at(item, "/id"));
            Ok(id.map(|id| self.receipt(&id)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Option<Doing<'a, Progress>> {
        Some(Box::pin(async move {
            let url = format!("{}/REST/2.0/ticket/{}", self.url, in_address(&receipt.id));
            let ticket = http.ask(self.signed(Call::get(url))).await?.json();
            let word = text_at(&ticket, "/Status").unwrap_or_else(|| "unknown".to_owned());
            Ok(Progress {
                closed: CLOSED.contains(&&*word),
                word,
            })
        }))
    }
}
