//! A ticket as it is to be stored.

use firstline_guide::language::is_language;
use firstline_wire::contact as rules;
use firstline_wire::foreign::on_one_line;
use firstline_wire::ticket::{Contact, TRAP};
use jiff::Timestamp;

use super::agent_text::{self, SignedIn, Sources};
use super::promises;
use super::replay::Replayed;
use super::validate::Valid;
use crate::operator::duties::Duties;
use crate::site::Site;
use crate::store::{NewTicket, hashed};

/// Why a ticket is marked that may be of a program. It is stored all the same: a browser may have filled the field in.
const TRAPPED: &str = "trapped: a field is filled in that nobody sees";

/// The ticket of this body, put into words for the agent, and what its customer is promised.
pub fn prepare(
    key: String,
    fingerprint: String,
    valid: &Valid,
    site: &Site,
    duties: &Duties,
    signed_in: &SignedIn,
    body: &[u8],
) -> (NewTicket, Vec<String>) {
    let walk = &valid.walk;
    let replayed = walk.replayed();
    let trap = valid.ticket.facts.get(TRAP);
    let is_trapped = trap.is_some_and(|typed| !typed.trim().is_empty());
    let plan = replayed.and_then(Replayed::end).map(|(_, plan)| plan);
    let stored = Timestamp::now();
    let owed = duties.of(plan.map(|plan| &*plan.category), stored);
    let sources = Sources {
        request: &valid.ticket,
        trail: walk.trail(),
        replayed: walk.for_agents(),
        read_in: replayed.map(|replayed| &*replayed.guide.language),
        unverified: walk.unverified(),
        zone: duties.zone(),
        owed: &owed,
        signed_in,
        boxes: site.boxes.as_ref().map(|(_, boxes)| boxes),
    };
    // What parsed as JSON is UTF-8.
    let request = String::from_utf8_lossy(body).into_owned();
    let summary = agent_text::summary(&sources);
    let language = language(valid);
    let promises = promises::said(&owed, stored, duties.zone(), &language);
    let ticket = NewTicket {
        key,
        fingerprint,
        stored: stored.as_millisecond(),
        guide: match (replayed, walk.trail()) {
            (Some(replayed), _) => replayed.guide.id.clone(),
            (None, Some(trail)) => on_one_line(&trail.guide).chars().take(80).collect(),
            (None, None) => String::new(),
        },
        category: plan.map(|plan| plan.category.clone()),
        severity: plan.map(|plan| plan.severity.name().to_owned()),
        unverified: match walk.unverified() {
            Some(why) => Some(on_one_line(&why.to_string())),
            None if is_trapped => Some(TRAPPED.to_owned()),
            None => None,
        },
        text: agent_text::text(&sources, &summary),
        summary,
        request,
        customer: match signed_in {
            SignedIn::As(number) => hashed(number),
            _ => customer(&valid.ticket.contact),
        },
        language,
        mail: valid
            .ticket
            .contact
            .email
            .as_deref()
            .filter(|_| !is_trapped)
            .and_then(rules::email)
            .map(|email| hashed(&email)),
        token: None,
        same_as: None,
        duties: promises::stored(&owed, stored),
    };
    (ticket, promises)
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

/// Tickets of one customer have the same: a hash of how they can be reached.
fn customer(contact: &Contact) -> String {
    let email = contact.email.as_deref().and_then(rules::email);
    let phone = contact.phone.as_deref().and_then(rules::phone);
    let account = contact.account.as_deref().map(str::trim);
    let account = account.filter(|account| !account.is_empty());
    let known = [account.map(str::to_owned), email, phone];
    let first = known.into_iter().flatten().next().unwrap_or_default();
    hashed(&first)
}
