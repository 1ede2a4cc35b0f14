//! `automatic-cycle`

use crate::diagnostic::{Example, Rule, Violation};
use std::collections::BTreeSet;

use super::analysis::Analysis;
use super::words::list;
use crate::diagnostic::Report;
use crate::routes;

crate::rule! {
    /// Steps that need nobody lead round in a circle.
    ///
    /// Branches, checks and calls go on by themselves, so the widget would never stop.
    Error "automatic-cycle",
    bad: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "here" } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "again" } },
    "again": { "kind": "instruction", "title": "Wait a little", "actions": ["Wait a minute"], "to": "here" }"#,
    ),
}

/// Steps that go round by themselves.
pub struct AutomaticCycle<'a> {
    /// The steps, in the order of the circle.
    pub steps: &'a [&'a str],
}

impl Violation for AutomaticCycle<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        match self.steps {
            [step] => format!("the step `{step}` leads to itself without asking anybody"),
            steps => format!(
                "{} lead in a circle without asking anybody",
                list(steps, "and")
            ),
        }
    }

    fn hint(&self) -> Option<String> {
        Some("put a question or an instruction in between".to_owned())
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Not,
    OnTheWay,
    Done,
}

/// Goes through the steps that need nobody, in depth; an edge to a step that is on the way closes a
/// circle.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let graph = &analysis.graph;
    let automatic = |step: usize| graph.steps[step].as_ref().is_some_and(routes::is_automatic);
    let mut visits = vec![Visit::Not; graph.steps.len()];
    let mut found = BTreeSet::new();
    for root in 0..graph.steps.len() {
        if !automatic(root) || visits[root] != Visit::Not {
            continue;
        }
        // A stack of our own: it may get as deep as there are steps.
        let mut way = vec![(root, graph.edges[root].iter())];
        visits[root] = Visit::OnTheWay;
        while let Some((step, rest)) = way.last_mut() {
            let step = *step;
            let Some(to) = rest.next().copied() else {
                visits[step] = Visit::Done;
                way.pop();
                continue;
            };
            if !automatic(to) {
                continue;
            }
            match visits[to] {
                Visit::Done => {}
                Visit::Not => {
                    visits[to] = Visit::OnTheWay;
                    way.push((to, graph.edges[to].iter()));
                }
                Visit::OnTheWay => {
                    let circle = way.iter().map(|(step, _)| *step);
                    let circle: Vec<usize> = circle.skip_while(|step| *step != to).collect();
                    let steps = &analysis.guide.steps;
                    let names: Vec<&str> =
                        circle.iter().map(|step| steps[*step].id.as_str()).collect();
                    let violation = AutomaticCycle { steps: &names };
                    // Several edges may close the same circle.
                    if found.insert(circle) {
                        report.add(steps[to].id.span, &violation);
                    }
                }
            }
        }
    }
}
