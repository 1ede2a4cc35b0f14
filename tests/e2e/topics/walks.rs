//! Walks through the shipped guides, found natively: what is answered at each screen, and where they end.

use std::collections::BTreeSet;
use std::sync::Arc;

use firstline_author::folder::{Edition, GuideFolder};
use firstline_author::lint;
use firstline_author::scenario::{self, found};
use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::model::{Library, OutcomeKind, Value};
use firstline_guide::session::{
    Awaited, Body, Event, FIELD_END_TEXT, FieldView, Session, Start, Visit, Waiting,
};

use crate::harness::paths;

/// How a walk ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The problem is gone, or somebody else's.
    Good,
    /// A ticket.
    Ticket,
}

/// A walk through a guide.
pub struct Walk {
    /// What it is: a scenario's name, or that chance made it.
    pub name: String,
    /// What is known from the start.
    pub facts: Vec<(String, Value)>,
    /// What was answered.
    pub visits: Vec<Visit>,
}

/// The folder of our guides.
pub fn folder() -> GuideFolder {
    let paths = [paths::root().join("guides")];
    let mut folders = lint::read(&paths).unwrap();
    folders.remove(0)
}

/// The guides that customers choose, in the order of their ids.
pub fn listed(edition: &Edition) -> Vec<String> {
    let guides = edition.guides.values();
    let listed = guides.filter(|guide| guide.guide.listed);
    listed.map(|guide| guide.guide.id.clone()).collect()
}

/// A guide and all that it calls, as the widget gets them.
pub fn library(edition: &Edition, guide: &str) -> Arc<Library> {
    let pack = edition.pack(guide).unwrap();
    Arc::new(firstline_guide::pack::read(&pack.bytes).unwrap())
}

/// The scenario of the guide that ends so, is walked through all that it calls, and has the most to press; if there
/// is none, such a walk by chance.
pub fn to(folder: &GuideFolder, library: &Arc<Library>, guide: &str, end: End) -> Option<Walk> {
    let file = folder
        .guides
        .iter()
        .find(|file| file.guide.as_ref().is_some_and(|known| known.id == guide))?;
    let (scenarios, _) = scenario::read(file.source.usable()?);
    let whole = scenarios
        .iter()
        .filter(|scenario| scenario.guides.is_empty());
    let walked = whole.filter_map(|scenario| {
        let walked = scenario::run(library, guide, scenario).ok()?;
        (ends(&walked.session) == Some(end)).then(|| Walk {
            name: scenario.name.clone(),
            facts: scenario.facts.clone(),
            visits: walked.session.trail().visits.clone(),
        })
    });
    let by_chance = (0..60).filter_map(|seed| by_chance(library, guide, end, seed));
    // What is pressed counts, and what has to be put in costs.
    let worth = |walk: &Walk| {
        let measured = |visit: &&Visit| !visit.answer.findings().is_empty();
        let measured = walk.visits.iter().filter(measured).count();
        walk.visits.len() as i64 - 3 * measured as i64
    };
    walked.max_by_key(worth).or(by_chance.max_by_key(worth))
}

/// How a session has ended.
fn ends(session: &Session) -> Option<End> {
    let (_, _, outcome) = session.outcome()?;
    Some(match outcome.kind {
        OutcomeKind::Unresolved(_) | OutcomeKind::StopWithTicket(_) => End::Ticket,
        _ => End::Good,
    })
}

/// A walk with chance answers; `None` if it ends otherwise or not at all.
fn by_chance(library: &Arc<Library>, guide: &str, end: End, seed: u64) -> Option<Walk> {
    let session = chance(library, guide, seed)?;
    (ends(&session) == Some(end)).then(|| Walk {
        name: format!("by chance, {seed}"),
        facts: Vec::new(),
        visits: session.trail().visits.clone(),
    })
}

/// A session that chance answers came to the end of.
fn chance(library: &Arc<Library>, guide: &str, seed: u64) -> Option<Session> {
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut session, effects) =
        Session::start(Arc::clone(library), guide, Start::default()).ok()?;
    let mut awaited = Awaited::default();
    awaited.note(effects);
    for at in 1..200 {
        if ends(&session).is_some() {
            return Some(session);
        }
        for event in answer(&session.screen().body, &mut awaited, &mut random)? {
            let effects = session.update(at * 1_000, event);
            awaited.note(effects);
        }
    }
    None
}

fn answer(body: &Body, awaited: &mut Awaited, random: &mut fastrand::Rng) -> Option<Vec<Event>> {
    Some(vec![match body {
        Body::Question { options, .. } => {
            Event::OptionsChosen(vec![random.choice(options)?.id.clone()])
        }
        Body::Input { field, .. } => Event::InputEntered(typed(field, random)),
        Body::Lights { meanings, .. } => Event::LightsRead {
            meaning: *random.choice(meanings)?,
            seen: None,
        },
        Body::Instruction { waiting, .. } => match waiting {
            Waiting::ForCustomer { .. } if random.u8(..6) == 0 => Event::InstructionImpossible,
            Waiting::ForCustomer { .. } => Event::InstructionDone,
            _ => Event::Continued,
        },
        Body::AskHelp { options } => Event::HelpJudged(random.choice(options)?.id.clone()),
        Body::Checking { done: true, .. } => Event::Continued,
        Body::Checking { .. } => {
            let (run, checks) = awaited.checks.take()?;
            let passes = random.bool();
            let finding = |check: CheckId| {
                // A known fault ends a walk at once.
                let passes = passes || check == CheckId::Outage;
                found(check, if passes { Verdict::Pass } else { Verdict::Fail })
            };
            let report = |check| Event::CheckFinished {
                run,
                finding: finding(check),
            };
            return Some(checks.into_iter().map(report).collect());
        }
        _ => return None,
    }])
}

fn typed(field: &FieldView, random: &mut fastrand::Rng) -> String {
    match field {
        FieldView::Number { .. } => "12".to_owned(),
        FieldView::Text | FieldView::Lines => "BW-200".to_owned(),
        FieldView::Date => "2026-11-20".to_owned(),
        FieldView::Choice(options) => {
            let option = random.choice(options);
            option.map(|(id, _)| id.clone()).unwrap_or_default()
        }
        FieldView::Form(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| typed(&part.field, random))
                .collect();
            parts.join(FIELD_END_TEXT)
        }
    }
}

/// Every screen of a guide that its scenarios or chance come to, each once: its key without the visit, and the session
/// there. Chance finds those behind a guide that scenarios stand in for.
pub fn screens(
    folder: &GuideFolder,
    library: &Arc<Library>,
    guide: &str,
) -> Vec<(String, Session)> {
    let mut seen = BTreeSet::new();
    let mut screens = Vec::new();
    let file = folder.guides.iter().find(|file| {
        let known = file.guide.as_ref();
        known.is_some_and(|known| known.id == guide)
    });
    let source = file
        .and_then(|file| file.source.usable())
        .unwrap_or_default();
    let scenarios = scenario::read(source).0.into_iter();
    let scenarios = scenarios
        .filter_map(|scenario| Some(scenario::run(library, guide, &scenario).ok()?.session));
    let by_chance = (0..300).filter_map(|seed| chance(library, guide, seed));
    for session in scenarios.chain(by_chance) {
        let trail = session.trail();
        for answered in 0..=trail.visits.len() {
            let mut before = trail.clone();
            before.visits.truncate(answered);
            before.stage = firstline_guide::session::Stage::Open;
            let Ok(resumed) = Session::resume(Arc::clone(library), before, "", 0) else {
                continue;
            };
            // What a called guide shows is on that guide's own sheet.
            let place = resumed.session.place();
            if resumed.misfit.is_none() && !place.contains('/') && seen.insert(place.clone()) {
                let asked = asked(&resumed.session);
                screens.push((place.clone(), resumed.session));
                screens.extend(asked.map(|session| (format!("{place} asked"), session)));
            }
        }
    }
    screens
}

/// The question whether it helped, where an instruction asks.
fn asked(session: &Session) -> Option<Session> {
    let mut session = session.clone();
    if !matches!(session.screen().body, Body::Instruction { .. }) {
        return None;
    }
    session.update(1_000, Event::InstructionDone);
    session.update(2_000, Event::Continued);
    matches!(session.screen().body, Body::AskHelp { .. }).then_some(session)
}
