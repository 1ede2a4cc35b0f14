//! `unknown-allow`: an `allow` that names no warning: a slip, or a rule that is gone. It would hide
//! nothing, and its author would not know.

use firstline_guide::raw::Name;

use super::{LINTS, Seen, Subject};

pub(super) fn look(subject: &Subject<'_>) -> Vec<Seen> {
    let known = |name: &Name| LINTS.iter().any(|lint| lint.rule == name.value);
    let of_guide = subject.guide.allow.iter();
    let of_steps = subject.guide.steps.iter().flat_map(|step| &step.allow);
    of_guide
        .chain(of_steps)
        .filter(|name| !known(name))
        .map(|name| Seen {
            step: None,
            span: name.span,
            message: format!("there is no warning `{}`", name.value),
        })
        .collect()
}
