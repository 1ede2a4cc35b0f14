//! One invented walk through a real guide.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use firstline_diagnosis::CheckId;
use firstline_guide::model::{
    Ending, Instruction, OutcomeKind, Question, StepIndex, StepKind, VerifyBy,
};
use firstline_guide::{Guide, Library};
use firstline_wire::events::{Event, How, Numbered};

/// The truth of the invented world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truth {
    /// What is wrong with customers, by the step that mends it: its place, and with how many of all customers.
    /// The others have what no step mends.
    pub causes: BTreeMap<String, f64>,
    /// Of steps that are no cause here: with what probability they help all the same.
    pub else_helps: f64,
    /// Minutes that a step takes on average, by its place.
    pub minutes: BTreeMap<String, f64>,
    /// With what probability a customer leaves at a step, by its place.
    pub leaves: BTreeMap<String, f64>,
    /// The same for all other steps.
    pub else_leaves: f64,
}

/// With what probability a fault is known that explains it all: rarely.
const KNOWN_FAULT: f64 = 0.04;

/// As many steps as a walk has at the most.
const MOST: usize = 60;

/// Where a walk stands: guides that called each other, outermost first, with the steps that call.
struct Stand<'a> {
    frames: Vec<(&'a Arc<Guide>, StepIndex)>,
}

impl<'a> Stand<'a> {
    fn step(&self) -> Option<&'a firstline_guide::model::Step> {
        let (guide, step) = self.frames.last()?;
        Some(guide.step(*step))
    }

    fn place(&self) -> String {
        let ids: Vec<&str> = self
            .frames
            .iter()
            .map(|(guide, step)| guide.step(*step).id.as_str())
            .collect();
        ids.join("/")
    }

    fn go(&mut self, to: StepIndex) {
        if let Some(last) = self.frames.last_mut() {
            last.1 = to;
        }
    }
}

/// Walks a guide as one customer, whose trouble is drawn. Gives the events that the widget would send.
pub fn walk(library: &Library, guide: &str, truth: &Truth, random: &mut Rng) -> Vec<Numbered> {
    let Some(guide) = library.guide(guide) else {
        return Vec::new();
    };
    let mut cause = random.f64();
    let cause = truth.causes.iter().find(|(_, share)| {
        cause -= **share;
        cause < 0.0
    });
    let cause = cause.map(|(place, _)| place.as_str());
    let mut stand = Stand {
        frames: vec![(guide, guide.start)],
    };
    let mut events = vec![Event::Began { at: None }];
    let mut mended = false;
    let mut total = 0;
    // The step that is shown, what came of it, and how long it took: told when the next one is shown.
    let mut shown: Option<(String, How, u32)> = None;
    let mut after: Option<String> = None;
    for _ in 0..MOST {
        let Some(step) = stand.step() else { break };
        let place = stand.place();
        let is_shown = !matches!(step.kind, StepKind::Branch(_) | StepKind::Call(_))
            && !passes(&stand, &step.kind);
        if is_shown && let Some(Event::Began { at }) = events.first_mut() {
            at.get_or_insert_with(|| place.clone());
        }
        if is_shown && let Some((from, how, s)) = shown.take() {
            total += s;
            let told = matches!(how, How::Pass | How::Fail | How::Yes | How::No);
            events.push(Event::Left {
                from: from.clone(),
                to: place.clone(),
                how,
                s,
                waited: s > 120,
                after: if told { after.take() } else { None },
                total: matches!(step.kind, StepKind::Outcome(_)).then_some(total),
                reached: How::Answered,
            });
            if how == How::Done {
                after = Some(from);
            }
        }
        if let StepKind::Outcome(outcome) = &step.kind {
            if passes(&stand, &step.kind) {
                let ending = ending(&outcome.kind);
                stand.frames.pop();
                let Some(StepKind::Call(call)) = stand.step().map(|step| &step.kind) else {
                    break;
                };
                let to = call
                    .on
                    .iter()
                    .find(|(on, _)| Some(*on) == ending)
                    .map(|(_, to)| *to);
                let Some(to) = to else { break };
                stand.go(to);
                continue;
            }
            if matches!(outcome.kind, OutcomeKind::Unresolved(_)) && random.f64() < 0.7 {
                events.push(Event::Ticket);
            }
            break;
        }
        let leaves = truth
            .leaves
            .get(&place)
            .copied()
            .unwrap_or(truth.else_leaves);
        if is_shown && random.f64() < leaves {
            break;
        }
        let helps = |random: &mut Rng| match cause {
            Some(cause) if cause == place => true,
            _ => !truth.causes.contains_key(&place) && random.f64() < truth.else_helps,
        };
        let minutes = truth
            .minutes
            .get(&place)
            .copied()
            .unwrap_or(match &step.kind {
                StepKind::Instruction(instruction) => f64::from(instruction.minutes.unwrap_or(2)),
                StepKind::Check(_) => 0.3,
                _ => 0.5,
            });
        // Some take half, some twice as long.
        let took = minutes * 60.0 * (0.5 + 0.5 * random.f64() + random.f64() * random.f64() * 1.5);
        let took = u32::try_from(Duration::from_secs_f64(took).as_secs()).unwrap_or(0);
        let (how, to) = match &step.kind {
            StepKind::Question(question) => match answer(question, &stand, random) {
                Some(to) => (How::Answered, to),
                None => break,
            },
            StepKind::Input(input) => (How::Answered, input.to),
            StepKind::Lights(lights) => {
                let at = random.usize(0..lights.on.len() + 1);
                match lights.on.get(at).map(|(_, to)| *to).or(lights.otherwise) {
                    Some(to) => (How::Answered, to),
                    None => break,
                }
            }
            StepKind::Check(check) => {
                let looks_for_faults = check.run == [CheckId::Outage];
                let passes = match looks_for_faults {
                    true => random.f64() >= KNOWN_FAULT,
                    false => mended || random.f64() < 0.15,
                };
                match passes {
                    true => (How::Pass, check.on.pass),
                    false => (How::Fail, check.on.fail),
                }
            }
            StepKind::Instruction(instruction) => {
                mended |= helps(random);
                tried(instruction, mended, random)
            }
            StepKind::Branch(branch) => {
                // The page tells little, so that most conditions are false.
                let at = if random.f64() < 0.15 {
                    random.usize(0..branch.cases.len().max(1))
                } else {
                    usize::MAX
                };
                let to = branch.cases.get(at).map_or(branch.otherwise, |(_, to)| *to);
                stand.go(to);
                continue;
            }
            StepKind::Call(call) => {
                match library.guide(&call.guide) {
                    Some(called) => stand.frames.push((called, called.start)),
                    None => break,
                }
                continue;
            }
            StepKind::Outcome(_) => break,
        };
        shown = Some((place, how, took));
        stand.go(to);
    }
    let numbered = events.into_iter().zip(1..);
    numbered.map(|(event, n)| Numbered { n, event }).collect()
}

/// Where the answer to a question leads. An answer that ends the walk at once, as danger does, is rarely true.
fn answer(question: &Question, stand: &Stand<'_>, random: &mut Rng) -> Option<StepIndex> {
    let (guide, _) = stand.frames.last()?;
    let mut one = || {
        Some(
            question
                .options
                .get(random.usize(0..question.options.len().max(1)))?
                .to,
        )
    };
    let first = one()?;
    match guide.step(first).kind {
        StepKind::Outcome(_) => one(),
        _ => Some(first),
    }
}

/// Whether an end of a called guide is not shown, because the guide that called it goes on from there.
fn passes(stand: &Stand<'_>, kind: &StepKind) -> bool {
    let StepKind::Outcome(outcome) = kind else {
        return false;
    };
    let [.., (guide, step), _] = stand.frames.as_slice() else {
        return false;
    };
    let StepKind::Call(call) = &guide.step(*step).kind else {
        return false;
    };
    call.on
        .iter()
        .any(|(on, _)| Some(*on) == ending(&outcome.kind))
}

fn ending(kind: &OutcomeKind) -> Option<Ending> {
    match kind {
        OutcomeKind::Resolved => Some(Ending::Resolved),
        OutcomeKind::Unresolved(_) => Some(Ending::Unresolved),
        OutcomeKind::KnownIssue => Some(Ending::KnownIssue),
        _ => None,
    }
}

fn tried(instruction: &Instruction, mended: bool, random: &mut Rng) -> (How, StepIndex) {
    if random.f64() < 0.03 {
        return (How::Cannot, instruction.if_cannot);
    }
    match &instruction.verify {
        Some(verify) => {
            let measured = matches!(verify.by, VerifyBy::Checks(_));
            match (mended, measured) {
                (true, true) => (How::Pass, verify.on.pass),
                (true, false) => (How::Yes, verify.on.pass),
                (false, true) => (How::Fail, verify.on.fail),
                (false, false) => (How::No, verify.on.fail),
            }
        }
        None => (How::Done, instruction.to.unwrap_or(instruction.if_cannot)),
    }
}
