//! What a ticket must look like. Each refusal names its place; none repeats what was written.

use firstline_diagnosis::CheckId;
use firstline_guide::json::push_token;
use firstline_guide::names::is_kebab_case;
use firstline_guide::session::{Trail, TrailError};
use firstline_wire::TicketRequest;
use firstline_wire::contact as rules;
use firstline_wire::ticket::{Contact, TRAP};

use crate::http::problem::{ProblemKind, Refusal};

/// The largest body, in bytes: three hundred answers with their numbers, and the longest note in
/// JSON.
pub const MOST_BYTES: usize = 256 << 10;

/// The most facts that a trail begins with; a widget sends some dozens, those that a guide can read.
/// Replaying handles all of them at each answer, and takes a processor from others meanwhile.
const MOST_FACTS: usize = 1000;

/// A ticket whose fields are as they must be, and its trail.
#[derive(Debug)]
pub struct ParsedTicket {
    /// The request as it was sent.
    pub request: TicketRequest,
    /// The trail. One of another shape is no reason to lose a ticket.
    pub trail: Result<Trail, TrailError>,
}

/// Parses and checks the body of a request.
///
/// # Errors
///
/// The first place that is not as it must be.
pub fn read(body: &[u8]) -> Result<ParsedTicket, Refusal> {
    let request: TicketRequest = json(body)?;
    check(&request)?;
    let trail = trail(request.trail.get())?;
    Ok(ParsedTicket { request, trail })
}

/// Parses a body of JSON.
///
/// # Errors
///
/// The place that is not as the type wants it; what stands there is not repeated.
pub fn json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut reader, &mut track);
    let request = T::deserialize(tracked).map_err(|error| {
        let pointer = pointer(&track.path());
        Refusal::at(pointer, said(&error))
    })?;
    reader
        .end()
        .map_err(|error| Refusal::at("", said(&error)))?;
    Ok(request)
}

/// The error without values from the body: serde quotes what it did not expect.
fn said(error: &serde_json::Error) -> String {
    let place = format!("Line {}, column {}: ", error.line(), error.column());
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line")
        .map_or(&*message, |(first, _)| first);
    let kept = if message.starts_with("invalid") {
        match message.rsplit_once("expected ") {
            Some((_, "u32" | "u64")) => "this must be a number, whole and not negative.".to_owned(),
            Some((_, expected)) if expected.starts_with("struct") => {
                "this must be an object.".to_owned()
            }
            Some((_, expected)) => format!("this must be {expected}."),
            None => "this is not what is expected here.".to_owned(),
        }
    } else if let Some(("", rest)) = message.split_once("unknown field `") {
        match rest.split_once("`, ") {
            Some((_, expected)) => format!("there is no such key here; {expected}."),
            None => "there is no such key here.".to_owned(),
        }
    } else {
        format!("{message}.")
    };
    place + &kept
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |mut pointer, segment| {
        match segment {
            Segment::Seq { index } => pointer += &format!("/{index}"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                push_token(&mut pointer, key);
            }
            Segment::Unknown => {}
        }
        pointer
    })
}

/// Checks what the types do not.
fn check(request: &TicketRequest) -> Result<(), Refusal> {
    if request.format != 1 {
        let detail = format!("This relay reads format 1, not {}.", request.format);
        return Err(Refusal::at("/format", detail));
    }
    check_contact(&request.contact)?;
    // What is in the trap is no reason to lose a ticket: a browser may have filled it in.
    let facts = || request.facts.iter().filter(|(name, _)| *name != TRAP);
    if facts().count() > rules::MOST_FACTS {
        let detail = format!("This has more than {} facts.", rules::MOST_FACTS);
        return Err(Refusal::at("/facts", detail));
    }
    for (name, typed) in facts() {
        if !is_kebab_case(name) {
            let detail = "A fact is named in small letters, digits and single hyphens.";
            return Err(Refusal::at("/facts", detail));
        }
        text(&format!("/facts/{name}"), Some(typed), rules::LONGEST_FACT)?;
    }
    if request
        .note
        .as_ref()
        .is_some_and(|note| note.len() > rules::LONGEST_NOTE)
    {
        let detail = format!("This has more than {} bytes.", rules::LONGEST_NOTE);
        return Err(Refusal::at("/note", detail));
    }
    for (name, value) in [
        ("id", &request.consent.id),
        ("version", &request.consent.version),
    ] {
        let pointer = format!("/consent/{name}");
        if value.trim().is_empty() {
            return Err(Refusal::at(pointer, "Say what the customer agreed to."));
        }
        text(&pointer, Some(value), 100)?;
    }
    for (position, id) in request.removed.iter().enumerate() {
        if id != "environment" && CheckId::from_name(id).is_none() {
            let detail = "This is neither the id of a check nor `environment`.";
            return Err(Refusal::at(format!("/removed/{position}"), detail));
        }
        if request.removed[..position].contains(id) {
            return Err(Refusal::at(
                format!("/removed/{position}"),
                "This stands here twice.",
            ));
        }
    }
    if let Some(environment) = &request.environment {
        if request.removed.iter().any(|id| id == "environment") {
            let detail = "The customer removed it; leave it out.";
            return Err(Refusal::at("/environment", detail));
        }
        text(
            "/environment/userAgent",
            Some(&environment.user_agent),
            1000,
        )?;
        text("/environment/language", Some(&environment.language), 100)?;
        text("/environment/widget", Some(&environment.widget), 100)?;
    }
    Ok(())
}

/// Parses the trail, which the reader of the request has only passed over.
///
/// A number such as 1e999, half a surrogate pair or a thousand levels would be an error to every
/// program that reads the ticket later, so whatever the engine does not understand must be sound
/// JSON at least.
fn trail(json: &str) -> Result<Result<Trail, TrailError>, Refusal> {
    let trail = match Trail::from_json(json) {
        Ok(trail) => trail,
        Err(error) => {
            return match serde_json::from_str(json) {
                Ok(serde_json::Value::Object(_)) => Ok(Err(error)),
                Ok(_) => Err(Refusal::at("/trail", "The trail must be an object.")),
                Err(error) => {
                    let detail = format!("Within the trail: {}", said(&error));
                    Err(Refusal::at("/trail", detail))
                }
            };
        }
    };
    if trail.facts.len() > MOST_FACTS {
        let detail = format!("This has more than {MOST_FACTS} facts.");
        return Err(Refusal::at("/trail/facts", detail));
    }
    Ok(Ok(trail))
}

fn check_contact(contact: &Contact) -> Result<(), Refusal> {
    for (name, value, most) in [
        ("name", &contact.name, rules::LONGEST_NAME),
        ("email", &contact.email, rules::LONGEST_EMAIL),
        ("phone", &contact.phone, rules::LONGEST_PHONE),
        ("address", &contact.address, rules::LONGEST_ADDRESS),
        ("account", &contact.account, rules::LONGEST_ACCOUNT),
        ("times", &contact.times, rules::LONGEST_ADDRESS),
    ] {
        text(&format!("/contact/{name}"), value.as_deref(), most)?;
    }
    let given = |value: &Option<String>| {
        value
            .clone()
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    if let Some(email) = given(&contact.email)
        && rules::email(&email).is_none()
    {
        return Err(Refusal::at(
            "/contact/email",
            "This is not an e-mail address.",
        ));
    }
    if let Some(phone) = given(&contact.phone)
        && rules::phone(&phone).is_none()
    {
        return Err(Refusal::at(
            "/contact/phone",
            "A telephone number has at least five digits.",
        ));
    }
    if [&contact.email, &contact.phone, &contact.account]
        .iter()
        .all(|value| given(value).is_none())
    {
        let detail = "Nobody can answer this ticket: give an e-mail address, a telephone number \
                      or the customer's number.";
        return Err(Refusal::at("/contact", detail));
    }
    Ok(())
}

/// What steers a terminal or is no character to see is no reason to refuse: whoever shows a text
/// leaves it out (`firstline_wire::foreign`).
fn text(pointer: &str, value: Option<&str>, most: usize) -> Result<(), Refusal> {
    if value.is_some_and(|value| value.chars().count() > most) {
        let detail = format!("This has more than {most} characters.");
        return Err(Refusal::at(pointer, detail));
    }
    Ok(())
}

/// The UUID of `Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324"`.
pub fn key(value: Option<&axum::http::HeaderValue>) -> Result<String, Refusal> {
    let value = value.ok_or_else(|| Refusal::new(ProblemKind::KeyMissing))?;
    let malformed = || {
        Refusal::with(
            ProblemKind::KeyMalformed,
            "Write a UUID in quotes: \"8e03978e-40d5-43dd-bc93-6894a57f9324\".",
        )
    };
    let quoted = value.to_str().map_err(|_| malformed())?.trim();
    let uuid = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|uuid| uuid.len() == 36)
        .ok_or_else(malformed)?;
    let uuid: uuid::Uuid = uuid.parse().map_err(|_| malformed())?;
    Ok(uuid.to_string())
}
