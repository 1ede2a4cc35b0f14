//! What an author could do better: warnings on a guide that is sound. One lint a file, one line in
//! [`LINTS`]. An author who knows better says so by `"allow": ["<rule>"]`, on a step or on the guide.

mod colour_alone;
mod conditions;
mod hard_to_read;
mod line_needed;
mod long_sentence;
mod long_way;
mod needless_branch;
mod never_holds;
mod no_unsure;
mod review_past;
mod same_answer;
mod same_case;
mod same_twice;
mod unknown_allow;
mod unverified_fix;
mod unwarned_reset;
mod ways;

use firstline_guide::Guide;
use firstline_guide::diagnostic::pointer;
use firstline_guide::diagnostic::{Diagnostic, Rule, Severity};
use firstline_guide::json::{Node, Span};
use firstline_guide::model::StepIndex;
use firstline_guide::raw;

use super::{Collector, Role};
use crate::folder::GuideFolder;
use crate::translate::{self, Text};

/// The guide that a lint looks at.
struct Subject<'g> {
    guide: &'g raw::Guide,
    /// The same, with its names looked up.
    model: &'g Guide,
    texts: &'g [Text],
    /// The day, `2026-12-25`.
    today: &'g str,
}

impl Subject<'_> {
    /// Where the id of a step stands.
    fn span_of(&self, step: StepIndex) -> Option<Span> {
        let id = &self.model.step(step).id;
        let written = self.guide.steps.iter().find(|step| step.id.value == *id);
        written.map(|step| step.id.span)
    }
}

/// Something that could be better.
struct Finding {
    /// The step that it is in, whose `allow` counts.
    step: Option<String>,
    span: Span,
    /// The rule's own, or worse: an error cannot be allowed.
    severity: Severity,
    message: String,
    hint: &'static str,
}

/// A lint: its rule, and what finds it.
struct Lint {
    rule: &'static Rule,
    look: fn(&Subject<'_>) -> Vec<Finding>,
}

/// All lints.
static LINTS: &[Lint] = &[
    lint(&no_unsure::RULE, no_unsure::look),
    lint(&unverified_fix::RULE, unverified_fix::look),
    lint(&unwarned_reset::RULE, unwarned_reset::look),
    lint(&long_sentence::RULE, long_sentence::look),
    lint(&hard_to_read::RULE, hard_to_read::look),
    lint(&never_holds::RULE, never_holds::look),
    lint(&same_case::RULE, same_case::look),
    lint(&needless_branch::RULE, needless_branch::look),
    lint(&same_answer::RULE, same_answer::look),
    lint(&same_twice::RULE, same_twice::look),
    lint(&long_way::RULE, long_way::look),
    lint(&colour_alone::RULE, colour_alone::look),
    lint(&line_needed::RULE, line_needed::look),
    lint(&review_past::RULE, review_past::look),
    lint(&unknown_allow::RULE, unknown_allow::look),
];

const fn lint(rule: &'static Rule, look: fn(&Subject<'_>) -> Vec<Finding>) -> Lint {
    Lint { rule, look }
}

/// The rules of all lints.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    LINTS.iter().map(|lint| lint.rule)
}

pub(super) fn look<'f>(folder: &'f GuideFolder, today: &str, found: &mut Collector<'f>) {
    // What is wrong with the others comes first.
    let sound = folder.guides.iter().filter(|file| file.guide.is_some());
    for file in sound.filter(|file| file.source.asked) {
        if let (Some(raw), Some(model), Some(root)) = (&file.loaded.raw, &file.guide, &file.root) {
            found.extend(&file.source, Role::Guide, of_guide(raw, model, root, today));
        }
    }
}

/// All that could be better in a guide. `guide` is what was read of the document; `today` is the day,
/// `2026-12-25`.
fn of_guide(guide: &raw::Guide, model: &Guide, root: &Node, today: &str) -> Vec<Diagnostic> {
    let texts = translate::texts(root);
    let subject = Subject {
        guide,
        model,
        texts: &texts,
        today,
    };
    let mut found = Vec::new();
    for lint in LINTS {
        let findings = (lint.look)(&subject).into_iter();
        let findings = findings.filter(|finding| {
            finding.severity == Severity::Error || !is_allowed(guide, lint.rule, finding)
        });
        found.extend(findings.map(|finding| Diagnostic {
            rule: lint.rule,
            severity: finding.severity,
            message: finding.message,
            hint: Some(finding.hint.to_owned()),
            span: finding.span,
            pointer: pointer(root, finding.span),
        }));
    }
    found
}

fn is_allowed(guide: &raw::Guide, rule: &Rule, finding: &Finding) -> bool {
    let of_step = guide
        .steps
        .iter()
        .filter(|step| finding.step.as_ref() == Some(&step.id.value))
        .flat_map(|step| &step.allow);
    let mut allowed = guide.allow.iter().chain(of_step);
    allowed.any(|allowed| allowed.value == rule.id)
}
