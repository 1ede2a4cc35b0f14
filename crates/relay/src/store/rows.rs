//! Tickets as they lie in the store.

use firstline_compress::hex;
use firstline_wire::TicketCreated;
use firstline_wire::foreign::in_lines;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::db::{On, Row, query};
use super::error::StoreError;
use crate::identity;

/// A ticket to be stored.
#[derive(Clone, Debug, Default)]
pub struct NewTicket {
    /// The UUID of `Idempotency-Key`.
    pub key: String,
    /// SHA-256 of the body, in hex.
    pub fingerprint: String,
    /// When, milliseconds since 1970.
    pub stored: i64,
    /// The id of the guide.
    pub guide: String,
    /// The helpdesk's category, if the trail proves one.
    pub category: Option<String>,
    /// How bad it is, if the trail proves it.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
    /// What the agent reads; the number is put in its first line.
    pub text: String,
    /// The body as it came.
    pub request: String,
    /// Who sent it: a hash of how they can be reached. Tickets of one customer reach the helpdesk
    /// in the order in which they came.
    pub customer: String,
    /// The language that the customer reads.
    pub language: String,
    /// The hash of the token that opens it to its customer; `None` if there is none.
    pub token: Option<String>,
    /// A hash of the address to which mail of it may go; `None` if it has none.
    pub mail: Option<String>,
    /// The number of the ticket of which this one is a note.
    pub same_as: Option<String>,
    /// The duties on it, and when they fall due.
    pub duties: Vec<NewDuty>,
}

/// Something that is owed on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDuty {
    /// Its name in the provider's file.
    pub duty: String,
    /// The first moment at which it is late, in milliseconds since 1970.
    pub due: i64,
    /// What must happen before it falls due: `solved` or `answered`.
    pub met: &'static str,
}

/// The answer that a key got first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// The fingerprint of the body that it got it for.
    pub fingerprint: String,
    /// The body of the answer.
    pub answer: String,
    /// The ticket that opens with the token: the same, or that of which it is a note. Its key, and
    /// the hash of its token, if it has one.
    pub opens: Option<(String, String)>,
}

/// A ticket as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its number.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: i64,
    /// The id of its guide.
    pub guide: String,
    /// The helpdesk's category.
    pub category: Option<String>,
    /// How bad it is.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
    /// The text that the agent reads, with the request below it.
    pub text: String,
    /// The text that the agent reads, without the request.
    pub words: String,
    /// The request's body as it came, but for what proves who the customer is: there the number stands that was proved.
    pub request: String,
    /// The promises to its customer, one paragraph each.
    pub promises: Vec<String>,
}

/// A ticket in a list, without what its customer wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub number: String,
    /// When it was stored, milliseconds since 1970.
    pub stored: i64,
    /// The id of its guide.
    pub guide: String,
    /// The helpdesk's category.
    pub category: Option<String>,
    /// How bad it is.
    pub severity: Option<String>,
    /// Why the trail is not proved to have led here.
    pub unverified: Option<String>,
    /// One line: what is wrong and where.
    pub summary: String,
}

impl Ticket {
    /// As it stands in a list.
    pub fn listed(&self) -> Listed {
        Listed {
            number: self.number.clone(),
            stored: self.stored,
            guide: self.guide.clone(),
            category: self.category.clone(),
            severity: self.severity.clone(),
            unverified: self.unverified.clone(),
            summary: self.summary.clone(),
        }
    }
}

/// No ticket is older than the product: 2026-01-01, in milliseconds since 1970.
pub(super) const FIRST_EVER: i64 = 1_767_225_600_000;

/// The heading under which an agent reads the request as it came.
const AS_JSON: &str = "\n== As JSON ==\n";

/// The answer that this key got first.
pub(super) async fn answer_of<'c>(
    store: impl Into<On<'c>>,
    key: &str,
) -> Result<Option<FirstAnswer>, StoreError> {
    let row = query(
        "SELECT t.fingerprint, t.answer, o.idempotency_key, o.token FROM tickets t \
         JOIN tickets o ON o.number = coalesce(t.same_as, t.number) WHERE t.idempotency_key = $1",
    )
    .bind(key)
    .fetch_optional(store)
    .await?;
    row.map(|row| {
        let key: String = row.try_get(2)?;
        Ok(FirstAnswer {
            fingerprint: row.try_get(0)?,
            answer: row.try_get(1)?,
            opens: row
                .try_get::<Option<String>, _>(3)?
                .map(|token| (key, token)),
        })
    })
    .transpose()
}

/// The promises in the answer to the ticket.
pub(super) fn promises(answer: &str) -> Vec<String> {
    serde_json::from_str(answer)
        .map_or_else(|_| Vec::new(), |created: TicketCreated| created.promises)
}

/// The columns of a [`Ticket`], of tickets `t`. They are named, because a relay of this version goes on
/// while a newer one adds columns.
pub(super) const TICKET: &str = "t.number, t.stored, t.guide, t.category, t.severity, t.unverified, \
     t.summary, t.text, t.request, t.answer, t.customer";

/// A customer as tickets name them: a hash of how they can be reached, which says nothing of them without that.
pub(crate) fn hashed(customer: &str) -> String {
    hex(&Sha256::digest(customer.to_lowercase()))
}

/// The request without what proves who the customer is: others could send tickets by it in their name. In its place stands the
/// number if it was proved, which is by what the ticket's customer is known then.
fn without_proof(request: String, customer: &str) -> String {
    if !request.contains("\"identity\"") {
        return request;
    }
    let Ok(Value::Object(mut parts)) = serde_json::from_str(&request) else {
        return request;
    };
    let Some(proof) = parts.get("identity") else {
        return request;
    };
    let number = proof.as_str().and_then(identity::named);
    match number.filter(|number| hashed(number) == customer) {
        Some(number) => parts["identity"] = number.into(),
        None => drop(parts.remove("identity")),
    }
    Value::Object(parts).to_string()
}

pub(super) fn ticket(row: &Row) -> Result<Ticket, StoreError> {
    let customer: String = row.try_get("customer")?;
    let request = without_proof(row.try_get("request")?, &customer);
    let mut text: String = row.try_get("text")?;
    // The request is kept once. Earlier versions kept it in the text as well.
    let words = match text.split_once(AS_JSON) {
        Some((words, _)) => words.to_owned(),
        None => {
            let words = text.clone();
            text += AS_JSON;
            text += &in_lines(&request);
            text.push('\n');
            words
        }
    };
    let answer: String = row.try_get("answer")?;
    Ok(Ticket {
        promises: promises(&answer),
        number: row.try_get("number")?,
        stored: row.try_get("stored")?,
        guide: row.try_get("guide")?,
        category: row.try_get("category")?,
        severity: row.try_get("severity")?,
        unverified: row.try_get("unverified")?,
        summary: row.try_get("summary")?,
        text,
        words,
        request,
    })
}
