use firstline_diagnosis::CheckId;
use firstline_guide::diagnostic::{Example, Severity};
use firstline_guide::raw::{Kind, Name, On, Step};

use super::{Finding, Subject};

firstline_guide::rule! {
    /// A check that nobody can measure yet: the widget has no probe for it, and it is always `unknown`.
    ///
    /// Several checks together are as bad as the worst of them, and `unknown` is worse than `pass` and
    /// `warn`. If those lead somewhere else than `unknown`, no customer ever gets there, and it is an error,
    /// which cannot be allowed.
    Warning "no-probe",
    bad: Example::Steps(r#"    "here": { "kind": "check", "title": "Checking", "run": ["isp", "dns"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#),
    good: Example::Steps(r#"    "here": { "kind": "check", "title": "Checking", "run": ["isp"],
      "on": { "pass": "fixed", "otherwise": "ticket" } }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let steps = subject.guide.steps.iter();
    steps.flat_map(of_step).collect()
}

fn of_step(step: &Step) -> Vec<Finding> {
    let (run, on) = match &step.kind {
        Some(Kind::Check(check)) => (&check.run, &check.on),
        Some(Kind::Instruction(instruction)) => match &instruction.verify {
            Some(verify) => (&verify.run, &verify.on),
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let decides = on.as_ref().is_some_and(|on| decides(&on.value));
    let unmeasured = run.iter().filter(|name| has_no_probe(name));
    unmeasured
        .map(|name| match decides {
            true => Finding {
                step: Some(step.id.value.clone()),
                span: name.span,
                severity: Severity::Error,
                message: format!(
                    "nobody can measure `{}` yet, so this can neither pass nor warn for any customer",
                    name.value
                ),
                hint: "take it out of `run`, or lead `unknown` to where `pass` and `warn` lead",
            },
            false => Finding {
                step: Some(step.id.value.clone()),
                span: name.span,
                severity: RULE.severity,
                message: format!("nobody can measure `{}` yet: it is always `unknown`", name.value),
                hint: "take it out of `run`, or allow `no-probe` here if the guide goes well without it",
            },
        })
        .collect()
}

fn has_no_probe(name: &Name) -> bool {
    CheckId::from_name(&name.value).is_some_and(|check| !check.has_probe())
}

/// Whether `pass` or `warn` leads somewhere else than `unknown`.
fn decides(on: &On) -> bool {
    let to = |verdict: &str| {
        let edge = |name: &str| on.iter().find(|(key, _)| key.value == name);
        let edge = edge(verdict).or_else(|| edge("otherwise"));
        edge.map(|(_, to)| to.value.as_str())
    };
    ["pass", "warn"].iter().any(|verdict| {
        // Whatever leads nowhere breaks another rule.
        to(verdict).is_some() && to("unknown").is_some() && to(verdict) != to("unknown")
    })
}
