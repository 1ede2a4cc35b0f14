use firstline_guide::diagnostic::Example;
use firstline_guide::raw::Name;

use super::{Finding, LINTS, Subject};

firstline_guide::rule! {
    /// An `allow` that names no warning: a slip, or a rule that is gone.
    ///
    /// It would hide nothing, and its author would not know.
    Warning "unknown-allow",
    bad: Example::Members(r#"  "allow": ["no-unsre"]"#),
    good: Example::Members(r#"  "allow": ["no-unsure"]"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let known = |name: &Name| LINTS.iter().any(|lint| lint.rule.id == name.value);
    let of_guide = subject.guide.allow.iter();
    let of_steps = subject.guide.steps.iter().flat_map(|step| &step.allow);
    of_guide
        .chain(of_steps)
        .filter(|name| !known(name))
        .map(|name| Finding {
            step: None,
            span: name.span,
            severity: RULE.severity,
            message: format!("there is no warning `{}`", name.value),
            hint: "warnings can be allowed, by their ids; errors cannot",
        })
        .collect()
}
