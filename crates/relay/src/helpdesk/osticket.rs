//! osTicket, by its interface for new tickets, which is all that it has: a ticket can be neither
//! searched for nor read back, so a lost answer can make two of one. Both have one number of ours.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::http::{Call, Http};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind};
use crate::config::Secret;
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("osticket", "osTicket", make);

#[derive(Debug)]
struct OsTicket {
    url: String,
    key: Secret,
    setup: Setup,
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    setup.needs_requester()?;
    Ok(Box::new(OsTicket {
        url: setup.url("\"https://support.isp.example\"")?,
        key: setup.secret("An API key for this machine's address")?,
        setup: setup.clone(),
    }))
}

impl OsTicket {
    fn body(&self, delivery: &Delivery) -> Value {
        let (file, bytes) = delivery.file();
        let json = format!("data:application/json;base64,{}", STANDARD.encode(bytes));
        let text = STANDARD.encode(&delivery.text);
        let mut body = json!({
            "alert": true,
            "autorespond": true,
            "source": "API",
            "name": delivery.name(),
            "email": self.setup.requester(delivery),
            "subject": delivery.subject(),
            "message": format!("data:text/plain;charset=utf-8;base64,{text}"),
            "attachments": [{ file: json }],
        });
        if let Some(phone) = &delivery.contact.phone {
            body["phone"] = phone.clone().into();
        }
        if let Some(topic) = self.setup.queue(delivery) {
            body["topicId"] = topic.into();
        }
        if let Some(priority) = self.setup.priority(delivery, None) {
            body["priority"] = priority.into();
        }
        for (name, value) in self.setup.fields(delivery) {
            body[name] = value.into();
        }
        body
    }
}

impl Adapter for OsTicket {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let url = format!("{}/api/tickets.json", self.url);
            let call = Call::post(url, &self.body(delivery)).header("x-api-key", self.key.reveal());
            let reply = http.ask(call).await?;
            // The whole answer is the ticket's number.
            let number = reply.body.trim().trim_matches('"').to_owned();
            let is_number = |sign: char| sign.is_ascii_alphanumeric() || "-#.".contains(sign);
            if number.is_empty() || number.len() > 40 || !number.chars().all(is_number) {
                return Err(Failure::no_number());
            }
            Ok(Receipt {
                number: Some(number),
                ..Receipt::default()
            })
        })
    }
}
