//! `unknown-step`

use super::analysis::Analysis;
use super::words::suggestion;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A name leads to a step that the guide does not have.
    ///
    /// Every way must lead somewhere: a customer who got here would be stuck. Steps are named in `start`, `stuck`,
    /// `to`, `on`, `otherwise`, `ifCannot`, and in scenarios.
    Error "unknown-step",
    bad: Example::Steps(
        r#""here": { "kind": "question", "title": "Is the light green?", "options": [
      { "id": "yes", "to": "fxied" }, { "id": "no", "to": "ticket" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "question", "title": "Is the light green?", "options": [
      { "id": "yes", "to": "fixed" }, { "id": "no", "to": "ticket" } ] }"#,
    ),
}

/// A name that is not known.
pub struct UnknownStep<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownStep<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is no step `{}`", self.name)
    }

    fn hint(&self) -> Option<String> {
        suggestion(self.name, self.known)
    }
}

/// The steps that scenarios name are steps. Steps of called guides (`cables/sockets`) are looked up
/// where those guides are known.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let guide = analysis.guide;
    let known: Vec<&str> = guide.steps.iter().map(|step| step.id.as_str()).collect();
    for scenario in &guide.scenarios {
        let checks = scenario.checks.iter().map(|(step, _)| step);
        let answers = scenario.answers.iter().map(|(step, _)| step);
        let guides = scenario.guides.iter().map(|(step, _)| step);
        for name in checks.chain(answers).chain(guides).chain(&scenario.expect) {
            let own = name.value.split('/').next().unwrap_or_default();
            if !known.contains(&own) {
                let known = &known;
                report.add(name.span, &UnknownStep { name: own, known });
            }
        }
    }
}
