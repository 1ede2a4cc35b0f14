//! Questions whose options are all for what the provider does not sell.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::model::StandardAnswer;
use firstline_guide::raw::{Choice, Kind};

use super::{Collector, Role};
use crate::folder::GuideFolder;

pub(super) static RULES: &[&Rule] = &[&UNSOLD_OPTIONS];

/// The rule of a question that no customer of the provider can answer.
static UNSOLD_OPTIONS: Rule = Rule {
    id: "unsold-options",
    severity: Severity::Warning,
    doc: &[
        " All options of a question need what site/provider.json does not sell.",
        "",
        " An option that nobody can mean is left out; where none would be left, all are shown.",
    ],
    bad: Example::File(
        "options with `\"needs\": [\"tv\"]` and `\"needs\": [\"email\"]`, and `\"services\": [\"internet\"]`",
    ),
    good: Example::File("the same, and an option without `needs`"),
};

struct UnsoldOptions;

impl Violation for UnsoldOptions {
    fn rule(&self) -> &'static Rule {
        &UNSOLD_OPTIONS
    }

    fn message(&self) -> String {
        "every option of this question `needs` what site/provider.json does not sell, so all are shown"
            .to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("add an option for everybody else, or lead past the question by a branch on `provider.services`".to_owned())
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    if folder.provider.is_none() {
        return;
    }
    let offer = folder.offer("");
    for file in &folder.guides {
        let (Some(guide), Some(raw), Some(root)) = (&file.guide, &file.loaded.raw, &file.root)
        else {
            continue;
        };
        if guide.listed && !offer.lists(guide) {
            continue;
        }
        let unsure = |option: &&Choice| {
            let id = option.id.as_ref();
            id.is_none_or(|id| id.value == StandardAnswer::Unsure.name())
        };
        let unsold = |option: &Choice| {
            let needs: Vec<String> = option.needs.iter().map(|need| need.value.clone()).collect();
            !offer.sells(&needs)
        };
        for step in &raw.steps {
            let Some(Kind::Question(question)) = &step.kind else {
                continue;
            };
            let mut sure = question.options.iter().filter(|option| !unsure(option));
            if sure.all(unsold) {
                let diagnostic = Diagnostic::new(&UnsoldOptions, step.id.span, root);
                found.add(&file.source, Role::Guide, diagnostic);
            }
        }
    }
}
