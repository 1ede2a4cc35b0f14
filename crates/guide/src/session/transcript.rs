//! What was done, for the customer to see before sending and for the agent to read.

use std::sync::Arc;

use super::Session;
use super::facts::{Facts, unit};
use super::screen::{Answered, Entry};
use super::show::{title, variant};
use super::trail::{Answer, Helped};
use super::walk::{Walk, worst};
use crate::model::{Kind, Value, VerifyBy};

impl Session {
    /// Every answer with the words of the guide that was walked, in order. The titles are those
    /// that were shown: facts are filled in as they were known then.
    pub fn transcript(&self) -> Vec<Entry> {
        let library = Arc::clone(&self.walk.library);
        let facts = Facts::frozen(&self.trail.facts);
        let Ok(mut walk) = Walk::begin(library, &self.trail.guide, facts) else {
            return Vec::new();
        };
        let mut entries = Vec::with_capacity(self.trail.visits.len());
        for (position, visit) in self.trail.visits.iter().enumerate() {
            let step = walk.step();
            entries.push(Entry {
                visit: position,
                place: [&walk.guide().id, "/", &step.id].concat(),
                title: walk.fill(title(step, variant(&walk, step))),
                answer: answered(&walk, &visit.answer),
                at: visit.at,
                findings: visit.answer.findings().to_vec(),
            });
            if walk.apply(visit).is_err() {
                break;
            }
        }
        entries
    }
}

fn answered(walk: &Walk, answer: &Answer) -> Vec<Answered> {
    let standard = |id: &'static str| vec![Answered::Standard(id)];
    match answer {
        Answer::Options(ids) => ids.iter().map(|id| option(walk, id)).collect(),
        Answer::Input(None) => standard("skipped"),
        Answer::Input(Some(value)) => vec![input(walk, value)],
        Answer::Lights(meaning, seen) => {
            let mut told = standard(meaning.name());
            told.extend(seen.clone().map(Answered::Seen));
            told
        }
        Answer::Checked(findings) => standard(worst(findings).name()),
        Answer::Did(Helped::NotAsked) => standard("done"),
        Answer::Did(Helped::Checked(findings)) => {
            vec![
                Answered::Standard("done"),
                Answered::Standard(worst(findings).name()),
            ]
        }
        Answer::Did(Helped::Said(reply)) => {
            let mut said = standard("done");
            if let Kind::Instruction(instruction) = &walk.step().kind
                && let Some(VerifyBy::Asking(question)) =
                    instruction.verify.as_ref().map(|verify| &verify.by)
            {
                said.push(Answered::Words(walk.fill(question)));
            }
            said.push(Answered::Standard(reply.name()));
            said
        }
        Answer::Cannot => standard("cannot"),
        Answer::Stuck { .. } => standard("stuck"),
        Answer::StillBroken { .. } => standard("still-broken"),
        Answer::SomethingElse => standard("something-else"),
    }
}

fn option(walk: &Walk, id: &str) -> Answered {
    let Kind::Question(question) = &walk.step().kind else {
        return Answered::Words(id.to_owned());
    };
    let label = question
        .options
        .iter()
        .find(|option| option.id == id)
        .and_then(|option| option.label.as_ref());
    match (label, id) {
        (Some(label), _) => Answered::Words(walk.fill(label)),
        (None, "yes") => Answered::Standard("yes"),
        (None, "no") => Answered::Standard("no"),
        (None, "unsure") => Answered::Standard("unsure"),
        (None, id) => Answered::Words(id.to_owned()),
    }
}

fn input(walk: &Walk, value: &Value) -> Answered {
    if let Kind::Input(input) = &walk.step().kind {
        match (&input.field, value) {
            (crate::model::Field::Choice(choices), Value::Text(id)) => {
                if let Some((_, label)) = choices.iter().find(|(known, _)| known == id) {
                    return Answered::Words(walk.fill(label));
                }
            }
            (crate::model::Field::Number { unit, .. }, value) => {
                return Answered::Value(value.clone(), unit.clone());
            }
            _ => return Answered::Value(value.clone(), unit(&input.fact, walk.guide()).to_owned()),
        }
    }
    Answered::Value(value.clone(), String::new())
}
