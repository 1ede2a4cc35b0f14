//! A walk as its customer saw it: each screen, in the words of the guide's version of then, with what was
//! answered and measured. For the agent's page.

use std::sync::Arc;

use firstline_guide::Library;
use firstline_guide::session::{Body, OptionView, Screen, Stage, Trail};
use firstline_wire::Boxes;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::agent_text::{answer, clock};
use super::replay::{Replayed, Unverified, replay};
use crate::measured::measured;

/// The most steps that are shown with their screens: each is reached by a walk of its own.
const MOST: usize = 150;

/// A walk as its customer saw it.
#[derive(Clone, Debug, Serialize)]
pub struct Walk {
    /// The language that it was read in, by its tag.
    pub language: String,
    /// The guide's title.
    pub guide: String,
    /// The steps that the customer answered, in order.
    pub steps: Vec<Step>,
}

/// A step of it.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Counted from 1.
    pub number: usize,
    /// Where it stands in the guides.
    pub place: String,
    /// When it was answered, by the provider's clock.
    pub time: String,
    /// Its heading.
    pub title: String,
    /// Its paragraphs.
    pub text: Vec<String>,
    /// The options of the step.
    pub options: Vec<Choice>,
    /// The actions that the step asked for.
    pub actions: Vec<String>,
    /// The customer's answer.
    pub answer: String,
    /// The measurements, one line for each check.
    pub checks: Vec<String>,
}

/// An option, and whether it was chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Its words.
    pub label: String,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// Walks this trail once more, screen by screen.
///
/// # Errors
///
/// If these guides do not have its guide.
pub fn walk(
    library: &Arc<Library>,
    trail: &Trail,
    zone: &TimeZone,
    boxes: Option<&Boxes>,
) -> Result<Walk, Unverified> {
    let whole = replay(Arc::clone(library), trail.clone())?;
    let entries = whole.session.transcript();
    let steps = entries.iter().enumerate().map(|(place, entry)| {
        let screen = (place < MOST).then(|| before(library, trail, entry.visit));
        let screen = screen.flatten();
        let (text, options, actions) = screen.as_ref().map(shown).unwrap_or_default();
        Step {
            number: place + 1,
            place: entry.place.clone(),
            time: clock(zone, entry.at),
            title: match screen.filter(|_| entry.title.is_empty()) {
                Some(screen) => screen.title,
                None => entry.title.clone(),
            },
            text,
            options: marked(options, trail, entry.visit),
            actions,
            answer: answer(&entry.answer, boxes, zone),
            checks: entry.findings.iter().map(measured).collect(),
        }
    });
    Ok(Walk {
        language: whole.guide.language.clone(),
        guide: whole.guide.title.clone(),
        steps: steps.collect(),
    })
}

/// The screen on which this visit was answered.
fn before(library: &Arc<Library>, trail: &Trail, visit: usize) -> Option<Screen> {
    let mut earlier = trail.clone();
    earlier.visits.truncate(visit);
    earlier.kept.clear();
    earlier.catching_up = false;
    earlier.stage = Stage::Open;
    earlier.line = None;
    let Replayed { session, .. } = replay(Arc::clone(library), earlier).ok()?;
    Some(session.screen())
}

/// Paragraphs, options and actions of a screen.
fn shown(screen: &Screen) -> (Vec<String>, Vec<OptionView>, Vec<String>) {
    let mut text = screen.text.clone();
    text.extend(screen.hint.clone());
    let mut options = Vec::new();
    let mut actions = Vec::new();
    match &screen.body {
        Body::Question { options: all, .. } | Body::AskHelp { options: all } => {
            options.clone_from(all);
        }
        Body::Instruction {
            actions: all,
            warning,
            ..
        } => {
            text.extend(warning.clone());
            actions = all.iter().map(|action| action.text.clone()).collect();
        }
        Body::KnownIssue {
            title, text: more, ..
        } => text.extend(title.iter().chain(more).cloned()),
        _ => {}
    }
    (text, options, actions)
}

fn marked(options: Vec<OptionView>, trail: &Trail, visit: usize) -> Vec<Choice> {
    use firstline_guide::session::Answer;
    let chosen = match trail.visits.get(visit).map(|visit| &visit.answer) {
        Some(Answer::Options(chosen)) => chosen.as_slice(),
        _ => &[],
    };
    let choices = options.into_iter().map(|option| Choice {
        chosen: chosen.contains(&option.id),
        label: option.label.unwrap_or(option.id),
    });
    choices.collect()
}
