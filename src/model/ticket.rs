//! From an end that needs a ticket to the bytes that are sent.

use firstline_guide::json::Writer;
use firstline_guide::model::{ContactField, Value};
use firstline_guide::session::{Answer, AskedView, Millis, Stage, Verification};
use firstline_guide::{Session, Trail};
use firstline_wire::contact;
use firstline_wire::ticket::TRAP;

use super::index::Consent;
use super::outbox::Draft;
use crate::view::{Diagnostic, FieldProblem};

/// The name under which browser and device stand among the diagnostics.
pub const ENVIRONMENT: &str = "environment";

/// How long a field of the form may be, in characters.
pub fn most(field: ContactField) -> usize {
    match field {
        ContactField::Name => contact::LONGEST_NAME,
        ContactField::Email => contact::LONGEST_EMAIL,
        ContactField::Phone => contact::LONGEST_PHONE,
        ContactField::Account => contact::LONGEST_ACCOUNT,
        ContactField::Address | ContactField::Times => contact::LONGEST_ADDRESS,
    }
}

/// How long a text is and may be, in characters, where nine tenths of that are reached.
pub fn near_limit(text: &str, most: usize) -> Option<(usize, usize)> {
    // Texts have at least as many bytes as characters.
    let may_be = text.len() > most - most / 10;
    let long = may_be.then(|| text.chars().count())?;
    (long > most - most / 10).then_some((long, most))
}

/// The same for the note, whose limit is in bytes: it is told in characters like those that it has.
pub fn note_limit(note: &str) -> Option<(usize, usize)> {
    const MOST: usize = contact::LONGEST_NOTE;
    let is_near = note.len() > MOST - MOST / 10;
    let long = is_near.then(|| note.chars().count())?;
    Some((long, MOST * long / note.len()))
}

/// What is wrong with what was typed into a field of the form.
///
/// One way to answer is enough: if both are asked for, e-mail or phone may be left empty.
pub fn problem(
    field: ContactField,
    draft: &Draft,
    ask: &[ContactField],
    required: &[ContactField],
) -> Option<FieldProblem> {
    let typed = &cleaned(field, draft.contact(field));
    if typed.is_empty() && required.contains(&field) {
        return Some(FieldProblem::Missing);
    }
    if typed.is_empty() {
        let other = match field {
            ContactField::Name => return Some(FieldProblem::Missing),
            ContactField::Email => ContactField::Phone,
            ContactField::Phone => ContactField::Email,
            ContactField::Address | ContactField::Account | ContactField::Times => return None,
        };
        let reachable = ask.contains(&other) && !draft.contact(other).trim().is_empty();
        return (!reachable).then_some(FieldProblem::Missing);
    }
    let most = most(field);
    if typed.chars().count() > most {
        return Some(FieldProblem::TooLong(most));
    }
    match field {
        ContactField::Email if contact::email(typed).is_none() => Some(FieldProblem::NotAnEmail),
        ContactField::Phone if contact::phone(typed).is_none() => Some(FieldProblem::NotAPhone),
        _ => None,
    }
}

/// Whether a fact must be there and is not.
pub fn is_missing(asked: &AskedView, draft: &Draft) -> bool {
    asked.required && draft.fact(&asked.fact).trim().is_empty()
}

/// What was typed into a field as it is sent.
fn cleaned(field: ContactField, typed: &str) -> String {
    let cleaned = match field {
        ContactField::Email => contact::email(typed),
        ContactField::Phone => contact::phone(typed),
        _ => None,
    };
    cleaned.unwrap_or_else(|| contact::line(typed))
}

/// Everything that a ticket is made from.
pub struct Parts<'a> {
    /// The session.
    pub session: &'a Session,
    /// What was typed into the form.
    pub draft: &'a Draft,
    /// What the form asked for.
    pub ask: &'a [ContactField],
    /// What it asked for besides.
    pub facts: &'a [AskedView],
    /// What the customer agreed to.
    pub consent: &'a Consent,
    /// The browser's own name for itself.
    pub user_agent: &'a str,
    /// The language that the widget shows.
    pub language: &'a str,
}

impl Parts<'_> {
    /// The body of the request, [`firstline_wire::TicketRequest`]; frozen from here on.
    pub fn body(&self, now: Millis) -> String {
        let mut out = Writer::new();
        out.begin_object();
        out.key("format");
        out.integer(1);
        out.key("contact");
        out.begin_object();
        for field in self.ask {
            let typed = cleaned(*field, self.draft.contact(*field));
            if !typed.is_empty() {
                out.key(field.name());
                out.string(&typed);
            }
        }
        out.end_object();
        out.key("facts");
        out.begin_object();
        let asked = self.facts.iter().map(|asked| &*asked.fact);
        for fact in asked.chain([TRAP]) {
            let typed = self.draft.fact(fact).trim();
            if !typed.is_empty() {
                out.key(fact);
                out.string(typed);
            }
        }
        out.end_object();
        let note = contact::note(&self.draft.note);
        if !note.is_empty() {
            out.key("note");
            out.string(&note);
        }
        out.key("consent");
        out.begin_object();
        out.key("id");
        out.string(&self.consent.id);
        out.key("version");
        out.string(&self.consent.version);
        out.key("at");
        out.integer(now);
        out.end_object();
        out.key("trail");
        out.raw(&sent_trail(self.session.trail(), &self.draft.removed).to_json());
        if !self.draft.removed.is_empty() {
            out.key("removed");
            out.begin_array();
            for id in &self.draft.removed {
                out.string(id);
            }
            out.end_array();
        }
        if !self.draft.proof.is_empty() {
            out.key("identity");
            out.string(&self.draft.proof);
        }
        if !self.removed(ENVIRONMENT) {
            out.key("environment");
            out.begin_object();
            for (key, value) in [
                ("userAgent", self.user_agent),
                ("language", self.language),
                ("widget", env!("CARGO_PKG_VERSION")),
            ] {
                out.key(key);
                out.string(value);
            }
            out.end_object();
        }
        out.end_object();
        out.finish()
    }

    /// What goes along besides the answers, as the form lists it.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let measured = self
            .session
            .findings()
            .into_iter()
            .filter(|finding| !finding.is_left_out())
            .map(|finding| Diagnostic {
                id: finding.check.name().to_owned(),
                finding: Some(finding.clone()),
                environment: Vec::new(),
                removed: self.removed(finding.check.name()),
            });
        let environment = Diagnostic {
            id: ENVIRONMENT.to_owned(),
            finding: None,
            environment: self.environment(),
            removed: self.removed(ENVIRONMENT),
        };
        measured.chain([environment]).collect()
    }

    /// Everything that is sent of browser, device and page: nothing goes along that the form does
    /// not show.
    fn environment(&self) -> Vec<(String, Value)> {
        let mut known = Vec::new();
        for (name, value) in [
            ("userAgent", self.user_agent),
            ("language", self.language),
            ("widget", env!("CARGO_PKG_VERSION")),
        ] {
            known.push((name.to_owned(), Value::Text(value.to_owned())));
        }
        let facts = &self.session.trail().facts;
        known.extend(
            facts
                .iter()
                .filter(|(name, _)| is_of_customer(name))
                .cloned(),
        );
        known
    }

    fn removed(&self, id: &str) -> bool {
        self.draft.removed.iter().any(|removed| removed == id)
    }
}

/// Whether a fact that was known from the start tells of the customer: of device or page, not of
/// the provider.
fn is_of_customer(name: &str) -> bool {
    !name.starts_with("provider.")
}

/// The trail as it is sent: what was undone is left out, and a check that the customer removed
/// keeps its verdict, on which the path depends, and loses everything else. Without the
/// environment, the facts of device and page are left out too.
fn sent_trail(trail: &Trail, removed: &[String]) -> Trail {
    let mut sent = trail.clone();
    sent.kept.clear();
    sent.catching_up = false;
    sent.stage = Stage::Open;
    if removed.iter().any(|id| id == ENVIRONMENT) {
        sent.facts.retain(|(name, _)| !is_of_customer(name));
    }
    for visit in &mut sent.visits {
        let findings = match &mut visit.answer {
            Answer::Checked(findings)
            | Answer::Done(Verification::Checked(findings))
            | Answer::Stuck { findings }
            | Answer::StillBroken { findings } => findings,
            _ => continue,
        };
        for finding in findings {
            if removed.iter().any(|id| id == finding.check.name()) {
                finding.metrics.clear();
                finding.texts.clear();
            }
        }
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(email: &str, phone: &str) -> Draft {
        let mut draft = Draft::default();
        draft.set_contact(ContactField::Email, email.to_owned());
        draft.set_contact(ContactField::Phone, phone.to_owned());
        draft
    }

    #[test]
    fn what_is_too_long_is_said_and_counted_before() {
        for field in [
            ContactField::Name,
            ContactField::Account,
            ContactField::Email,
        ] {
            let mut draft = Draft::default();
            let limit = most(field);
            let name = "ä".repeat(limit);
            draft.set_contact(field, name.clone());
            assert_ne!(
                problem(field, &draft, &[field], &[]),
                Some(FieldProblem::TooLong(limit))
            );
            assert_eq!(near_limit(&name, limit), Some((limit, limit)));
            draft.set_contact(field, name + "x");
            assert_eq!(
                problem(field, &draft, &[field], &[]),
                Some(FieldProblem::TooLong(limit))
            );
        }
        assert_eq!(near_limit(&"ä".repeat(180), 200), None);
        assert_eq!(near_limit(&"ä".repeat(181), 200), Some((181, 200)));
    }

    #[test]
    fn a_note_is_as_long_as_no_log_is() {
        let log = |bytes: usize| "2026-11-29 04:00 DSL: no sync\n".repeat(bytes / 30);
        assert_eq!(note_limit(&log(40_000)), None);
        let (long, most) = note_limit(&log(65_520)).unwrap();
        assert!(long <= most, "{long} {most}");
        let (long, most) = note_limit(&log(65_600)).unwrap();
        assert!(long > most, "{long} {most}");
        let most_of = |sign: &str| note_limit(&sign.repeat(65_000)).unwrap().1;
        assert_eq!((most_of("a"), most_of("я")), (65_536, 32_768));
    }

    #[test]
    fn one_way_to_answer_is_enough() {
        let both = [ContactField::Email, ContactField::Phone];
        let missing = Some(FieldProblem::Missing);
        assert_eq!(
            problem(ContactField::Email, &draft("", ""), &both, &[]),
            missing
        );
        assert_eq!(
            problem(ContactField::Phone, &draft("", ""), &both, &[]),
            missing
        );
        assert_eq!(
            problem(
                ContactField::Phone,
                &draft("sam@isp.example", ""),
                &both,
                &[]
            ),
            None
        );
        assert_eq!(
            problem(ContactField::Email, &draft("", "01632 960001"), &both, &[]),
            None
        );
        assert_eq!(
            problem(
                ContactField::Email,
                &draft("", "01632 960001"),
                &both[..1],
                &[]
            ),
            missing
        );
        assert_eq!(
            problem(ContactField::Name, &draft("", ""), &both, &[]),
            missing
        );
    }
}
