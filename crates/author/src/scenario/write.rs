//! Writes a walk down as a scenario: the inverse of reading and running one.

use std::sync::Arc;

use firstline_guide::model::{Library, Value};
use firstline_guide::session::{Session, Trail, Visit};

use super::answer::{found, json_of, quoted, said};
use super::{read, run};

/// Why a walk cannot be written down.
#[derive(Clone, Debug, PartialEq)]
pub enum NotWritten {
    /// It has not come to an end yet; this is where it stands.
    NoEnd(String),
    /// It went another way when it was run, because of something that scenarios cannot tell.
    OtherWay(String),
}

impl std::fmt::Display for NotWritten {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotWritten::NoEnd(place) => {
                write!(
                    out,
                    "a scenario ends at an end, and this walk stands at `{place}`"
                )
            }
            NotWritten::OtherWay(why) => {
                write!(out, "no scenario can tell of this walk: {why}")
            }
        }
    }
}

impl std::error::Error for NotWritten {}

/// The walk of a session as a scenario, to be pasted into the guide's `scenarios`. It was run
/// before it is given: it takes the same way to the same end.
///
/// Of the facts that the session started with, those whose names are `given` are written; the others
/// only where the walk goes another way without them.
///
/// # Errors
/// Where the walk has no end yet, or scenarios cannot tell of it.
pub fn write(
    library: &Arc<Library>,
    session: &Session,
    given: &[String],
    name: &str,
) -> Result<String, NotWritten> {
    let trail = session.trail();
    let place = session.place();
    if session.outcome().is_none() {
        return Err(NotWritten::NoEnd(place));
    }
    let given = trail.facts.iter().filter(|(name, _)| given.contains(name));
    let given: Vec<(String, Value)> = given.cloned().collect();
    let mut last = String::new();
    for facts in [&given, &trail.facts] {
        let text = text(name, facts, trail, &place);
        match walks_like(library, &text, trail) {
            Ok(()) => return Ok(text),
            Err(why) => last = why,
        }
    }
    Err(NotWritten::OtherWay(last))
}

/// Whether a scenario takes the way of a trail.
fn walks_like(library: &Arc<Library>, text: &str, trail: &Trail) -> Result<(), String> {
    let (scenarios, malformed) = read(&["{\"scenarios\":[", text, "]}"].concat());
    if let Some(malformed) = malformed.first() {
        return Err(malformed.message.clone());
    }
    let scenario = scenarios.first().ok_or("it cannot be read again")?;
    let walked = run(library, &trail.guide, scenario).map_err(|failure| failure.to_string())?;
    let visits = &walked.session.trail().visits;
    let other = visits
        .iter()
        .zip(&trail.visits)
        .find(|(walked, lived)| walked.place != lived.place);
    match other {
        Some((walked, lived)) => Err(format!(
            "it comes to `{}` in place of `{}`",
            walked.place, lived.place
        )),
        None if visits.len() != trail.visits.len() => Err("it takes another way".to_owned()),
        None => Ok(()),
    }
}

/// The scenario, laid out as authors do: a line for each of its parts.
fn text(name: &str, facts: &[(String, Value)], trail: &Trail, end: &str) -> String {
    let mut parts = vec![format!("\"name\": {}", quoted(name))];
    let mut object = |key: &str, members: Vec<(&str, String)>| {
        if !members.is_empty() {
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{}: {value}", quoted(name)))
                .collect();
            parts.push(format!("\"{key}\": {{ {} }}", members.join(", ")));
        }
    };
    let fact = |(name, value): &(String, Value)| (name.clone(), json_of(value));
    let facts: Vec<(String, String)> = facts.iter().map(fact).collect();
    object(
        "facts",
        facts
            .iter()
            .map(|(name, json)| (name.as_str(), json.clone()))
            .collect(),
    );
    let mut checks = Vec::new();
    let mut answers = Vec::new();
    for place in places(trail) {
        let visits: Vec<&Visit> = trail
            .visits
            .iter()
            .filter(|visit| visit.place == place)
            .collect();
        let found: Vec<String> = visits
            .iter()
            .map(|visit| found(&visit.answer).unwrap_or_default())
            .collect();
        if found.iter().any(|found| !found.is_empty()) {
            let found: Vec<String> = found.iter().map(|found| braced(found)).collect();
            checks.push((place, listed(&found, place == end)));
        }
        let said: Vec<Option<String>> = visits.iter().map(|visit| said(&visit.answer)).collect();
        if said.iter().any(Option::is_some) {
            // An empty list answers nothing, and several ids of one answer are a list themselves.
            let several = said.iter().flatten().any(|said| said.starts_with('['));
            let said: Vec<String> = said
                .into_iter()
                .map(|said| said.unwrap_or_else(|| "[]".to_owned()))
                .collect();
            answers.push((place, listed(&said, several || place == end)));
        }
    }
    object("checks", checks);
    object("answers", answers);
    parts.push(format!("\"expect\": {}", quoted(end)));
    format!("{{\n  {}\n}}", parts.join(",\n  "))
}

/// The places of a trail, each once, as they were come to.
fn places(trail: &Trail) -> Vec<&str> {
    let mut places: Vec<&str> = Vec::new();
    for visit in &trail.visits {
        if !places.contains(&visit.place.as_str()) {
            places.push(&visit.place);
        }
    }
    places
}

/// What happens at each visit: by itself where there is one visit only, else as a list. A list is
/// needed too where the walk comes round to the place once more and says nothing there.
fn listed(visits: &[String], always: bool) -> String {
    match visits {
        [only] if !always => only.clone(),
        _ => format!("[{}]", visits.join(", ")),
    }
}

fn braced(members: &str) -> String {
    if members.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {members} }}")
    }
}
