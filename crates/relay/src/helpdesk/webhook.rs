//! A webhook of the provider's own, signed by Standard Webhooks 1.0.0: the receiver checks the
//! signature with a library that exists for its language, and knows a repeated ticket by
//! `webhook-id`, which is the ticket's key.

use axum::http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};
use standardwebhooks::Webhook as Signer;

use super::answer::text_at;
use super::http::{Call, Http};
use super::setup::{Setup, Wrong};
use super::{Adapter, Delivery, Doing, Failure, FailureKind, Kind, Note, Offer};
use crate::config::Secret;
use crate::store::deliveries::Receipt;

/// Its line in the registry.
pub const KIND: Kind = Kind::new("webhook", "Webhook", make);

/// The fewest bytes of a secret: the standard asks for 24 to 64.
const LEAST_SECRET: usize = 24;

/// Where signed events go.
#[derive(Debug)]
pub(crate) struct Webhook {
    url: String,
    /// Several while one takes the place of another: the receiver may check by any.
    signers: Signers,
}

struct Signers(Vec<Signer>);

impl std::fmt::Debug for Signers {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} secrets", self.0.len())
    }
}

fn make(setup: &Setup) -> Result<Box<dyn Adapter>, Wrong> {
    let url = setup.url("\"https://hooks.isp.example/firstline\"")?;
    setup.secret("The secret that signs (whsec_…)")?;
    let webhook = Webhook::signing(&url, &setup.config().secrets);
    Ok(Box::new(webhook.map_err(|message| {
        Wrong::new("helpdesk.token", message)
    })?))
}

fn signers(secrets: &[Secret]) -> Result<Signers, String> {
    let signers = secrets.iter().map(|secret| {
        let bad = || {
            format!(
                "A secret is whsec_ and {LEAST_SECRET} random bytes or more in Base64. `openssl rand -base64 \
                 32` makes one."
            )
        };
        let encoded = secret.reveal().strip_prefix("whsec_").ok_or_else(bad)?;
        // Base64 has three bytes in four signs; the library takes an empty secret too.
        if encoded.trim_end_matches('=').len() * 3 / 4 < LEAST_SECRET {
            return Err(bad());
        }
        Signer::new(secret.reveal()).map_err(|_| bad())
    });
    Ok(Signers(signers.collect::<Result<_, _>>()?))
}

impl Webhook {
    /// One at this address, signed by each of these secrets.
    ///
    /// # Errors
    ///
    /// What is wrong with a secret.
    pub(crate) fn signing(url: &str, secrets: &[Secret]) -> Result<Webhook, String> {
        Ok(Webhook {
            url: url.to_owned(),
            signers: signers(secrets)?,
        })
    }

    /// Says that something happened. `key` is that of what it happened to.
    ///
    /// # Errors
    ///
    /// If it cannot be signed.
    pub(crate) fn call(&self, key: &str, event: &Value) -> Result<Call, Failure> {
        let now = Timestamp::now().as_second();
        let body = event.to_string();
        let signed = |signer: &Signer| signer.sign(key, now, body.as_bytes());
        let signatures: Result<Vec<String>, _> = self.signers.0.iter().map(signed).collect();
        let signatures = signatures.map_err(|error| {
            Failure::new(
                FailureKind::Setup,
                format!("The ticket cannot be signed: {error}."),
            )
        })?;
        Ok(Call::new(Method::POST, &self.url)
            .header("webhook-id", key)
            .header("webhook-timestamp", now.to_string())
            .header("webhook-signature", signatures.join(" "))
            .body("application/json", body))
    }
}

/// What a receiver means by 410 (Standard Webhooks, "Operational considerations").
fn wants_no_more(mut failure: Failure) -> Failure {
    if failure.status == Some(410) {
        failure.kind = FailureKind::Gone;
    }
    failure
}

impl Adapter for Webhook {
    fn create<'a>(&'a self, http: &'a Http, delivery: &'a Delivery) -> Doing<'a, Receipt> {
        Box::pin(async move {
            let event = json!({
                "type": if delivery.is_test { "ticket.test" } else { "ticket.created" },
                "timestamp": delivery.stored_at(),
                "data": delivery.document(),
            });
            let reply = http.ask(self.call(&delivery.key, &event)?).await;
            let reply = reply.map_err(wants_no_more)?;
            // What a receiver answers is its own business; one that says a number is understood.
            let answer = reply.json();
            let first = |names: &[&str]| names.iter().find_map(|name| text_at(&answer, name));
            Ok(Receipt {
                id: first(&["/id", "/number"]).unwrap_or_default(),
                number: first(&["/number", "/id"]),
                link: first(&["/link", "/url"]),
                note: None,
            })
        })
    }

    fn note<'a>(&'a self, http: &'a Http, receipt: &'a Receipt, note: &'a Note) -> Offer<'a, ()> {
        Some(Box::pin(async move {
            let mut data = note.document();
            data["helpdesk"] = receipt.number.clone().into();
            let event = json!({
                "type": "ticket.noted",
                "timestamp": note.said_at(),
                "data": data,
            });
            let told = http.ask(self.call(&note.key, &event)?).await;
            told.map(drop).map_err(wants_no_more)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::HelpdeskConfig;

    fn made(secrets: &[&str]) -> Result<Box<dyn Adapter>, Wrong> {
        let config = HelpdeskConfig {
            url: Some("https://hooks.isp.example".to_owned()),
            secrets: secrets.iter().map(|secret| (*secret).into()).collect(),
            ..HelpdeskConfig::default()
        };
        make(&Setup::new(config.into()))
    }

    #[test]
    fn a_secret_that_anybody_could_guess_is_refused() {
        for (secret, taken) in [
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true),
            ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false),
            ("whsec_", false),
            ("whsec_c2hvcnQ=", false),
            ("whsec_%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%", false),
        ] {
            assert_eq!(made(&[secret]).is_ok(), taken, "{secret}");
        }
        assert!(made(&[]).is_err());
    }
}
