use std::collections::BTreeSet;

use firstline_guide::Guide;
use firstline_guide::diagnostic::Example;
use firstline_guide::model::{StepIndex, StepKind};
use firstline_guide::routes::routes;

use super::{Finding, Subject};

firstline_guide::rule! {
    /// The shortest way to a person has more than ten steps, or takes more than half an hour.
    ///
    /// Customers for whom nothing helps give up before they come to it. Counted are the steps that they see, a called guide
    /// as one, and the minutes that instructions name; "nothing helps" is left out, because few press it.
    Warning "long-way",
    bad: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Wait for it", "actions": ["Leave it off."], "minutes": 45,
      "verify": { "ask": "Does it work now?", "on": { "pass": "fixed", "otherwise": "ticket" } } }"#),
    good: Example::Steps(r#"    "here": { "kind": "instruction", "title": "Wait for it", "actions": ["Leave it off."], "minutes": 10,
      "verify": { "ask": "Does it work now?", "on": { "pass": "fixed", "otherwise": "ticket" } } }"#),
}

/// The most steps on the shortest way.
const STEPS: u32 = 10;

/// The most minutes on the quickest.
const MINUTES: u32 = 30;

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let guide = subject.model;
    let steps = shortest(guide, |step| match guide.step(step).kind {
        StepKind::Branch(_) | StepKind::Outcome(_) => 0,
        _ => 1,
    });
    let minutes = shortest(guide, |step| match &guide.step(step).kind {
        StepKind::Instruction(instruction) => instruction.minutes.unwrap_or(0),
        _ => 0,
    });
    let message = match (steps, minutes) {
        (Some(steps), _) if steps > STEPS => {
            format!("the shortest way to a person has {steps} steps")
        }
        (_, Some(minutes)) if minutes > MINUTES => {
            format!("the quickest way to a person takes {minutes} minutes")
        }
        _ => return Vec::new(),
    };
    let title = subject.texts.iter().find(|text| text.path == "title");
    title
        .map(|title| Finding {
            step: None,
            span: title.span,
            severity: RULE.severity,
            message,
            hint: "let some answer or check lead to a ticket or a contact within ten steps and half an hour",
        })
        .into_iter()
        .collect()
}

/// What the cheapest way from the beginning to a person costs (Dijkstra 1959); `None` if no end leads to one.
fn shortest(guide: &Guide, cost: impl Fn(StepIndex) -> u32) -> Option<u32> {
    let mut open = BTreeSet::from([(cost(guide.start), guide.start)]);
    let mut done = BTreeSet::new();
    while let Some((so_far, step)) = open.pop_first() {
        if !done.insert(step) {
            continue;
        }
        if let StepKind::Outcome(outcome) = &guide.step(step).kind
            && (outcome.ticket().is_some() || outcome.contact.is_some())
        {
            return Some(so_far);
        }
        for route in routes(guide.step(step)) {
            open.insert((so_far + cost(route.to), route.to));
        }
    }
    None
}
