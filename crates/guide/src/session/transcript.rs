//! The transcript: the customer sees it before sending, and the agent reads it.

use std::sync::Arc;

use firstline_diagnosis::{Finding, Verdict};

use super::Session;
use super::facts::{Facts, unit};
use super::screen::{AnswerView, TranscriptEntry};
use super::show::{asked, labelled, title, variant};
use super::trail::{Answer, LineLoss, Verification};
use super::verdicts::worst;
use super::walk::Walk;
use crate::model::{Input, InputField, Reply, StandardAnswer, StepKind, Value};

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
                answer: with_line(answered(&walk, &visit.answer), visit.line),
                at: visit.at,
                findings: worth_telling(visit.answer.findings()),
            });
            if walk.apply(visit).is_err() {
                break;
            }
        }
        entries
    }
}

/// Leaves out checks that nobody set up, if anything else was measured.
fn worth_telling(findings: &[Finding]) -> Vec<Finding> {
    let mut told = findings.to_vec();
    if !findings.iter().all(Finding::is_left_out) {
        told.retain(|finding| !finding.is_left_out());
    }
    told
}

/// The line's loss stands behind what was done, and before what came of it.
fn with_line(mut said: Vec<AnswerView>, line: Option<LineLoss>) -> Vec<AnswerView> {
    if let Some(line) = line {
        let did = said.len().min(1);
        said.insert(did, AnswerView::Line(line));
    }
    said
}

fn answered(walk: &Walk, answer: &Answer) -> Vec<AnswerView> {
    let standard = |answer| vec![AnswerView::Standard(answer)];
    match answer {
        Answer::Options(ids) => ids.iter().map(|id| option(walk, id)).collect(),
        Answer::Input(None) => standard(StandardAnswer::Skipped),
        Answer::Input(Some(Value::List(parts))) => form(walk, parts),
        Answer::Input(Some(value)) => vec![input(walk, value)],
        Answer::Lights(meaning, seen) => {
            let mut told = vec![AnswerView::Meaning(*meaning)];
            told.extend(seen.clone().map(AnswerView::Lights));
            told
        }
        Answer::Checked(findings) => vec![AnswerView::Verdict(worst(findings))],
        Answer::Done(Verification::Unverified) => pressed(walk, StandardAnswer::Done),
        Answer::Done(Verification::Checked(findings)) => {
            let mut said = pressed(walk, StandardAnswer::Done);
            said.push(AnswerView::Verdict(worst(findings)));
            said
        }
        Answer::Done(Verification::Asked(reply)) => {
            let mut said = pressed(walk, StandardAnswer::Done);
            let mut own = None;
            if let StepKind::Instruction(instruction) = &walk.step().kind
                && let Some(verify) = &instruction.verify
            {
                let question = asked(verify, variant(walk, walk.step()), walk);
                said.extend(question.map(|question| AnswerView::Words(walk.fill(question))));
                let option = verify.options.iter().find(|option| option.id == *reply);
                own = option.and_then(|option| Some((option.label.as_ref()?, option.helped)));
            }
            match (own, StandardAnswer::from_name(reply)) {
                (Some((label, helped)), _) => {
                    said.push(AnswerView::Words(walk.fill(label)));
                    said.extend(helped.then_some(AnswerView::Verdict(Verdict::Pass)));
                }
                (None, Some(reply)) => said.push(AnswerView::Standard(reply)),
                (None, None) => said.push(AnswerView::Words(reply.clone())),
            }
            said
        }
        Answer::Cannot => pressed(walk, StandardAnswer::Cannot),
        Answer::Stuck { .. } => standard(StandardAnswer::Stuck),
        Answer::StillBroken { .. } => standard(StandardAnswer::StillBroken),
        Answer::SomethingElse => standard(StandardAnswer::SomethingElse),
    }
}

/// A button of an instruction that was pressed, with the guide's own words for it.
fn pressed(walk: &Walk, answer: StandardAnswer) -> Vec<AnswerView> {
    let own = match &walk.step().kind {
        StepKind::Instruction(instruction) if answer == StandardAnswer::Done => &instruction.done,
        StepKind::Instruction(instruction) => &instruction.cannot,
        _ => &None,
    };
    let words = own.as_ref().map(|own| AnswerView::Words(walk.fill(own)));
    [AnswerView::Standard(answer)]
        .into_iter()
        .chain(words)
        .collect()
}

fn option(walk: &Walk, id: &str) -> AnswerView {
    let StepKind::Question(question) = &walk.step().kind else {
        return AnswerView::Words(id.to_owned());
    };
    let own = variant(walk, walk.step());
    let own = own.and_then(|variant| labelled(&variant.options, id));
    let mut options = question.options.iter();
    let option = options.find(|option| option.id == id);
    let label = own.or(option.and_then(|option| option.label.as_ref()));
    match (label, Reply::from_name(id)) {
        (Some(label), _) => AnswerView::Words(walk.fill(label)),
        (None, Some(reply)) => AnswerView::Standard(reply.into()),
        (None, None) => AnswerView::Words(id.to_owned()),
    }
}

/// The texts typed into a form, one line for each field.
fn form(walk: &Walk, parts: &[String]) -> Vec<AnswerView> {
    let fields = match &walk.step().kind {
        StepKind::Input(Input {
            field: InputField::Form(fields),
            ..
        }) => fields.as_slice(),
        _ => &[],
    };
    let filled = fields
        .iter()
        .zip(parts)
        .filter(|(_, typed)| !typed.is_empty());
    let said = filled.map(|(field, typed)| {
        let typed = match &field.field {
            InputField::Choice(choices) => {
                let chosen = labelled(choices, typed);
                chosen.map_or_else(|| typed.clone(), |label| walk.fill(label))
            }
            InputField::Number { unit, .. } if !unit.is_empty() => [typed, " ", unit].concat(),
            _ => typed.clone(),
        };
        AnswerView::Words([&walk.fill(&field.label), ": ", &typed].concat())
    });
    said.collect()
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
