//! A ticket in words, for the agent who will call back: what is wrong and where, what the
//! customer saw, each step with its answer, each check with its numbers, what did not help. The store adds
//! the same as JSON. The customer will not be asked any of it again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use firstline_diagnosis::{Finding, Verdict, locate};
use firstline_guide::model::{Meaning, StandardAnswer, Value};
use firstline_guide::session::{AnswerView, Body, Screen, Trail, TranscriptEntry};
use firstline_wire::contact as rules;
use firstline_wire::foreign::{in_lines, on_one_line};
use firstline_wire::ticket::{ConsentGiven, Contact, TRAP};
use firstline_wire::{Boxes, TicketRequest};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::value::RawValue;

use super::replay::{Replayed, Unverified};
use crate::measured::{measured, number};
use crate::operator::duties::Owed;
use crate::operator::languages;

mod lamps;
mod owed;

/// Everything that the text is written from.
#[derive(Debug)]
pub struct Sources<'a> {
    /// The request.
    pub request: &'a TicketRequest,
    /// The trail, if it can be read.
    pub trail: Option<&'a Trail>,
    /// The trail replayed, if its guide is known.
    pub replayed: Option<&'a Replayed>,
    /// The language that the customer read it in; the agent may read another.
    pub read_in: Option<&'a str>,
    /// Why the trail is not proved.
    pub unverified: Option<&'a Unverified>,
    /// The provider's time zone: the agent reads local times.
    pub zone: &'a TimeZone,
    /// The duties that the provider has now.
    pub owed: &'a [Owed<'a>],
    /// Whether the customer was signed in with the provider.
    pub signed_in: &'a SignedIn,
    /// The provider's boxes, for what is printed on them.
    pub boxes: Option<&'a Boxes>,
}

/// Whether a customer was signed in with the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SignedIn {
    /// Nothing says so.
    #[default]
    No,
    /// As the customer of this number, which is proved.
    As(String),
    /// The customer says so, and the token that should prove it does not.
    Unproved,
}

/// One line of what is wrong and where.
pub fn summary(sources: &Sources<'_>) -> String {
    let mut line = match (sources.replayed, sources.trail) {
        (Some(replayed), _) => replayed.guide.title.clone(),
        (None, Some(trail)) => on_one_line(&trail.guide).chars().take(80).collect(),
        (None, None) => "A ticket whose trail cannot be read".to_owned(),
    };
    let Some(replayed) = sources.replayed else {
        return line;
    };
    if let Some((title, plan)) = replayed.end() {
        let _ = write!(
            line,
            " – {} ({}, {})",
            of_guide(&title),
            plan.category,
            plan.severity.name()
        );
    }
    let findings: Vec<Finding> = replayed.session.findings().into_iter().cloned().collect();
    if let Some(fault) = locate(&findings) {
        let place = if fault.first == fault.last {
            format!("at {}", fault.first.name())
        } else {
            format!("between {} and {}", fault.first.name(), fault.last.name())
        };
        let _ = write!(
            line,
            "; fault {place} ({} confidence)",
            fault.confidence.name()
        );
    }
    let failed: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Fail)
        .map(|finding| finding.check.name())
        .collect();
    if !failed.is_empty() {
        let _ = write!(line, "; failing: {}", failed.join(", "));
    }
    line
}

/// The whole text, which begins with the [`summary`].
pub fn text(sources: &Sources<'_>, summary: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{summary}");
    if let Some(unverified) = sources.unverified {
        let _ = writeln!(out, "Unverified – {}", on_one_line(&unverified.to_string()));
    }
    // As the widget tells them when the ticket is sent.
    out.push_str("The customer was promised not to be asked any of this again.\n");
    owed::lines(&mut out, sources.owed, sources.zone);
    contact(&mut out, sources);
    asked(&mut out, sources);
    if let Some(note) = sources
        .request
        .note
        .as_deref()
        .filter(|note| !note.trim().is_empty())
    {
        section(&mut out, "In the customer's own words");
        lines(&mut out, note);
    }
    walk(&mut out, sources);
    about(&mut out, sources);
    out
}

/// The text of a ticket for this walk, before its form is filled in: for authors.
pub fn draft(replayed: &Replayed, zone: &TimeZone) -> String {
    let request = TicketRequest {
        format: 1,
        contact: Contact::default(),
        facts: BTreeMap::new(),
        note: None,
        consent: ConsentGiven {
            id: String::new(),
            version: String::new(),
            at: 0,
        },
        trail: RawValue::NULL.to_owned(),
        removed: Vec::new(),
        identity: None,
        environment: None,
    };
    let sources = Sources {
        request: &request,
        trail: None,
        replayed: Some(replayed),
        read_in: None,
        unverified: replayed.misfit.as_ref(),
        zone,
        owed: &[],
        signed_in: &SignedIn::No,
        boxes: None,
    };
    let mut out = summary(&sources) + "\n";
    walk(&mut out, &sources);
    out
}

/// Writes what the customer saw and did, as far as the trail can be replayed.
fn walk(out: &mut String, sources: &Sources<'_>) {
    if let Some(replayed) = sources.replayed {
        let entries = replayed.session.transcript();
        // What is short comes first: the steps say all of it once more, with their times.
        did_not_help(out, &entries);
        checks(out, replayed.session.findings());
        steps(out, sources, &entries);
    }
}

fn contact(out: &mut String, sources: &Sources<'_>) {
    section(out, "Contact");
    match sources.signed_in {
        SignedIn::No => {}
        SignedIn::As(number) => {
            let _ = writeln!(
                out,
                "Signed in with you as customer {}, which is proved",
                on_one_line(number)
            );
        }
        SignedIn::Unproved => {
            out.push_str("Says to be signed in with you, which is not proved\n");
        }
    }
    let contact = &sources.request.contact;
    // As it can be dialled and written to.
    let phone = contact
        .phone
        .as_deref()
        .map(|typed| rules::phone(typed).unwrap_or(typed.to_owned()));
    let email = contact
        .email
        .as_deref()
        .map(|typed| rules::email(typed).unwrap_or(typed.to_owned()));
    for (name, value) in [
        ("Name", &contact.name),
        ("Phone", &phone),
        ("E-mail", &email),
        ("Customer number", &contact.account),
        ("Address", &contact.address),
        ("Best times", &contact.times),
    ] {
        if let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) {
            let _ = writeln!(out, "{name}: {}", on_one_line(value));
        }
    }
}

/// What the form asked for besides, by the words of the guide in the agent's language.
fn asked(out: &mut String, sources: &Sources<'_>) {
    let facts = &sources.request.facts;
    if facts.keys().all(|name| name == TRAP) {
        return;
    }
    section(out, "Asked in the form");
    let screen = sources.replayed.map(|replayed| replayed.session.screen());
    let known = match &screen {
        Some(Screen {
            body: Body::Ticket { facts, .. },
            ..
        }) => facts.as_slice(),
        _ => &[],
    };
    for (name, typed) in facts.iter().filter(|(name, _)| *name != TRAP) {
        let asked = known.iter().find(|asked| asked.fact == *name);
        let label = asked.map_or_else(|| on_one_line(name), |asked| of_guide(&asked.label));
        let _ = writeln!(out, "{label} {}", on_one_line(typed));
    }
}

fn steps(out: &mut String, sources: &Sources<'_>, entries: &[TranscriptEntry]) {
    section(out, "What the customer saw and did");
    for (position, entry) in entries.iter().enumerate() {
        let title = if entry.title.is_empty() {
            &entry.place
        } else {
            &entry.title
        };
        let _ = writeln!(
            out,
            "{}. {}  {}\n   → {}",
            position + 1,
            clock(sources.zone, entry.at),
            of_guide(title),
            answer(&entry.answer, sources.boxes, sources.zone)
        );
        for finding in &entry.findings {
            let _ = writeln!(out, "     {}", measured(finding));
        }
    }
    if entries.is_empty() {
        let _ = writeln!(out, "Nothing was answered.");
    }
}

/// Instructions that were followed, or could not be, and the problem stayed.
fn did_not_help(out: &mut String, entries: &[TranscriptEntry]) {
    let first =
        |entry: &TranscriptEntry, id| entry.answer.first() == Some(&AnswerView::Standard(id));
    let helped = |entry: &TranscriptEntry| {
        matches!(
            entry.answer.last(),
            Some(
                AnswerView::Verdict(Verdict::Pass)
                    | AnswerView::Standard(StandardAnswer::Yes | StandardAnswer::Better)
            )
        )
    };
    let tried: Vec<&TranscriptEntry> = entries
        .iter()
        .filter(|entry| first(entry, StandardAnswer::Done) && !helped(entry))
        .collect();
    let could_not: Vec<&TranscriptEntry> = entries
        .iter()
        .filter(|entry| first(entry, StandardAnswer::Cannot))
        .collect();
    for (title, list) in [
        ("Tried, and did not help", tried),
        ("Could not be done", could_not),
    ] {
        if !list.is_empty() {
            section(out, title);
            for entry in list {
                let _ = writeln!(out, "- {}", of_guide(&entry.title));
            }
        }
    }
}

fn checks(out: &mut String, mut findings: Vec<&Finding>) {
    findings.retain(|finding| !finding.is_left_out());
    if !findings.is_empty() {
        section(out, "Checks, as last measured");
    }
    for finding in findings {
        let _ = writeln!(out, "{}", measured(finding));
    }
}

fn about(out: &mut String, sources: &Sources<'_>) {
    section(out, "About this ticket");
    if let Some(trail) = sources.trail {
        let _ = writeln!(
            out,
            "Guide: {} {} ({}), begun {}",
            on_one_line(&trail.guide),
            on_one_line(&trail.version),
            if trail.hash.is_empty() {
                "no hash".to_owned()
            } else {
                on_one_line(&trail.hash)
            },
            date(sources.zone, trail.began)
        );
    }
    if let (Some(read_in), Some(replayed)) = (sources.read_in, sources.replayed) {
        let language = |tag: &str| format!("{} ({})", languages::name(tag), on_one_line(tag));
        let told_in = &replayed.guide.language;
        let _ = write!(out, "Read in: {}", language(read_in));
        if told_in != read_in {
            let _ = write!(out, "; told here in {}", language(told_in));
        }
        out.push('\n');
    }
    let consent = &sources.request.consent;
    let _ = writeln!(
        out,
        "Consent: {}, version {}, given {}",
        on_one_line(&consent.id),
        on_one_line(&consent.version),
        date(sources.zone, consent.at)
    );
    if let Some(environment) = &sources.request.environment {
        let _ = writeln!(
            out,
            "Browser: {}\nLanguage: {}, widget {}",
            on_one_line(&environment.user_agent),
            on_one_line(&environment.language),
            on_one_line(&environment.widget)
        );
    }
    if !sources.request.removed.is_empty() {
        let _ = writeln!(
            out,
            "Removed by the customer: {}",
            sources.request.removed.join(", ")
        );
    }
}

/// The answer, in one line.
pub(super) fn answer(parts: &[AnswerView], boxes: Option<&Boxes>, zone: &TimeZone) -> String {
    let words: Vec<String> = parts
        .iter()
        .map(|part| match part {
            AnswerView::Words(words) => of_guide(words),
            AnswerView::Standard(answer) => standard(*answer).to_owned(),
            AnswerView::Verdict(verdict) => verdict.name().to_owned(),
            AnswerView::Meaning(Meaning::Ok) => "the lights are as they should be".to_owned(),
            AnswerView::Meaning(Meaning::Unsure) => standard(StandardAnswer::Unsure).to_owned(),
            AnswerView::Meaning(meaning) => meaning.name().to_owned(),
            AnswerView::Lights(seen) => on_one_line(&lamps::words(seen, boxes)),
            AnswerView::Line(line) => match line.back {
                Some(back) => format!(
                    "line lost {}, back since {}",
                    clock(zone, line.lost),
                    clock(zone, back)
                ),
                None => format!("line lost {}, not seen back", clock(zone, line.lost)),
            },
            AnswerView::Value(value, unit) => {
                let value = self::value(value);
                if unit.is_empty() {
                    value
                } else {
                    format!("{value} {unit}")
                }
            }
        })
        .collect();
    words
        .iter()
        .enumerate()
        .fold(String::new(), |mut line, (position, word)| {
            // The answer stands behind its question.
            if position > 0 {
                line += if line.ends_with('?') { " " } else { "; " };
            }
            line + word
        })
}

/// The agent's words for the standard answers.
fn standard(answer: StandardAnswer) -> &'static str {
    match answer {
        StandardAnswer::Yes => "Yes",
        StandardAnswer::No => "No",
        StandardAnswer::Unsure => "Not sure",
        StandardAnswer::Better => "It is better",
        StandardAnswer::ALittle => "It is a little better",
        StandardAnswer::Worse => "It is worse",
        StandardAnswer::Done => "Done",
        StandardAnswer::Cannot => "“I can't do this”",
        StandardAnswer::Stuck => "“Nothing helps”",
        StandardAnswer::StillBroken => "“It still doesn't work”",
        StandardAnswer::SomethingElse => "“It's about something else”",
        StandardAnswer::Skipped => "left empty",
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(value) => number(*value),
        Value::Text(text) => on_one_line(text),
        Value::Flag(true) => "yes".to_owned(),
        Value::Flag(false) => "no".to_owned(),
        Value::List(items) => on_one_line(&items.join(", ")),
    }
}

fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, "\n== {title} ==");
}

/// Words of the guide on one line, and so many at the most. Facts are filled in, which the browser
/// sends: a long one would stand here as often as the step was visited.
fn of_guide(words: &str) -> String {
    const MOST: usize = 500;
    let line = on_one_line(words);
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Text from outside, each line marked as quoted.
fn lines(out: &mut String, text: &str) {
    for line in in_lines(text).lines() {
        let _ = writeln!(out, "> {line}");
    }
}

/// The time of day.
pub(super) fn clock(zone: &TimeZone, at: u64) -> String {
    formatted(zone, at, "%H:%M:%S")
}

fn date(zone: &TimeZone, at: u64) -> String {
    formatted(zone, at, "%Y-%m-%d %H:%M %Z")
}

/// A time by the clock of the customer's device; one that is out of range is no reason to fail.
fn formatted(zone: &TimeZone, at: u64, form: &str) -> String {
    i64::try_from(at)
        .ok()
        .and_then(|at| Timestamp::from_millisecond(at).ok())
        .map_or_else(
            || "?".to_owned(),
            |at| at.to_zoned(zone.clone()).strftime(form).to_string(),
        )
}
