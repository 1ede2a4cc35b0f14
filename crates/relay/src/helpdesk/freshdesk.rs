//! Freshdesk, by its interface version 2.
//!
//! It knows no key of ours, and its search is minutes behind, so a lost answer is settled by listing
//! what the requester has sent since then.

use axum::http::Method;
use firstline_wire::follow::Stage;
use firstline_wire::photo::MEDIA_TYPE;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::answer::{PAGE, Pages, as_html, in_address, list, text_at};
use super::api::Api;
use super::http::{Call, Http, basic};
use super::multipart::Form;
use super::progress::{Stages, as_far_as_told};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Note, Offer, Progress};
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("freshdesk", "Freshdesk", make);

/// Freshdesk's own priorities: low, medium, urgent.
const PRIORITIES: [&str; 3] = ["1", "2", "4"];

/// What its statuses say to customers; `resolved` may be opened again.
const STAGES: Stages = &[
    (Stage::Received, &["open"]),
    (Stage::Asks, &["pending"]),
    (Stage::Solved, &["resolved", "closed"]),
];

#[derive(Debug)]
struct Freshdesk {
    api: Api,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    setup.needs_requester()?;
    setup.numbers_queues("the id of a group in Freshdesk, a number")?;
    setup.numbers_priorities("1, 2, 3 or 4 in Freshdesk")?;
    let url = setup.url("\"https://isp.freshdesk.com\"")?;
    let key = setup.secret("An agent's API key")?;
    Ok(Box::new(Freshdesk {
        // The password is not looked at.
        api: Api::new(url, &basic(key.reveal(), "X")),
        setup: setup.clone(),
    }))
}

impl Freshdesk {
    fn form(&self, delivery: &Delivery) -> Form {
        let (file, bytes) = delivery.file();
        let text = as_html(&delivery.text);
        let mut form = Form::new()
            .text("subject", &delivery.subject())
            .text("description", &format!("<pre>{text}</pre>"))
            .text("email", &self.setup.requester(delivery).unwrap_or_default())
            .text("name", delivery.name())
            // Open, and from the portal.
            .text("status", "2")
            .text("source", "2")
            .text(
                "priority",
                self.setup
                    .priority(delivery, Some(PRIORITIES))
                    .unwrap_or("1"),
            )
            .text("tags[]", "firstline");
        if let Some(group) = self.setup.queue(delivery) {
            form = form.text("group_id", group);
        }
        for (name, value) in self.setup.fields(delivery) {
            form = form.text(&format!("custom_fields[{name}]"), &value);
        }
        form.file("attachments[]", &file, "application/json", &bytes)
    }

    fn receipt(&self, ticket: &Value) -> Option<Receipt> {
        let id = text_at(ticket, "/id")?;
        let link = self.api.at(&format!("/a/tickets/{id}"));
        Some(Receipt::numbered_by_id(id, link))
    }

    /// The address of a ticket.
    fn address(&self, id: &str) -> String {
        self.api.at(&format!("/api/v2/tickets/{}", in_address(id)))
    }

    /// What was said in a ticket.
    async fn conversations(&self, http: &Http, id: &str) -> Result<Vec<Value>, Failure> {
        let url = format!("{}/conversations?per_page={PAGE}", self.address(id));
        let mut pages = Pages::default();
        while let Some((_, page)) = pages.next()? {
            let call = Call::get(format!("{url}&page={page}"));
            let found = self.api.ask(http, call).await?;
            let found = list(&found, "")?;
            pages.add(found, found.len() >= PAGE);
        }
        Ok(pages.all())
    }
}

impl Adapter for Freshdesk {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let (kind, body) = self.form(delivery).finish();
            let call = Call::new(Method::POST, self.api.at("/api/v2/tickets")).body(&kind, body);
            let ticket = self.api.ask(http, call).await?;
            self.receipt(&ticket).ok_or_else(Failure::no_number)
        })
    }

    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        Some(Box::pin(async move {
            // An hour earlier, for clocks that differ.
            const HOUR: i64 = 3_600_000;
            let since = Timestamp::from_millisecond(delivery.stored - HOUR).unwrap_or_default();
            let since = since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            let email = self.setup.requester(delivery).unwrap_or_default();
            let url = self.api.at(&format!(
                "/api/v2/tickets?email={}&updated_since={}&order_by=created_at&order_type=desc&per_page={PAGE}",
                in_address(&email),
                in_address(&since)
            ));
            let mut pages = Pages::default();
            while let Some((_, page)) = pages.next()? {
                let call = Call::get(format!("{url}&page={page}"));
                let reply = http.send(self.api.signed(call)).await?;
                // An address that Freshdesk does not know yet has sent nothing.
                if reply.status == 400 || reply.status == 404 {
                    break;
                }
                if let Some(failure) = reply.failure() {
                    return Err(failure);
                }
                let found = reply.json();
                let found = list(&found, "")?;
                // Behind it nothing is looked for, and nothing behind what was made before it was sent: everybody who gave
                // no address shares one, which can have thousands of tickets.
                let is_it = found.iter().any(|one| delivery.is_marked(&one["subject"]));
                let oldest = found.last().and_then(|one| one["created_at"].as_str());
                let oldest = oldest.and_then(|oldest| oldest.parse::<Timestamp>().ok());
                let is_before =
                    oldest.is_some_and(|oldest| oldest.as_millisecond() < delivery.stored - HOUR);
                pages.add(found, found.len() >= PAGE && !is_it && !is_before);
            }
            let listed = pages.all();
            let mut tickets = listed.iter();
            let ticket = tickets.find(|ticket| delivery.is_marked(&ticket["subject"]));
            Ok(ticket.and_then(|ticket| self.receipt(ticket)))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        Some(Box::pin(async move {
            let call = Call::get(self.address(&receipt.id));
            let ticket = self.api.ask(http, call).await?;
            let status = ticket["status"].as_u64().unwrap_or(0);
            let word = match status {
                2 => "open".to_owned(),
                3 => "pending".to_owned(),
                4 => "resolved".to_owned(),
                5 => "closed".to_owned(),
                other => format!("status {other}"),
            };
            let mut progress = Progress::by(Some(word), STAGES, &["closed"]);
            for one in as_far_as_told(self.conversations(http, &receipt.id).await) {
                if one["private"] == false && one["incoming"] == false {
                    let text = text_at(&one, "/body_text").unwrap_or_default();
                    progress.hear(&one, &one["created_at"], &text);
                }
            }
            Ok(progress)
        }))
    }

    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let url = self.address(&receipt.id);
            let is_there = note.unsure && {
                let all = self.conversations(http, &receipt.id).await?;
                all.iter().any(|one| note.is_in(&one["body_text"]))
            };
            if !is_there {
                let text = format!("<pre>{}</pre>", as_html(&note.text));
                let url = format!("{url}/notes");
                let call = match &note.photo {
                    None => Call::post(url, &json!({ "body": text, "private": true })),
                    Some(photo) => {
                        let form = Form::new().text("body", &text).text("private", "true");
                        let form =
                            form.file("attachments[]", &photo.name, MEDIA_TYPE, &photo.bytes);
                        let (kind, body) = form.finish();
                        Call::new(Method::POST, url).body(&kind, body)
                    }
                };
                self.api.ask(http, call).await?;
            }
            if note.solved {
                let call = Call::put(url, &json!({ "status": 4 }));
                self.api.ask(http, call).await?;
            }
            Ok(())
        }))
    }
}
