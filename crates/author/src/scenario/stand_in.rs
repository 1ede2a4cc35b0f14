//! Guides that stand in for those that a scenario does not walk.

use std::sync::Arc;

use firstline_guide::json::Span;
use firstline_guide::load;
use firstline_guide::model::{
    Call, Choice, Ending, Guide, Library, Outcome, OutcomeKind, Question, Severity, Shown, Step,
    StepIndex, StepKind, TicketPlan,
};

/// The id of the guide that stands in; no author's id has a tilde.
const STAND_IN: &str = "~stand-in";

/// The step of it that asks how the guide ended.
pub(super) const HOW: &str = "how-it-ended";

/// Replaces the guides that are called at these places by one that asks how it ended.
///
/// # Errors
/// The first place that calls no guide.
pub(super) fn replace(
    library: &Library,
    entry: &str,
    places: &[(&str, Span)],
) -> Result<Library, (String, Span)> {
    let mut guides: Vec<Arc<Guide>> = library.guides().to_vec();
    guides.push(Arc::new(stand_in()));
    for (place, span) in places {
        replace_one(&mut guides, entry, place).ok_or_else(|| ((*place).to_owned(), *span))?;
    }
    load::shared(guides).map_err(|_| (entry.to_owned(), Span::default()))
}

/// Follows the calls along a place, and gives every guide on the way a copy of its own, so that
/// other calls of the same guide stay as they are.
fn replace_one(guides: &mut Vec<Arc<Guide>>, entry: &str, place: &str) -> Option<()> {
    let (calls, last) = match place.rsplit_once('/') {
        Some((calls, last)) => (calls.split('/').collect(), last),
        None => (Vec::new(), place),
    };
    let mut id = entry.to_owned();
    let mut path = String::from("~");
    for call in calls {
        path.push_str(call);
        path.push('/');
        let called = call_at(guides, &id, call)?.guide.clone();
        if called != path {
            let known = guides.iter().find(|guide| guide.id == called)?;
            let mut copy = Guide::clone(known);
            copy.id.clone_from(&path);
            guides.push(Arc::new(copy));
            call_at(guides, &id, call)?.guide.clone_from(&path);
        }
        id.clone_from(&path);
    }
    let call = call_at(guides, &id, last)?;
    STAND_IN.clone_into(&mut call.guide);
    // A stand-in declares no facts, so it can be told none.
    call.with.clear();
    Some(())
}

/// How a step calls a guide, in a copy of the calling guide that is ours alone.
fn call_at<'a>(guides: &'a mut [Arc<Guide>], guide: &str, step: &str) -> Option<&'a mut Call> {
    let guide = guides.iter_mut().find(|known| known.id == guide)?;
    let guide = Arc::make_mut(guide);
    let step = guide.steps.iter_mut().find(|known| known.id == step)?;
    match &mut step.kind {
        StepKind::Call(call) => Some(call),
        _ => None,
    }
}

fn stand_in() -> Guide {
    let step = |id: &str, kind: StepKind| Step {
        id: id.to_owned(),
        shown: Shown::default(),
        by: None,
        variants: Vec::new(),
        kind,
    };
    let option = |index: usize, ending: &Ending| Choice {
        id: ending.name().to_owned(),
        label: None,
        picture: None,
        set: Vec::new(),
        to: StepIndex(index as u16 + 1),
    };
    let how = Question {
        fact: None,
        many: false,
        options: Ending::ALL
            .iter()
            .enumerate()
            .map(|(index, end)| option(index, end))
            .collect(),
        to: None,
    };
    let mut steps = vec![step(HOW, StepKind::Question(how))];
    steps.extend(Ending::ALL.iter().map(|ending| {
        let kind = match ending {
            Ending::Resolved => OutcomeKind::Resolved,
            Ending::KnownIssue => OutcomeKind::KnownIssue,
            Ending::Unresolved => OutcomeKind::Unresolved(TicketPlan {
                category: String::new(),
                severity: Severity::Minor,
                ask: Vec::new(),
                required: Vec::new(),
                facts: Vec::new(),
                next: Vec::new(),
            }),
        };
        step(
            ending.name(),
            StepKind::Outcome(Outcome {
                kind,
                recheck: Vec::new(),
                contact: None,
                guide: None,
            }),
        )
    }));
    Guide {
        id: STAND_IN.to_owned(),
        version: String::new(),
        language: "en".to_owned(),
        title: String::new(),
        listing: None,
        listed: false,
        facts: Vec::new(),
        start: StepIndex(0),
        stuck: None,
        steps,
    }
}
