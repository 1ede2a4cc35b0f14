//! Which transitions scenarios take, and which none takes.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstline_diagnosis::{Finding, Verdict};
use firstline_guide::model::{
    Branch, Guide, Library, Reply, StandardAnswer, Step, StepIndex, StepKind, Value, VerifyBy,
};
use firstline_guide::routes::{Label, routes};
use firstline_guide::session::{Answer, Session, Verification, Visit};

/// A way from one step to the next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transition {
    /// The guide.
    pub guide: String,
    /// The step that is left.
    pub step: String,
    /// How: option ids, verdicts, `next`, `cannot`, `case 1`, `otherwise`, endings. Verdicts that
    /// lead to the same step are one transition, because an author writes them as one.
    pub by: String,
    /// The step that it leads to.
    pub to: String,
}

impl std::fmt::Display for Transition {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Transition {
            guide,
            step,
            by,
            to,
        } = self;
        write!(out, "{guide}: {step} -[{by}]-> {to}")
    }
}

/// A way out of a step, under each of the names that it is taken by.
struct Edge {
    by: Vec<String>,
    to: StepIndex,
}

/// All transitions of a guide. `stuck` is none: it leads from everywhere.
pub fn transitions(guide: &Guide) -> Vec<Transition> {
    let of_step = |step: &Step| {
        let edges = edges(step).into_iter();
        edges
            .map(|edge| transition(guide, &step.id, &edge))
            .collect::<Vec<_>>()
    };
    guide.steps.iter().flat_map(of_step).collect()
}

/// The transitions of a guide that are not among those that were taken.
pub fn uncovered(guide: &Guide, taken: &BTreeSet<Transition>) -> Vec<Transition> {
    transitions(guide)
        .into_iter()
        .filter(|transition| !taken.contains(transition))
        .collect()
}

fn transition(guide: &Guide, step: &str, edge: &Edge) -> Transition {
    Transition {
        guide: guide.id.clone(),
        step: step.to_owned(),
        by: edge.by.join(", "),
        to: guide.step(edge.to).id.clone(),
    }
}

/// The ways out of a step. Results that lead to the same step are one way, because an author
/// writes them as one (`otherwise`); so are an alias and its verdict. Options, cases and endings
/// are each one of their own.
fn edges(step: &Step) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    for route in routes(step) {
        let by = name(&route.label, &step.kind);
        let merges = matches!(
            route.label,
            Label::Verdict(_) | Label::Alias(_) | Label::Cannot
        );
        match edges.iter_mut().find(|edge| merges && edge.to == route.to) {
            Some(edge) => edge.by.push(by),
            None => edges.push(Edge {
                by: vec![by],
                to: route.to,
            }),
        }
    }
    edges
}

/// The name of a way out of a step.
fn name(label: &Label, kind: &StepKind) -> String {
    let asks = matches!(kind, StepKind::Instruction(instruction)
        if matches!(instruction.verify.as_ref().map(|verify| &verify.by), Some(VerifyBy::Asking(_))));
    match label {
        Label::Option(id) => (*id).to_owned(),
        Label::Alias(alias) => (*alias).to_owned(),
        Label::Next => NEXT.to_owned(),
        Label::Meaning(meaning) => meaning.name().to_owned(),
        Label::Otherwise | Label::NoCase => OTHERWISE.to_owned(),
        Label::Verdict(verdict) if asks => {
            let reply = Reply::ALL.iter().find(|reply| reply.verdict() == *verdict);
            reply
                .map_or(verdict.name(), |reply| reply.name())
                .to_owned()
        }
        Label::Verdict(verdict) => verdict.name().to_owned(),
        Label::Cannot => StandardAnswer::Cannot.name().to_owned(),
        Label::Case(position) => case(*position),
        Label::Ending(ending) => ending.name().to_owned(),
        Label::Stuck => StandardAnswer::Stuck.name().to_owned(),
    }
}

const NEXT: &str = "next";
const OTHERWISE: &str = "otherwise";

fn case(position: usize) -> String {
    format!("case {}", position + 1)
}

/// Notes the transitions that a session takes, the automatic ones too.
pub(super) struct Recorder {
    library: Arc<Library>,
    /// The guides that call each other, outermost first, each with the step it stands at.
    frames: Vec<(Arc<Guide>, StepIndex)>,
    pub(super) taken: BTreeSet<Transition>,
}

impl Recorder {
    pub(super) fn new(library: Arc<Library>, entry: &str) -> Recorder {
        let frames = library
            .guide(entry)
            .map(|guide| (Arc::clone(guide), guide.start));
        let frames = frames.into_iter().collect();
        Recorder {
            library,
            frames,
            taken: BTreeSet::new(),
        }
    }

    /// Notes what was passed before the first screen.
    pub(super) fn began(&mut self, session: &Session) {
        self.settle(session);
    }

    /// Notes where an answer led.
    pub(super) fn answered(&mut self, visits: &[Visit], session: &Session) {
        for visit in visits {
            match (self.kind(), how(&visit.answer)) {
                (Some(kind), Some(how)) => {
                    let by = name_of(&kind, &how);
                    self.take(&by);
                    self.settle(session);
                }
                // "Nothing helps" leads out of everything.
                _ => self.jump(session),
            }
        }
    }

    /// Follows automatic moves up to where the session stands. What is known does not change on
    /// the way, so conditions come out as they did.
    fn settle(&mut self, session: &Session) {
        let there = session.place();
        // As many moves as there are steps: the engine makes no more.
        let most: usize = self
            .library
            .guides()
            .iter()
            .map(|guide| guide.steps.len())
            .sum();
        for _ in 0..=most {
            if self.place() == there {
                return;
            }
            match self.kind() {
                Some(StepKind::Branch(branch)) => self.take(&decided(&branch, session)),
                Some(StepKind::Call(call)) => {
                    let Some(guide) = self.library.guide(&call.guide) else {
                        return;
                    };
                    let start = guide.start;
                    self.frames.push((Arc::clone(guide), start));
                }
                Some(StepKind::Question(question)) => {
                    let fact = question.fact.as_ref().and_then(|fact| session.fact(fact));
                    match fact {
                        Some(Value::Text(id)) => self.take(&id.clone()),
                        _ => self.take(NEXT),
                    }
                }
                Some(StepKind::Input(_)) => self.take(NEXT),
                Some(StepKind::Outcome(outcome)) => {
                    let Some(ending) = outcome.kind.ending() else {
                        return;
                    };
                    self.frames.pop();
                    self.take(ending.name());
                }
                Some(StepKind::Lights(_) | StepKind::Instruction(_) | StepKind::Check(_))
                | None => return,
            }
        }
    }

    /// Notes the transition of the step that it stands at, and goes there.
    fn take(&mut self, by: &str) {
        let Some((guide, step)) = self.frames.last_mut() else {
            return;
        };
        let left = guide.step(*step);
        let edges = edges(left);
        let named = |edge: &&Edge| edge.by.iter().any(|known| known == by);
        let edge = edges.iter().find(named);
        let Some(edge) = edge else { return };
        self.taken.insert(transition(guide, &left.id, edge));
        *step = edge.to;
    }

    /// Stands where the session stands, whatever led there.
    fn jump(&mut self, session: &Session) {
        self.frames.truncate(1);
        let place = session.place();
        let mut steps = place.split('/').peekable();
        while let Some(id) = steps.next() {
            let Some((guide, step)) = self.frames.last_mut() else {
                return;
            };
            let Some(found) = guide.find(id) else { return };
            *step = found;
            if steps.peek().is_none() {
                return;
            }
            let StepKind::Call(call) = &guide.step(found).kind else {
                return;
            };
            let Some(guide) = self.library.guide(&call.guide).cloned() else {
                return;
            };
            let start = guide.start;
            self.frames.push((guide, start));
        }
    }

    fn kind(&self) -> Option<StepKind> {
        let (guide, step) = self.frames.last()?;
        Some(guide.step(*step).kind.clone())
    }

    fn place(&self) -> String {
        let ids: Vec<&str> = self
            .frames
            .iter()
            .map(|(guide, step)| guide.step(*step).id.as_str())
            .collect();
        ids.join("/")
    }
}

fn decided(branch: &Branch, session: &Session) -> String {
    let holds = branch
        .cases
        .iter()
        .position(|(condition, _)| session.holds(condition));
    holds.map_or_else(|| OTHERWISE.to_owned(), case)
}

/// How a step was left.
enum How {
    By(String),
    Findings(Vec<Finding>),
}

fn how(answer: &Answer) -> Option<How> {
    let by = |by: &str| Some(How::By(by.to_owned()));
    match answer {
        Answer::Options(ids) => by(ids.first()?),
        Answer::Input(_) => by(NEXT),
        Answer::Lights(meaning, _) => by(meaning.name()),
        Answer::Checked(findings) | Answer::Done(Verification::Checked(findings)) => {
            Some(How::Findings(findings.clone()))
        }
        Answer::Done(Verification::Unverified) => by(NEXT),
        Answer::Done(Verification::Asked(reply)) => by(reply),
        Answer::Cannot => by(StandardAnswer::Cannot.name()),
        Answer::Stuck { .. } | Answer::StillBroken { .. } | Answer::SomethingElse => None,
    }
}

/// The name under which the edges of a step know how it was left.
fn name_of(kind: &StepKind, how: &How) -> String {
    match (kind, how) {
        (StepKind::Check(check), How::Findings(findings)) => {
            let alias = findings.iter().find_map(|finding| {
                let alias = finding.alias?;
                check
                    .aliases
                    .iter()
                    .any(|(known, _)| known == alias)
                    .then_some(alias)
            });
            alias.unwrap_or(worst(findings).name()).to_owned()
        }
        (_, How::Findings(findings)) => worst(findings).name().to_owned(),
        (StepKind::Question(question), How::By(_)) if question.many && question.to.is_some() => {
            NEXT.to_owned()
        }
        (StepKind::Lights(lights), How::By(by))
            if lights.on.iter().all(|(meaning, _)| meaning.name() != by) =>
        {
            OTHERWISE.to_owned()
        }
        // Asked in place of checks: the answer counts as what they would find.
        (StepKind::Instruction(instruction), How::By(by)) => {
            let verify = instruction.verify.as_ref();
            let checked = verify.filter(|verify| {
                matches!(verify.by, VerifyBy::Checks(_)) && verify.options.is_empty()
            });
            let reply = checked.and_then(|_| Reply::from_name(by));
            reply.map_or_else(|| by.clone(), |reply| reply.verdict().name().to_owned())
        }
        (_, How::By(by)) => by.clone(),
    }
}

fn worst(findings: &[Finding]) -> Verdict {
    findings
        .iter()
        .map(|finding| finding.verdict)
        .max()
        .unwrap_or(Verdict::Unknown)
}
