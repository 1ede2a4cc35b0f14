use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::diagnostic::Example;
use firstline_guide::model::{Step, StepIndex, StepKind};
use firstline_guide::routes::{Label, routes};

use super::{Finding, Subject, ways};

firstline_guide::rule! {
    /// A check that needs the line comes right after a check has found that the line is down.
    ///
    /// It can only say "not measured": the customer waits for nothing. Branches between the two are passed.
    Warning "line-needed",
    bad: Example::Steps(r#"    "here": { "kind": "check", "title": "Looking", "run": ["internet"], "on": { "pass": "fixed", "otherwise": "fast" } },
    "fast": { "kind": "check", "title": "Measuring", "run": ["speed"], "on": { "pass": "fixed", "otherwise": "ticket" } }"#),
    good: Example::Steps(r#"    "here": { "kind": "check", "title": "Looking", "run": ["internet"], "on": { "pass": "fast", "otherwise": "ticket" } },
    "fast": { "kind": "check", "title": "Measuring", "run": ["speed"], "on": { "pass": "fixed", "otherwise": "ticket" } }"#),
}

/// Checks that say whether the line is there.
const OF_THE_LINE: &[CheckId] = &[CheckId::Internet, CheckId::Isp];

/// Checks that measure nothing without a line.
const NEED_IT: &[CheckId] = &[CheckId::Speed, CheckId::Latency];

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let guide = subject.model;
    let mut found = Vec::new();
    for step in guide
        .steps
        .iter()
        .filter(|step| asks_only(step, OF_THE_LINE))
    {
        let down = routes(step)
            .into_iter()
            .filter(|route| route.label == Label::Verdict(Verdict::Fail))
            .map(|route| route.to);
        for next in down.flat_map(|to| ways::shown_from(guide, to)) {
            found.extend(needless(subject, &step.id, next));
        }
    }
    found
}

fn needless(subject: &Subject<'_>, before: &str, next: StepIndex) -> Option<Finding> {
    let step = subject.model.step(next);
    if !asks_only(step, NEED_IT) {
        return None;
    }
    Some(Finding {
        step: Some(step.id.clone()),
        span: subject.span_of(next)?,
        severity: RULE.severity,
        message: format!("this measures nothing where \"{before}\" found that the line is down"),
        hint: "lead there only from `pass` and `warn`",
    })
}

fn asks_only(step: &Step, checks: &[CheckId]) -> bool {
    matches!(&step.kind, StepKind::Check(check) if check.run.iter().all(|asked| checks.contains(asked)))
}
