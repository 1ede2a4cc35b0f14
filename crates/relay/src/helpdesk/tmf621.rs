//! Systems that speak TM Forum's Trouble Ticket Management, TMF621, in version 5 or 4. Both name
//! the ticket's key as an identifier of somebody else's, by which it is found after a lost answer.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_diagnosis::Finding;
use firstline_wire::follow::Stage;
use firstline_wire::photo::MEDIA_TYPE;
use serde_json::{Value, json};

use super::answer::{in_address, list, text_at};
use super::api::Api;
use super::http::{Call, Http};
use super::progress::{Stages, heard};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, Kind, Note, Offer, Progress};
use crate::measured::measured;
use crate::store::deliveries::Receipt;

/// The line of version 5 in the registry.
pub const KIND_5: Kind = Kind::new("tmf621-v5", "The TMF621 system", |setup| {
    make(setup, Version::Five)
});

/// The line of version 4.
pub const KIND_4: Kind = Kind::new("tmf621-v4", "The TMF621 system", |setup| {
    make(setup, Version::Four)
});

/// Statuses from which nothing comes any more; `resolved` may be opened again.
const CLOSED: &[&str] = &["closed", "cancelled", "rejected"];

/// What the statuses of both versions say to customers.
const STAGES: Stages = &[
    (Stage::Received, &["acknowledged"]),
    (Stage::Working, &["inProgress", "held"]),
    (Stage::Asks, &["pending"]),
    (Stage::Solved, &["resolved", "closed"]),
    (Stage::Closed, &["cancelled", "rejected"]),
];

/// Whom our own notes are of.
const AUTHOR: &str = "Firstline";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Version {
    Four,
    Five,
}

#[derive(Debug)]
struct Tmf621 {
    /// The collection of tickets.
    api: Api,
    version: Version,
    setup: Setup,
}

fn make(setup: &Setup, version: Version) -> Result<Box<dyn Adapter>, Wrong> {
    let root = setup.url("\"https://api.isp.example\", without /tmf-api/…")?;
    let number = match version {
        Version::Four => 4,
        Version::Five => 5,
    };
    let url = format!("{root}/tmf-api/troubleTicket/v{number}/troubleTicket");
    let secret = "A bearer token (or, with `helpdesk.user`, the password)";
    Ok(Box::new(Tmf621 {
        api: Api::of_user_or_token(url, setup, "Bearer", secret)?,
        version,
        setup: setup.clone(),
    }))
}

impl Tmf621 {
    fn body(&self, delivery: &Delivery) -> Value {
        let (file, bytes) = delivery.file();
        let usual = Some(["minor", "major", "critical"]);
        let severity = self.setup.priority(delivery, usual).unwrap_or("minor");
        let mut body = json!({
            "@type": "TroubleTicket",
            "name": delivery.subject(),
            "description": delivery.text,
            "severity": severity,
            "ticketType": self.setup.queue(delivery).unwrap_or("Fault report"),
            "attachment": [{
                "@type": "Attachment",
                "name": file,
                "attachmentType": "transcript",
                "mimeType": "application/json",
                "content": STANDARD.encode(bytes),
            }],
            "note": [{
                "@type": "Note",
                "author": AUTHOR,
                "date": delivery.stored_at(),
                "text": delivery.summary,
            }],
        });
        let party = delivery
            .contact
            .account
            .as_deref()
            .or(delivery.contact.email.as_deref());
        match self.version {
            Version::Five => {
                body["externalIdentifier"] = json!([{
                    "@type": "ExternalIdentifier",
                    "owner": "Firstline",
                    "externalIdentifierType": "key",
                    "id": delivery.key,
                }]);
                let known = delivery.document();
                let mut all: Vec<Value> = ["number", "guide", "category", "verified"]
                    .into_iter()
                    .filter(|name| !known[*name].is_null())
                    .map(|name| {
                        (
                            name,
                            known[name]
                                .as_str()
                                .map_or_else(|| known[name].to_string(), str::to_owned),
                        )
                    })
                    .map(|(name, value)| characteristic(name, &value))
                    .collect();
                let fields = self.setup.fields(delivery).into_iter();
                all.extend(fields.map(|(name, value)| characteristic(name, &value)));
                let measured = delivery.findings();
                all.extend(measured.iter().map(|finding| {
                    let line = firstline_wire::foreign::on_one_line(&said(finding));
                    characteristic(&format!("check.{}", finding.check.name()), &line)
                }));
                body["troubleTicketCharacteristic"] = all.into();
                // The faults that were known where the customer is.
                let known = measured.iter().flat_map(|finding| &finding.texts);
                let faults: Vec<Value> = known
                    .filter(|(name, id)| *name == "id" && !id.trim().is_empty())
                    .map(|(_, id)| {
                        json!({
                            "@type": "RelatedEntity",
                            "role": "known fault",
                            "entity": {
                                "@type": "EntityRef",
                                "@referredType": "ServiceProblem",
                                "id": firstline_wire::foreign::on_one_line(id),
                            },
                        })
                    })
                    .collect();
                if !faults.is_empty() {
                    body["relatedEntity"] = faults.into();
                }
                if let Some(party) = party {
                    body["relatedParty"] = json!([{
                        "@type": "RelatedPartyRefOrPartyRoleRef",
                        "role": "customer",
                        "partyOrPartyRole": {
                            "@type": "PartyRef",
                            "@referredType": "Individual",
                            "id": party,
                            "name": delivery.name(),
                        },
                    }]);
                }
            }
            Version::Four => {
                body["externalId"] = delivery.key.clone().into();
                if let Some(party) = party {
                    body["relatedParty"] = json!([{
                        "@type": "RelatedParty",
                        "@referredType": "Individual",
                        "role": "customer",
                        "id": party,
                        "name": delivery.name(),
                    }]);
                }
            }
        }
        body
    }

    /// Whether a note is meant for the customer. The standard has no mark for that, so the operator names who
    /// writes to customers; everybody else's notes are internal.
    fn is_for_customer(&self, note: &Value) -> bool {
        let Some(author) = note["author"].as_str().filter(|author| *author != AUTHOR) else {
            return false;
        };
        let mut told = self.setup.config().told_authors.iter();
        told.any(|told| match told.strip_suffix('*') {
            Some(beginning) => author.starts_with(beginning),
            None => author == told,
        })
    }

    fn receipt(ticket: &Value) -> Option<Receipt> {
        let id = text_at(ticket, "/id")?;
        let href = text_at(ticket, "/href");
        Some(Receipt {
            number: Some(id.clone()),
            // A path alone leads nowhere for an agent.
            link: href.filter(|href| href.starts_with("http")),
            id,
            note: None,
        })
    }

    fn is_it(&self, ticket: &Value, key: &str) -> bool {
        match self.version {
            Version::Four => ticket["externalId"] == key,
            Version::Five => ticket["externalIdentifier"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one["id"] == key)),
        }
    }
}

/// What a check found, without its name: `warn (high confidence), median 180 ms`.
fn said(finding: &Finding) -> String {
    let line = measured(finding);
    let behind = line.split_once(": ").map(|(_, behind)| behind.to_owned());
    behind.unwrap_or(line)
}

fn characteristic(name: &str, value: &str) -> Value {
    json!({ "@type": "StringCharacteristic", "name": name, "valueType": "string", "value": value })
}

impl Adapter for Tmf621 {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let call = Call::post(self.api.at(""), &self.body(delivery));
            let ticket = self.api.ask(http, call).await?;
            Tmf621::receipt(&ticket).ok_or_else(Failure::no_number)
        })
    }

    fn find<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Offer<'a, Option<Receipt>> {
        Some(Box::pin(async move {
            let name = match self.version {
                Version::Four => "externalId",
                Version::Five => "externalIdentifier.id",
            };
            let path = format!("?{name}={}", in_address(&delivery.key));
            let found = self.api.get(http, &path).await?;
            let tickets = list(&found, "")?;
            // Filters may be left out of an implementation, which then lists everything.
            let found = tickets
                .iter()
                .find(|ticket| self.is_it(ticket, &delivery.key));
            Ok(found.and_then(Tmf621::receipt))
        }))
    }

    fn progress<'a>(&'a self, http: &'a Http, receipt: &'a Receipt) -> Offer<'a, Progress> {
        Some(Box::pin(async move {
            let path = format!("/{}", in_address(&receipt.id));
            let ticket = self.api.get(http, &path).await?;
            let mut progress = Progress::by(text_at(&ticket, "/status"), STAGES, CLOSED);
            for (place, one) in ticket["note"].as_array().into_iter().flatten().enumerate() {
                if self.is_for_customer(one) {
                    let name = text_at(one, "/id").unwrap_or_else(|| place.to_string());
                    let text = text_at(one, "/text").unwrap_or_default();
                    progress.heard.extend(heard(&name, &one["date"], &text));
                }
            }
            Ok(progress)
        }))
    }

    /// A patch sets the whole list of notes, so that it is read first.
    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let path = format!("/{}", in_address(&receipt.id));
            let ticket = self.api.get(http, &path).await?;
            let mut notes = ticket["note"].as_array().cloned().unwrap_or_default();
            let mut patch = json!({ "@type": "TroubleTicket" });
            if !notes.iter().any(|one| note.is_in(&one["text"])) {
                notes.push(json!({
                    "@type": "Note",
                    "author": AUTHOR,
                    "date": note.said_at(),
                    "text": note.text,
                }));
                patch["note"] = notes.into();
                if let Some(photo) = &note.photo {
                    let all = ticket["attachment"].as_array().cloned();
                    let mut all = all.unwrap_or_default();
                    all.push(json!({
                        "@type": "Attachment",
                        "name": photo.name,
                        "attachmentType": "photo",
                        "mimeType": MEDIA_TYPE,
                        "content": photo.base64(),
                    }));
                    patch["attachment"] = all.into();
                }
            }
            if note.solved {
                patch["status"] = "resolved".into();
                patch["statusChangeReason"] = "The customer says that it works again".into();
            }
            // Version 4 names no other type for what it takes.
            let kind = match self.version {
                Version::Four => "application/json",
                Version::Five => "application/merge-patch+json",
            };
            let call = Call::new(Method::PATCH, self.api.at(&path))
                .header("accept", "application/json")
                .body(kind, patch.to_string());
            self.api.ask(http, call).await.map(drop)
        }))
    }
}
