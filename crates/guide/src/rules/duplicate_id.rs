//! `duplicate-id`

use crate::diagnostic::{Example, Rule, Violation};
use std::collections::BTreeSet;

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::raw::{Field, Kind, Name};

crate::rule! {
    /// A list names the same thing twice.
    ///
    /// Of two options with one id, the trail could not say which was chosen.
    Error "duplicate-id",
    bad: Example::Steps(
        r#""here": { "kind": "question", "title": "Is the light green?", "options": [
      { "id": "yes", "to": "fixed" }, { "id": "yes", "to": "ticket" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "question", "title": "Is the light green?", "options": [
      { "id": "yes", "to": "fixed" }, { "id": "no", "to": "ticket" } ] }"#,
    ),
}

/// An id that its list has already.
pub struct DuplicateId<'a> {
    /// The id.
    pub id: &'a str,
}

impl Violation for DuplicateId<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is in this list twice", self.id)
    }

    fn hint(&self) -> Option<String> {
        Some("rename one of the two, or delete it".to_owned())
    }
}

/// Looks at options, values of facts, checks, and what tickets ask for.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for fact in &analysis.guide.facts {
        look(fact.values.iter(), report);
    }
    for step in &analysis.guide.steps {
        match &step.kind {
            Some(Kind::Question(question)) => {
                look(
                    question
                        .options
                        .iter()
                        .filter_map(|option| option.id.as_ref()),
                    report,
                );
            }
            Some(Kind::Input(input)) => {
                for (field, _) in input.parts() {
                    if let Field::Choice(options) = field {
                        look(options.iter().map(|(id, _)| id), report);
                    }
                }
                look(
                    input.parts().into_iter().filter_map(|(_, fact)| fact),
                    report,
                );
            }
            Some(Kind::Check(check)) => look(check.run.iter(), report),
            Some(Kind::Instruction(instruction)) => {
                look(
                    instruction.verify.iter().flat_map(|verify| &verify.run),
                    report,
                );
                let options = instruction.verify.iter().flat_map(|verify| &verify.options);
                look(options.filter_map(|option| option.id.as_ref()), report);
            }
            Some(Kind::Outcome(outcome)) => {
                look(outcome.recheck.iter().flatten(), report);
                let asked = || outcome.ticket.iter().flat_map(|ticket| &ticket.ask);
                look(asked().filter_map(|asked| asked.field.as_ref()), report);
                look(asked().filter_map(|asked| asked.fact.as_ref()), report);
            }
            _ => {}
        }
        for (_, variant) in &step.variants {
            let asked = || variant.ticket.iter().flat_map(|ticket| &ticket.value.ask);
            look(asked().filter_map(|asked| asked.field.as_ref()), report);
            look(asked().filter_map(|asked| asked.fact.as_ref()), report);
        }
    }
}

fn look<'n>(names: impl Iterator<Item = &'n Name>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name.as_str()) {
            let id = &name.value;
            report.add(name.span, &DuplicateId { id });
        }
    }
}
