//! A ticket as it is to be stored.

use firstline_guide::language::is_language;
use firstline_wire::contact as rules;
use firstline_wire::foreign::on_one_line;
use firstline_wire::ticket::Contact;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::agent_text::{self, Sources};
use super::replay::Replayed;
use super::validate::Valid;
use crate::site::{Site, hex};
use crate::store::NewTicket;

/// The ticket of this body, put into words for the agent. `zone` is the provider's.
pub fn prepare(
    key: String,
    fingerprint: String,
    valid: &Valid,
    site: &Site,
    zone: &TimeZone,
    body: &[u8],
) -> NewTicket {
    let walk = &valid.walk;
    let replayed = walk.replayed();
    let sources = Sources {
        request: &valid.ticket,
        trail: walk.trail(),
        replayed: walk.for_agents(),
        read_in: replayed.map(|replayed| &*replayed.guide.language),
        unverified: walk.unverified(),
        zone,
        boxes: site.boxes.as_ref().map(|(_, boxes)| boxes),
    };
    // What parsed as JSON is UTF-8.
    let request = String::from_utf8_lossy(body).into_owned();
    let plan = replayed.and_then(Replayed::end).map(|(_, plan)| plan);
    let summary = agent_text::summary(&sources);
    NewTicket {
        key,
        fingerprint,
        stored: Timestamp::now().as_millisecond(),
        guide: match (replayed, walk.trail()) {
            (Some(replayed), _) => replayed.guide.id.clone(),
            (None, Some(trail)) => on_one_line(&trail.guide).chars().take(80).collect(),
            (None, None) => String::new(),
        },
        category: plan.map(|plan| plan.category.clone()),
        severity: plan.map(|plan| plan.severity.name().to_owned()),
        unverified: walk.unverified().map(|why| on_one_line(&why.to_string())),
        text: agent_text::text(&sources, &summary),
        summary,
        request,
        customer: customer(&valid.ticket.contact),
        language: language(valid),
        mail: valid
            .ticket
            .contact
            .email
            .as_deref()
            .and_then(rules::email)
            .map(|email| hashed(&email)),
        token: None,
        same_as: None,
    }
}

/// The language that the customer reads: what the widget showed, or that of the guide.
fn language(valid: &Valid) -> String {
    let shown = valid.ticket.environment.as_ref();
    let shown = shown.map(|environment| &*environment.language);
    let read = valid.walk.replayed();
    let read = read.map(|replayed| &*replayed.guide.language);
    let language = shown.into_iter().chain(read).find(|tag| is_language(tag));
    language.unwrap_or_default().to_owned()
}

/// Tickets of one customer have the same: a hash of how they can be reached, which says nothing of
/// them without that.
fn customer(contact: &Contact) -> String {
    let email = contact.email.as_deref().and_then(rules::email);
    let phone = contact.phone.as_deref().and_then(rules::phone);
    let account = contact.account.as_deref().map(str::trim);
    let account = account.filter(|account| !account.is_empty());
    let known = [account.map(str::to_owned), email, phone];
    let first = known.into_iter().flatten().next().unwrap_or_default();
    hashed(&first)
}

fn hashed(text: &str) -> String {
    hex(&Sha256::digest(text.to_lowercase()))
}
