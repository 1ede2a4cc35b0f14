//! Which transitions scenarios take, and which none takes.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstline_diagnosis::{Finding, Verdict};
use firstline_guide::model::{
    Branch, Guide, Instruction, Kind, Library, StepIndex, Value, VerdictEdges, VerifyBy,
};
use firstline_guide::session::{Answer, Helped, Session, Visit};

/// A way from one step to the next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transition {
    /// The guide.
    pub guide: String,
    /// The step that is left.
    pub step: String,
    /// How: option ids, verdicts, `done`, `cannot`, `case 1`, `otherwise`, endings. Verdicts that
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
    let of_step = |step: &firstline_guide::model::Step| {
        let edges = edges(&step.kind).into_iter();
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

fn edges(kind: &Kind) -> Vec<Edge> {
    let one = |by: &str, to: StepIndex| Edge {
        by: vec![by.to_owned()],
        to,
    };
    match kind {
        Kind::Question(question) => match question.to {
            Some(to) if question.many => vec![one("chosen", to)],
            _ => question
                .options
                .iter()
                .map(|option| one(&option.id, option.to))
                .collect(),
        },
        Kind::Input(input) => vec![one("entered", input.to)],
        Kind::Lights(lights) => {
            let on = lights
                .on
                .iter()
                .map(|(meaning, to)| one(meaning.name(), *to));
            on.chain(lights.otherwise.map(|to| one("otherwise", to)))
                .collect()
        }
        Kind::Instruction(instruction) => of_instruction(instruction),
        Kind::Check(check) => {
            // An alias and its verdict mostly lead to the same step: then they are one.
            let mut edges = of_verdicts(&check.on, Verdict::name);
            for (alias, to) in &check.aliases {
                match edges.iter_mut().find(|edge| edge.to == *to) {
                    Some(edge) => edge.by.push(alias.clone()),
                    None => edges.push(one(alias, *to)),
                }
            }
            edges
        }
        Kind::Branch(branch) => {
            let cases = branch.cases.iter().enumerate();
            let cases = cases.map(|(index, (_, to))| one(&case(index), *to));
            cases.chain([one("otherwise", branch.otherwise)]).collect()
        }
        Kind::Call(call) => call
            .on
            .iter()
            .map(|(ending, to)| one(ending.name(), *to))
            .collect(),
        Kind::Outcome(_) => Vec::new(),
    }
}

fn case(index: usize) -> String {
    format!("case {}", index + 1)
}

fn of_instruction(instruction: &Instruction) -> Vec<Edge> {
    let mut edges = match (&instruction.verify, instruction.to) {
        (Some(verify), _) => {
            let name = match verify.by {
                VerifyBy::Checks(_) => Verdict::name,
                VerifyBy::Asking(_) => reply_name,
            };
            let mut edges = of_verdicts(&verify.on, name);
            if matches!(verify.by, VerifyBy::Asking(_)) {
                // No answer of a person counts as `warn`.
                edges
                    .iter_mut()
                    .for_each(|edge| edge.by.retain(|by| by != "warn"));
                edges.retain(|edge| !edge.by.is_empty());
            }
            edges
        }
        (None, Some(to)) => vec![Edge {
            by: vec!["done".to_owned()],
            to,
        }],
        (None, None) => Vec::new(),
    };
    match edges
        .iter_mut()
        .find(|edge| edge.to == instruction.if_cannot)
    {
        Some(edge) => edge.by.push("cannot".to_owned()),
        None => edges.push(Edge {
            by: vec!["cannot".to_owned()],
            to: instruction.if_cannot,
        }),
    }
    edges
}

fn reply_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "yes",
        Verdict::Fail => "no",
        Verdict::Unknown => "unsure",
        Verdict::Warn => "warn",
    }
}

fn of_verdicts(on: &VerdictEdges, name: fn(Verdict) -> &'static str) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    for verdict in [
        Verdict::Pass,
        Verdict::Warn,
        Verdict::Fail,
        Verdict::Unknown,
    ] {
        let to = on.edge(verdict);
        match edges.iter_mut().find(|edge| edge.to == to) {
            Some(edge) => edge.by.push(name(verdict).to_owned()),
            None => edges.push(Edge {
                by: vec![name(verdict).to_owned()],
                to,
            }),
        }
    }
    edges
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
                Some(Kind::Branch(branch)) => self.take(&decided(&branch, session)),
                Some(Kind::Call(call)) => {
                    let Some(guide) = self.library.guide(&call.guide) else {
                        return;
                    };
                    let start = guide.start;
                    self.frames.push((Arc::clone(guide), start));
                }
                Some(Kind::Question(question)) => {
                    let fact = question.fact.as_ref().and_then(|fact| session.fact(fact));
                    match fact {
                        Some(Value::Text(id)) => self.take(&id.clone()),
                        _ => self.take("chosen"),
                    }
                }
                Some(Kind::Input(_)) => self.take("entered"),
                Some(Kind::Outcome(outcome)) => {
                    let Some(ending) = outcome.ends.ending() else {
                        return;
                    };
                    self.frames.pop();
                    self.take(ending.name());
                }
                Some(Kind::Lights(_) | Kind::Instruction(_) | Kind::Check(_)) | None => return,
            }
        }
    }

    /// Notes the transition of the step that it stands at, and goes there.
    fn take(&mut self, by: &str) {
        let Some((guide, step)) = self.frames.last_mut() else {
            return;
        };
        let left = guide.step(*step);
        let edges = edges(&left.kind);
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
            let Kind::Call(call) = &guide.step(found).kind else {
                return;
            };
            let Some(guide) = self.library.guide(&call.guide).cloned() else {
                return;
            };
            let start = guide.start;
            self.frames.push((guide, start));
        }
    }

    fn kind(&self) -> Option<Kind> {
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
    holds.map_or_else(|| "otherwise".to_owned(), case)
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
        Answer::Input(_) => by("entered"),
        Answer::Lights(meaning) => by(meaning.name()),
        Answer::Checked(findings) | Answer::Did(Helped::Checked(findings)) => {
            Some(How::Findings(findings.clone()))
        }
        Answer::Did(Helped::NotAsked) => by("done"),
        Answer::Did(Helped::Said(reply)) => by(reply.name()),
        Answer::Cannot => by("cannot"),
        Answer::Stuck { .. } | Answer::StillBroken { .. } | Answer::SomethingElse => None,
    }
}

/// The name under which the edges of a step know how it was left.
fn name_of(kind: &Kind, how: &How) -> String {
    match (kind, how) {
        (Kind::Check(check), How::Findings(findings)) => {
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
        (Kind::Question(question), How::By(_)) if question.many && question.to.is_some() => {
            "chosen".to_owned()
        }
        (Kind::Lights(lights), How::By(by))
            if lights.on.iter().all(|(meaning, _)| meaning.name() != by) =>
        {
            "otherwise".to_owned()
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
