//! What was done, for the customer to see before sending and for the agent to read.

use std::sync::Arc;

use super::Session;
use super::facts::{Facts, unit};
use super::screen::{AnswerView, TranscriptEntry};
use super::show::{title, variant};
use super::trail::{Answer, Verification};
use super::walk::{Walk, worst};
use crate::model::{InputField, Reply, StandardAnswer, StepKind, Value, VerifyBy};

impl Session {
    /// Every answer with the words of the guide that was walked, in order. The titles are those
    /// that were shown: facts are filled in as they were known then.
    pub fn transcript(&self) -> Vec<TranscriptEntry> {
        let library = Arc::clone(&self.walk.library);
        let facts = Facts::frozen(&self.trail.facts);
        let Ok(mut walk) = Walk::begin(library, &self.trail.guide, facts) else {
            return Vec::new();
        };
        let mut entries = Vec::with_capacity(self.trail.visits.len());
        for (position, visit) in self.trail.visits.iter().enumerate() {
            let step = walk.step();
            entries.push(TranscriptEntry {
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

fn answered(walk: &Walk, answer: &Answer) -> Vec<AnswerView> {
    let standard = |answer| vec![AnswerView::Standard(answer)];
    match answer {
        Answer::Options(ids) => ids.iter().map(|id| option(walk, id)).collect(),
        Answer::Input(None) => standard(StandardAnswer::Skipped),
        Answer::Input(Some(value)) => vec![input(walk, value)],
        Answer::Lights(meaning, seen) => {
            let mut told = vec![AnswerView::Meaning(*meaning)];
            told.extend(seen.clone().map(AnswerView::Lights));
            told
        }
        Answer::Checked(findings) => vec![AnswerView::Verdict(worst(findings))],
        Answer::Done(Verification::Unverified) => standard(StandardAnswer::Done),
        Answer::Done(Verification::Checked(findings)) => {
            vec![
                AnswerView::Standard(StandardAnswer::Done),
                AnswerView::Verdict(worst(findings)),
            ]
        }
        Answer::Done(Verification::Asked(reply)) => {
            let mut said = standard(StandardAnswer::Done);
            if let StepKind::Instruction(instruction) = &walk.step().kind
                && let Some(VerifyBy::Asking(question)) =
                    instruction.verify.as_ref().map(|verify| &verify.by)
            {
                said.push(AnswerView::Words(walk.fill(question)));
            }
            said.push(AnswerView::Standard((*reply).into()));
            said
        }
        Answer::Cannot => standard(StandardAnswer::Cannot),
        Answer::Stuck { .. } => standard(StandardAnswer::Stuck),
        Answer::StillBroken { .. } => standard(StandardAnswer::StillBroken),
        Answer::SomethingElse => standard(StandardAnswer::SomethingElse),
    }
}

fn option(walk: &Walk, id: &str) -> AnswerView {
    let StepKind::Question(question) = &walk.step().kind else {
        return AnswerView::Words(id.to_owned());
    };
    let label = question
        .options
        .iter()
        .find(|option| option.id == id)
        .and_then(|option| option.label.as_ref());
    match (label, Reply::from_name(id)) {
        (Some(label), _) => AnswerView::Words(walk.fill(label)),
        (None, Some(reply)) => AnswerView::Standard(reply.into()),
        (None, None) => AnswerView::Words(id.to_owned()),
    }
}

fn input(walk: &Walk, value: &Value) -> AnswerView {
    if let StepKind::Input(input) = &walk.step().kind {
        match (&input.field, value) {
            (InputField::Choice(choices), Value::Text(id)) => {
                if let Some((_, label)) = choices.iter().find(|(known, _)| known == id) {
                    return AnswerView::Words(walk.fill(label));
                }
            }
            (InputField::Number { unit, .. }, value) => {
                return AnswerView::Value(value.clone(), unit.clone());
            }
            _ => {
                return AnswerView::Value(
                    value.clone(),
                    unit(&input.fact, walk.guide()).to_owned(),
                );
            }
        }
    }
    AnswerView::Value(value.clone(), String::new())
}
