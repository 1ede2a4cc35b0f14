//! Request Tracker 5, by its interface REST 2.
//!
//! It knows no key of ours, so a lost answer is settled by searching for the ticket's number in
//! subjects, which stand there in brackets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_wire::follow::Stage;
use firstline_wire::photo::MEDIA_TYPE;
use serde_json::{Map, Value, json};

use axum::http::Method;

use super::answer::{in_address, list, plain, text_at};
use super::api::Api;
use super::http::{Call, Http};
use super::progress::{Stages, as_far_as_told, heard};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Note, Offer, Progress};
use crate::store::deliveries::Receipt;
use crate::store::following::Heard;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("request-tracker", "Request Tracker", make);

/// Statuses of RT's default lifecycle from which nothing comes any more.
const CLOSED: &[&str] = &["resolved", "rejected", "deleted"];

/// The stage that customers see for each status.
const STAGES: Stages = &[
    (Stage::Received, &["new"]),
    (Stage::Working, &["open"]),
    (Stage::Asks, &["stalled"]),
    (Stage::Solved, &["resolved"]),
    (Stage::Closed, &["rejected", "deleted"]),
];

/// How many of its newest answers are read.
const MOST_ANSWERS: usize = 10;

#[derive(Debug)]
struct RequestTracker {
    api: Api,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let config = setup.config();
    let example = "\"General\", the queue in which tickets are made";
    setup.needs("helpdesk.queue", config.queue.as_deref(), example)?;
    let url = setup.url("\"https://rt.isp.example\"")?;
    let secret = "The token of a user of RT (or, with `helpdesk.user`, the password)";
    Ok(Box::new(RequestTracker {
        api: Api::of_user_or_token(url, setup, "token", secret)?,
        setup: setup.clone(),
    }))
}

impl RequestTracker {
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

    fn receipt(&self, id: String) -> Receipt {
        let path = format!("/Ticket/Display.html?id={}", in_address(&id));
        Receipt::numbered_by_id(id, self.api.at(&path))
    }

    /// The address of a ticket.
    fn address(&self, id: &str) -> String {
        let path = format!("/REST/2.0/ticket/{}", in_address(id));
        self.api.at(&path)
    }

    /// Asks for the messages of agents to the customer.
    async fn answers(&self, http: &Http, id: &str, ticket: &Value) -> Result<Vec<Heard>, Failure> {
        let ticket_url = self.address(id);
        let url = format!("{ticket_url}/history?fields=Type,Creator,Created&per_page=100");
        let history = self.last_page(http, &url).await?;
        // Their own mails are no answers to them.
        let asked = |creator: &str| {
            let all = ticket["Requestor"].as_array();
            let mut ids = all
                .into_iter()
                .flatten()
                .filter_map(|one| one["id"].as_str());
            ids.any(|id| id.eq_ignore_ascii_case(creator))
        };
        let mut found = Vec::new();
        let answers = history.iter().filter(|one| one["Type"] == "Correspond");
        for one in answers.rev().take(MOST_ANSWERS) {
            let creator = text_at(one, "/Creator/id").or_else(|| text_at(one, "/Creator"));
            let Some(id) = text_at(one, "/id").filter(|_| !creator.is_some_and(|id| asked(&id)))
            else {
                continue;
            };
            if let Some(text) = self.text(http, &id).await? {
                found.extend(heard(&id, &one["Created"], &text));
            }
        }
        Ok(found)
    }

    /// The text of a transaction.
    async fn text(&self, http: &Http, transaction: &str) -> Result<Option<String>, Failure> {
        let id = in_address(transaction);
        let path = format!("/REST/2.0/transaction/{id}/attachments?per_page=20");
        let parts = self.api.get(http, &path).await?;
        let mut page = None;
        for part in list(&parts, "/items")? {
            let Some(id) = text_at(part, "/id") else {
                continue;
            };
            let path = format!("/REST/2.0/attachment/{}", in_address(&id));
            let part = self.api.get(http, &path).await?;
            if text_at(&part, "/Filename").is_some() {
                continue;
            }
            let content: String = text_at(&part, "/Content").unwrap_or_default();
            let content: String = content.split_whitespace().collect();
            let Ok(bytes) = STANDARD.decode(content) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            match part["ContentType"].as_str() {
                Some("text/plain") => return Ok(Some(text)),
                Some("text/html") => page = page.or(Some(plain(&text))),
                _ => {}
            }
        }
        Ok(page)
    }

    /// Asks for the newest page of the list at this address.
    async fn last_page(&self, http: &Http, url: &str) -> Result<Vec<Value>, Failure> {
        let page = |page: u64| Call::get(format!("{url}&page={page}"));
        let mut found = self.api.ask(http, page(1)).await?;
        let last = found["pages"].as_u64().unwrap_or(1);
        if last > 1 {
            found = self.api.ask(http, page(last)).await?;
        }
        list(&found, "/items").map(<[Value]>::to_vec)
    }
}

impl Adapter for RequestTracker {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let call = Call::post(self.api.at("/REST/2.0/ticket"), &self.body(delivery));
            let ticket = self.api.ask(http, call).await?;
            // A page in place of the interface answers 200 too.
            let id = text_at(&ticket, "/id").ok_or_else(Failure::no_number)?;
            Ok(self.receipt(id))
        })
    }

    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        Some(Box::pin(async move {
            let query = format!("Subject LIKE '{}'", delivery.mark());
            let query = in_address(&query);
            let path = format!("/REST/2.0/tickets?query={query}&fields=Subject");
            let found = self.api.get(http, &path).await?;
            let mut items = list(&found, "/items")?.iter();
            let item = items.find(|item| delivery.is_marked(&item["Subject"]));
            let id = item.and_then(|item| text_at(item, "/id"));
            Ok(id.map(|id| self.receipt(id)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        Some(Box::pin(async move {
            let call = Call::get(self.address(&receipt.id));
            let ticket = self.api.ask(http, call).await?;
            let mut progress = Progress::by(text_at(&ticket, "/Status"), STAGES, CLOSED);
            progress.heard = as_far_as_told(self.answers(http, &receipt.id, &ticket).await);
            Ok(progress)
        }))
    }

    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let url = self.address(&receipt.id);
            let is_there = note.unsure && {
                let all = format!("{url}/attachments?fields=Subject&per_page=100");
                let all = self.last_page(http, &all).await?;
                all.iter().any(|one| note.is_in(&one["Subject"]))
            };
            if !is_there {
                // For agents: the customer need not get own words by mail.
                let mut comment = json!({
                    "Subject": note.subject(),
                    "Content": note.text,
                    "ContentType": "text/plain",
                });
                if let Some(photo) = &note.photo {
                    comment["Attachments"] = json!([{
                        "FileName": photo.name,
                        "FileType": MEDIA_TYPE,
                        "FileContent": photo.base64(),
                    }]);
                }
                let call = Call::post(format!("{url}/comment"), &comment);
                self.api.ask(http, call).await?;
            }
            if note.solved {
                let resolved = json!({ "Status": "resolved" });
                let put =
                    Call::new(Method::PUT, url).body("application/json", resolved.to_string());
                self.api.ask(http, put).await?;
            }
            Ok(())
        }))
    }
}
