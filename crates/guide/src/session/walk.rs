//! Where answers lead: the position in a library of guides, derived from answers alone.

use std::sync::Arc;

use firstline_diagnosis::Finding;

use super::facts::{Fact, Facts};
use super::trail::{Answer, Verification, Visit};
use super::verdicts::{same_checks, worst};
use crate::model::{
    Choice, Ending, Guide, Input, InputField, Library, OutcomeKind, Piece, Question, Step,
    StepIndex, StepKind, Text, Value,
};

/// A position, with what is known there.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) library: Arc<Library>,
    /// The guides that call each other, outermost first; the last one's step is where it stands.
    frames: Vec<Frame>,
    pub(crate) facts: Facts,
    /// The places that were passed over because their fact was known. Coming round to one again,
    /// it is asked: what was known has led here before and did not help, and asking is the only
    /// way out of a circle that known facts close.
    passed: Vec<String>,
}

#[derive(Clone, Debug)]
struct Frame {
    guide: Arc<Guide>,
    step: StepIndex,
    /// What the facts were before the guide was called that it was given.
    before: Vec<(String, Option<Fact>)>,
}

/// Why an answer does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The session stands at another step.
    OtherStep,
    /// The step takes no such answer.
    OtherAnswer,
    /// There is no such guide.
    NoGuide,
    /// The guides move on by themselves without end.
    Endless,
    /// "Nothing helps" leads nowhere.
    NoWayOut,
}

impl Misfit {
    /// What is wrong, for logs and for a ticket's `unverified`.
    pub fn message(self) -> &'static str {
        match self {
            Misfit::OtherStep => "the answer belongs to another step",
            Misfit::OtherAnswer => "the step takes no such answer",
            Misfit::NoGuide => "there is no such guide",
            Misfit::Endless => "the guides move on by themselves without end",
            Misfit::NoWayOut => "\"nothing helps\" leads nowhere",
        }
    }
}

impl Walk {
    /// Stands at the first step of a guide that asks or shows something.
    pub(crate) fn begin(library: Arc<Library>, guide: &str, facts: Facts) -> Result<Walk, Misfit> {
        let guide = Arc::clone(library.guide(guide).ok_or(Misfit::NoGuide)?);
        let step = guide.start;
        let mut walk = Walk {
            library,
            frames: vec![Frame {
                guide,
                step,
                before: Vec::new(),
            }],
            facts,
            passed: Vec::new(),
        };
        walk.settle()?;
        Ok(walk)
    }

    /// The guide that is being walked: the innermost.
    pub(crate) fn guide(&self) -> &Arc<Guide> {
        &self.top().guide
    }

    /// The guide that was opened.
    pub(crate) fn entry(&self) -> &Arc<Guide> {
        &self.frames[0].guide
    }

    /// A text of this guide with what is known filled in.
    pub(crate) fn fill(&self, text: &Text) -> String {
        self.facts.fill(text, self.guide(), &self.library)
    }

    /// What a text inserts by this name.
    pub(crate) fn inserted(&self, name: &str) -> Option<&Value> {
        self.facts.inserted(name, &self.library.boxes)
    }

    /// Whether everything that a text inserts is known.
    pub(crate) fn know_all(&self, text: &Text) -> bool {
        text.0.iter().all(|piece| match piece {
            Piece::Words(_) => true,
            Piece::Fact(name) => self.inserted(name).is_some(),
        })
    }

    /// The step that it stands at.
    pub(crate) fn step(&self) -> &Step {
        let frame = self.top();
        frame.guide.step(frame.step)
    }

    /// Where it stands: the calling steps, outermost first, and the step, joined by `/`.
    pub(crate) fn place(&self) -> String {
        let mut place = String::new();
        for frame in &self.frames {
            if !place.is_empty() {
                place.push('/');
            }
            place.push_str(&frame.guide.step(frame.step).id);
        }
        place
    }

    /// Where "nothing helps" leads: how many frames stay, and the step. `None` if it is at
    /// that step already, or if the end that is shown has no way back (ticket, danger).
    pub(crate) fn way_out(&self) -> Option<(usize, StepIndex)> {
        if let StepKind::Outcome(outcome) = &self.step().kind
            && (outcome.ticket().is_some() || outcome.kind == OutcomeKind::Stop)
        {
            return None;
        }
        let depth = self
            .frames
            .iter()
            .rposition(|frame| frame.guide.stuck.is_some())?;
        let stuck = self.frames[depth].guide.stuck?;
        let there = depth + 1 == self.frames.len() && self.frames[depth].step == stuck;
        (!there).then_some((depth + 1, stuck))
    }

    /// Goes where an answer leads. On an error nothing has changed.
    pub(crate) fn apply(&mut self, visit: &Visit) -> Result<(), Misfit> {
        let mut next = self.clone();
        next.follow(visit)?;
        *self = next;
        Ok(())
    }

    fn follow(&mut self, visit: &Visit) -> Result<(), Misfit> {
        let place = self.place();
        if visit.place != place {
            return Err(Misfit::OtherStep);
        }
        let guide = Arc::clone(self.guide());
        let step = guide.step(self.top().step);
        let to = match (&step.kind, &visit.answer) {
            (_, Answer::Stuck { findings }) => {
                self.set_findings(findings, &place);
                return self.leave();
            }
            (StepKind::Outcome(outcome), answer) => {
                match (&outcome.kind, answer) {
                    (
                        OutcomeKind::Resolved | OutcomeKind::KnownIssue,
                        Answer::StillBroken { findings },
                    ) => {
                        self.set_findings(findings, &place);
                    }
                    (
                        OutcomeKind::Resolved | OutcomeKind::KnownIssue | OutcomeKind::HandOver,
                        Answer::SomethingElse,
                    ) => {}
                    _ => return Err(Misfit::OtherAnswer),
                }
                return self.leave();
            }
            (StepKind::Question(question), Answer::Options(ids)) => {
                let chosen: Option<Vec<_>> = ids
                    .iter()
                    .map(|id| question.options.iter().find(|option| option.id == *id))
                    .collect();
                let chosen = chosen.ok_or(Misfit::OtherAnswer)?;
                let first = *chosen.first().ok_or(Misfit::OtherAnswer)?;
                if !question.many && chosen.len() > 1 {
                    return Err(Misfit::OtherAnswer);
                }
                self.choose(question, &chosen, &place);
                if question.many {
                    question.to.unwrap_or(first.to)
                } else {
                    first.to
                }
            }
            (StepKind::Input(input), Answer::Input(value)) => {
                match value {
                    Some(Value::List(parts)) => self.fill_in(input, parts, &place)?,
                    Some(value) if input.field.takes(value) => {
                        self.facts.set(&input.fact, value.clone(), &place);
                    }
                    None if input.optional => self.facts.unset(&input.fact),
                    _ => return Err(Misfit::OtherAnswer),
                }
                input.to
            }
            (StepKind::Lights(lights), Answer::Lights(meaning, seen)) => {
                self.facts.set(
                    &lights.fact(),
                    Value::Text(meaning.name().to_owned()),
                    &place,
                );
                if let Some(seen) = seen {
                    let fact = ["equipment.", &lights.of].concat();
                    let id = seen.equipment.clone();
                    self.facts.set(&fact, Value::Text(id), &place);
                }
                let edge = lights.on.iter().find(|(known, _)| known == meaning);
                edge.map(|(_, to)| *to)
                    .or(lights.otherwise)
                    .ok_or(Misfit::OtherAnswer)?
            }
            (StepKind::Check(check), Answer::Checked(findings)) => {
                if !same_checks(&check.run, findings) {
                    return Err(Misfit::OtherAnswer);
                }
                self.set_findings(findings, &place);
                for (check, name) in &check.kept {
                    let kept = findings
                        .iter()
                        .find(|finding| finding.check.name() == check);
                    if let Some(finding) = kept {
                        self.facts.set_finding(name, finding, &place);
                    }
                }
                let alias = findings.iter().find_map(|finding| {
                    let alias = finding.alias?;
                    check.aliases.iter().find(|(name, _)| name == alias)
                });
                alias.map_or_else(|| check.on.edge(worst(findings)), |(_, to)| *to)
            }
            (StepKind::Instruction(instruction), Answer::Cannot) => instruction.if_cannot,
            (StepKind::Instruction(instruction), Answer::Done(helped)) => {
                match (&instruction.verify, helped) {
                    (None, Verification::Unverified) => {
                        instruction.to.ok_or(Misfit::OtherAnswer)?
                    }
                    (Some(verify), Verification::Asked(id)) => {
                        let asked = verify.question(&self.facts);
                        let to = asked.and_then(|_| verify.answered(id));
                        to.ok_or(Misfit::OtherAnswer)?
                    }
                    (Some(verify), Verification::Checked(findings))
                        if verify
                            .checks(&self.facts)
                            .is_some_and(|run| same_checks(run, findings)) =>
                    {
                        self.set_findings(findings, &place);
                        verify.on.edge(worst(findings))
                    }
                    _ => return Err(Misfit::OtherAnswer),
                }
            }
            _ => return Err(Misfit::OtherAnswer),
        };
        self.go(to);
        self.settle()
    }

    /// Makes the moves that need nobody, until there is something to ask, show or run.
    fn settle(&mut self) -> Result<(), Misfit> {
        // A guide may be called from several places in one go, so the bound is generous; the
        // loader refuses cycles of automatic moves, so it is met only by a defect of ours.
        let steps: usize = self
            .library
            .guides()
            .iter()
            .map(|guide| guide.steps.len())
            .sum();
        let most = steps * self.library.guides().len() + 1;
        for _ in 0..most {
            if !self.advance()? {
                return Ok(());
            }
        }
        Err(Misfit::Endless)
    }

    /// Makes one automatic move; false if there is none to make.
    fn advance(&mut self) -> Result<bool, Misfit> {
        let guide = Arc::clone(self.guide());
        let step = guide.step(self.top().step);
        match &step.kind {
            StepKind::Branch(branch) => {
                let case = branch
                    .cases
                    .iter()
                    .find(|(condition, _)| condition.holds(&self.facts));
                self.go(case.map_or(branch.otherwise, |(_, to)| *to));
            }
            StepKind::Call(call) => {
                let guide = Arc::clone(self.library.guide(&call.guide).ok_or(Misfit::NoGuide)?);
                let step = guide.start;
                if self.frames.len() > self.library.guides().len() {
                    return Err(Misfit::Endless);
                }
                let place = self.place();
                let mut before = Vec::new();
                for (name, value) in &call.with {
                    before.push((name.clone(), self.facts.take(name)));
                    self.facts.set(name, value.clone(), &place);
                }
                self.frames.push(Frame {
                    guide,
                    step,
                    before,
                });
            }
            StepKind::Question(question) => {
                let place = self.place();
                if self.passed.contains(&place) {
                    return Ok(false);
                }
                let fact = question.fact.as_ref();
                let known = match fact.and_then(|fact| self.facts.known_elsewhere(fact, &place)) {
                    Some(Value::Text(id)) if !question.many => question
                        .options
                        .iter()
                        .find(|option| option.id == *id)
                        .map(|option| option.to),
                    Some(Value::List(_)) if question.many => question.to,
                    _ => None,
                };
                let to = match (known, question.options.as_slice()) {
                    (Some(to), _) => to,
                    // This provider's customers can answer nothing else.
                    (None, [only]) => {
                        self.choose(question, &[only], &place);
                        question.to.unwrap_or(only.to)
                    }
                    _ => return Ok(false),
                };
                self.passed.push(place);
                self.go(to);
            }
            StepKind::Input(input) => {
                let place = self.place();
                let knows = |field: &InputField, fact: &str| {
                    let known = self.facts.known_elsewhere(fact, &place);
                    known.is_some_and(|known| field.takes(known))
                };
                let known = match &input.field {
                    InputField::Form(fields) => {
                        let mut fields = fields.iter();
                        fields.all(|field| knows(&field.field, &field.fact))
                    }
                    field => knows(field, &input.fact),
                };
                if !known || self.passed.contains(&place) {
                    return Ok(false);
                }
                self.go(input.to);
                self.passed.push(place);
            }
            StepKind::Outcome(outcome) => {
                let Some(ending) = outcome.kind.ending() else {
                    return Ok(false);
                };
                let Some(to) = self.caught(ending) else {
                    return Ok(false);
                };
                self.come_back(self.frames.len() - 1);
                self.go(to);
            }
            StepKind::Lights(_) | StepKind::Instruction(_) | StepKind::Check(_) => {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Sets what these options of a question say.
    fn choose(&mut self, question: &Question, chosen: &[&Choice], place: &str) {
        if let Some(fact) = &question.fact {
            let mut ids = chosen.iter().map(|option| option.id.clone());
            let value = if question.many {
                Value::List(ids.collect())
            } else {
                Value::Text(ids.next().unwrap_or_default())
            };
            self.facts.set(fact, value, place);
        }
        for (name, value) in chosen.iter().flat_map(|option| &option.set) {
            self.facts.set(name, value.clone(), place);
        }
    }

    /// Sets what was typed into the fields of a form.
    fn fill_in(&mut self, input: &Input, parts: &[String], place: &str) -> Result<(), Misfit> {
        let InputField::Form(fields) = &input.field else {
            return Err(Misfit::OtherAnswer);
        };
        if fields.len() != parts.len() {
            return Err(Misfit::OtherAnswer);
        }
        for (field, typed) in fields.iter().zip(parts) {
            match field.field.read_typed(typed, field.optional) {
                Ok(Some(value)) => self.facts.set(&field.fact, value, place),
                Ok(None) => self.facts.unset(&field.fact),
                Err(_) => return Err(Misfit::OtherAnswer),
            }
        }
        Ok(())
    }

    /// Where the calling guide goes on after this ending, if it does.
    fn caught(&self, ending: Ending) -> Option<StepIndex> {
        let caller = self.frames.len().checked_sub(2)?;
        let caller = &self.frames[caller];
        match &caller.guide.step(caller.step).kind {
            StepKind::Call(call) => call
                .on
                .iter()
                .find(|(known, _)| *known == ending)
                .map(|(_, to)| *to),
            _ => None,
        }
    }

    fn leave(&mut self) -> Result<(), Misfit> {
        let (depth, step) = self.way_out().ok_or(Misfit::NoWayOut)?;
        self.come_back(depth);
        self.go(step);
        self.settle()
    }

    /// Leaves called guides until so many frames are left, and what was told to them.
    fn come_back(&mut self, depth: usize) {
        while self.frames.len() > depth {
            let Some(left) = self.frames.pop() else {
                return;
            };
            for (name, before) in left.before {
                self.facts.put_back(&name, before);
            }
        }
    }

    fn set_findings(&mut self, findings: &[Finding], place: &str) {
        for finding in findings {
            self.facts.set_finding("check", finding, place);
        }
        self.facts.set_diagnosis(findings, place);
    }

    fn go(&mut self, step: StepIndex) {
        if let Some(frame) = self.frames.last_mut() {
            frame.step = step;
        }
    }

    fn top(&self) -> &Frame {
        // There is always one: `begin` pushes it, and `advance` pops only above another.
        &self.frames[self.frames.len() - 1]
    }
}
