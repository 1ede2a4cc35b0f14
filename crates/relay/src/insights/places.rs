//! What events name, held against the guides that were published: what is in no guide is not counted, so that
//! nobody can fill the store with inventions.

use std::sync::Arc;

use firstline_guide::model::{
    Call, Disruption, Ending, OutcomeKind, Step, StepIndex, StepKind, VerifyBy,
};
use firstline_guide::session::{Session, Start};
use firstline_guide::{Guide, Library};

/// What a place of a guide is, as far as insights care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A step that measures.
    Check,
    /// A step that says what to do; whether a measurement tells what came of it.
    Instruction {
        /// By checks.
        measured: bool,
    },
    /// An end.
    End(End),
    /// Any other step.
    Other,
}

/// A kind of end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The problem is gone.
    Resolved,
    /// A ticket is offered.
    Unresolved,
    /// A known fault or maintenance.
    Known,
    /// Another guide, a shop, a telephone.
    HandOver,
    /// Danger.
    Stop,
}

impl End {
    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            End::Resolved => "resolved",
            End::Unresolved => "unresolved",
            End::Known => "known-issue",
            End::HandOver => "hand-over",
            End::Stop => "stop",
        }
    }
}

/// The longest place that is looked up, in steps: guides that call guides.
const DEEPEST: usize = 8;

/// What stands at a place: the steps that call guides, outermost first, and the step, joined by `/`. `None` if
/// the guides have no such place.
pub fn kind(library: &Library, guide: &str, place: &str) -> Option<Kind> {
    step(library, guide, place).map(|step| of(&step.kind))
}

/// The step that stands at a place.
fn step<'a>(library: &'a Library, guide: &str, place: &str) -> Option<&'a Step> {
    let mut guide: &Arc<Guide> = library.guide(guide)?;
    let mut parts = place.split('/').take(DEEPEST).peekable();
    while let Some(part) = parts.next() {
        let step = guide.steps.iter().find(|step| step.id == part)?;
        if parts.peek().is_none() {
            return Some(step);
        }
        let StepKind::Call(call) = &step.kind else {
            return None;
        };
        guide = library.guide(&call.guide)?;
    }
    None
}

/// The heading of a step, with its inserts as authors write them. A step that calls a guide has that one's.
pub fn title(library: &Library, guide: &str, place: &str) -> Option<String> {
    heading(library, step(library, guide, place)?)
}

fn heading(library: &Library, step: &Step) -> Option<String> {
    if let StepKind::Call(call) = &step.kind {
        return library
            .guide(&call.guide)
            .map(|called| called.title.clone());
    }
    Some(String::from(step.shown.title.clone()))
}

/// The same, with the place behind it where another step has this heading, or the one that calls has: a guide may be called by two.
pub fn name(library: &Library, guide: &str, place: &str) -> Option<String> {
    let title = title(library, guide, place)?;
    let mut inside = library.guide(guide);
    let is_twice = place.split('/').take(DEEPEST).any(|part| {
        let Some(guide) = inside else {
            return false;
        };
        let step = guide.steps.iter().find(|step| step.id == part);
        inside = match step.map(|step| &step.kind) {
            Some(StepKind::Call(call)) => library.guide(&call.guide),
            _ => None,
        };
        let own = step.and_then(|step| heading(library, step));
        let mut others = guide.steps.iter().filter(|other| other.id != part);
        own.is_some() && others.any(|other| heading(library, other) == own)
    });
    Some(match is_twice && !title.is_empty() {
        true => format!("{title} ({place})"),
        false => title,
    })
}

/// A remedy as it stands in a guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its place.
    pub place: String,
    /// What must come before it: places.
    pub after: Vec<String>,
    /// Whether its author keeps it right behind the one before it.
    pub follows: bool,
}

/// The remedies of a guide that may change places: each is shown when the one before did not help. The longest such row, in the
/// written order, with what must come before each: a reset loses what was set, so it comes after all that does without.
pub fn remedies(library: &Library, guide: &str) -> Vec<Written> {
    let Some(guide) = library.guide(guide) else {
        return Vec::new();
    };
    let mut longest: Vec<StepIndex> = Vec::new();
    for at in 0..guide.steps.len() {
        let Ok(first) = u16::try_from(at).map(StepIndex) else {
            break;
        };
        let mut row = Vec::new();
        let mut here = Some(first);
        while let Some(index) = here
            && let Some(next) = after_remedy(guide, index)
            && !row.contains(&index)
        {
            row.push(index);
            here = Some(next);
        }
        if row.len() > longest.len() {
            longest = row;
        }
    }
    let resets = |index: StepIndex| resets(library, &guide.step(index).kind, DEEPEST);
    let gentle: Vec<String> = longest
        .iter()
        .filter(|index| !resets(**index))
        .map(|index| guide.step(*index).id.clone())
        .collect();
    let keeps_place = |index: StepIndex| match &guide.step(index).kind {
        StepKind::Instruction(instruction) => instruction.keeps_place,
        _ => false,
    };
    longest
        .into_iter()
        .enumerate()
        .map(|(at, index)| Written {
            place: guide.step(index).id.clone(),
            after: match resets(index) {
                true => gentle.clone(),
                false => Vec::new(),
            },
            // Of the first there is nothing before it in the row.
            follows: at > 0 && keeps_place(index),
        })
        .collect()
}

/// Where a remedy leads that did not help; `None` of what is none. A remedy is an instruction whose effect is looked at: one without
/// `verify` is followed by what belongs to it, "and put the cable back". Or it is a guide that is called and whose good end is one here:
/// the others ask something, or go on from what they mended.
fn after_remedy(guide: &Guide, index: StepIndex) -> Option<StepIndex> {
    match &guide.step(index).kind {
        StepKind::Instruction(instruction) => {
            instruction.verify.as_ref().map(|verify| verify.on.fail)
        }
        StepKind::Call(call) => {
            let mended = guide.step(leads(call, Ending::Resolved)?);
            let next = leads(call, Ending::Unresolved)?;
            (of(&mended.kind) == Kind::End(End::Resolved)).then_some(next)
        }
        _ => None,
    }
}

/// Where an end of a guide that is called leads.
fn leads(call: &Call, ending: Ending) -> Option<StepIndex> {
    let mut ends = call.on.iter();
    ends.find(|(on, _)| *on == ending).map(|(_, to)| *to)
}

/// Whether a step makes the customer lose what was set, or a step of the guide that it calls does.
fn resets(library: &Library, kind: &StepKind, deepest: usize) -> bool {
    match kind {
        StepKind::Instruction(instruction) => instruction.disruptions.contains(&Disruption::Reset),
        StepKind::Call(call) if deepest > 0 => library.guide(&call.guide).is_some_and(|called| {
            let mut steps = called.steps.iter();
            steps.any(|step| resets(library, &step.kind, deepest - 1))
        }),
        _ => false,
    }
}

/// The step of a guide that calls the one in which a place is; `None` of its own steps.
pub fn caller(place: &str) -> Option<&str> {
    place.split_once('/').map(|(caller, _)| caller)
}

/// The remedy in which a place is, if that is a guide that is called, and where it leads once it helped.
pub fn called_remedy<'a>(
    library: &'a Library,
    guide: &str,
    place: &'a str,
) -> Option<(&'a str, &'a str)> {
    let caller = self::caller(place)?;
    let guide = library.guide(guide)?;
    let at = guide.steps.iter().position(|step| step.id == caller)?;
    let index = StepIndex(u16::try_from(at).ok()?);
    after_remedy(guide, index)?;
    let StepKind::Call(call) = &guide.step(index).kind else {
        return None;
    };
    let mended = guide.step(leads(call, Ending::Resolved)?);
    Some((caller, &mended.id))
}

fn of(kind: &StepKind) -> Kind {
    match kind {
        StepKind::Check(_) => Kind::Check,
        StepKind::Instruction(instruction) => Kind::Instruction {
            measured: instruction
                .verify
                .as_ref()
                .is_some_and(|verify| matches!(verify.by, VerifyBy::Checks(_))),
        },
        StepKind::Outcome(outcome) => Kind::End(match outcome.kind {
            OutcomeKind::Resolved => End::Resolved,
            OutcomeKind::Unresolved(_) => End::Unresolved,
            OutcomeKind::KnownIssue => End::Known,
            OutcomeKind::HandOver => End::HandOver,
            OutcomeKind::Stop | OutcomeKind::StopWithTicket(_) => End::Stop,
        }),
        _ => Kind::Other,
    }
}

/// Where a walk begins if the page tells nothing.
pub fn start(library: &Arc<Library>, guide: &str) -> Option<String> {
    let start = Start {
        hash: String::new(),
        began: 0,
        facts: Vec::new(),
    };
    let (session, _) = Session::start(Arc::clone(library), guide, start).ok()?;
    Some(session.place())
}
