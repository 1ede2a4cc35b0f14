//! The order of topics in the provider's file, held to the guides that there are.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::Span;

use super::not_choosable::{Choosable, NotChoosable, Why};
use super::{Collector, Role, provider};
use crate::folder::GuideFolder;

pub(super) static RULES: &[&Rule] = &[&UNKNOWN_TOPIC, &UNNAMED_TOPIC, &NOTHING_TO_CHOOSE];

/// The rule of a topic that is no guide that customers can choose.
static UNKNOWN_TOPIC: Rule = Rule {
    id: "unknown-topic",
    severity: Severity::Error,
    doc: &[
        " `topics` or `opening` of site/provider.json names a guide that is not there, or that customers cannot choose.",
        "",
        " The order of topics is for customers; a guide with `\"listed\": false` is only called by others.",
    ],
    bad: Example::File("\"topics\": [\"no-internt\"]"),
    good: Example::File("\"topics\": [\"no-internet\"]"),
};

/// The rule of a guide that the order of topics leaves out.
static UNNAMED_TOPIC: Rule = Rule {
    id: "unnamed-topic",
    severity: Severity::Warning,
    doc: &[
        " `topics` of site/provider.json does not name a guide that customers can choose.",
        "",
        " It is shown behind those that are named, in the order of file names.",
    ],
    bad: Example::File(
        "\"topics\": [\"no-internet\"], and slow-internet.json beside no-internet.json",
    ),
    good: Example::File("\"topics\": [\"no-internet\", \"slow-internet\"]"),
};

/// The rule of guides of which customers can choose none.
static NOTHING_TO_CHOOSE: Rule = Rule {
    id: "nothing-to-choose",
    severity: Severity::Error,
    doc: &[
        " Every guide that is listed needs what site/provider.json does not sell.",
        "",
        " Customers could choose nothing, and `firstline serve` does not start.",
    ],
    bad: Example::File(
        "`\"needs\": [\"tv\"]` in the only guide, and `\"services\": [\"internet\"]`",
    ),
    good: Example::File("the same, and `\"services\": [\"internet\", \"tv\"]`"),
};

struct NothingToChoose;

impl Violation for NothingToChoose {
    fn rule(&self) -> &'static Rule {
        &NOTHING_TO_CHOOSE
    }

    fn message(&self) -> String {
        "customers can choose none of these guides: each `needs` what this file does not sell"
            .to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some(
            "add what they need to `services` or `technologies`, or add a guide without `needs`"
                .to_owned(),
        )
    }
}

struct UnnamedTopic<'g> {
    id: &'g str,
}

impl Violation for UnnamedTopic<'_> {
    fn rule(&self) -> &'static Rule {
        &UNNAMED_TOPIC
    }

    fn message(&self) -> String {
        format!(
            "`topics` does not name the guide `{}`, so it comes last",
            self.id
        )
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let Some((source, parsed)) = provider::parsed(folder) else {
        return;
    };
    let choosable = Choosable::of(folder);
    let is_sold = choosable.listed.iter().any(|id| choosable.sells(id));
    let all_sound = folder.guides.iter().all(|file| file.guide.is_some());
    if all_sound && !choosable.listed.is_empty() && !is_sold {
        let place = provider::at(&parsed.root, "/services");
        let diagnostic = Diagnostic::new(&NothingToChoose, place, &parsed.root);
        found.add(source, Role::Provider, diagnostic);
    }
    let order = choosable.offer.topics();
    let topics = order.iter().map(|topic| (topic.guide.as_str(), topic.span));
    let opening = parsed.root.get("opening");
    let opening = ["unreachable", "slow"]
        .into_iter()
        .filter_map(|key| opening?.get(key))
        .filter_map(|node| Some((node.as_str()?, node.span)));
    for (id, span) in topics.chain(opening) {
        // An order may name what is not sold yet.
        let why = choosable.why_not(id).filter(|why| *why != Why::NotSold);
        let Some(why) = why else { continue };
        let violation = NotChoosable {
            rule: &UNKNOWN_TOPIC,
            id,
            why,
            known: &choosable.listed,
            instead: "leave it out, or take `\"listed\": false` out of it",
        };
        found.add(source, Role::Provider, violation.at(span, &parsed.root));
    }
    if order.is_empty() {
        return;
    }
    let whole = parsed
        .root
        .get("topics")
        .map_or(parsed.root.span, |node| node.span);
    let opening = Span {
        start: whole.start,
        end: whole.start + 1,
    };
    let named = |id: &str| order.iter().any(|topic| topic.guide == id);
    let shown = choosable.listed.iter().filter(|id| choosable.sells(id));
    for id in shown.filter(|id| !named(id)) {
        let unnamed = Diagnostic::new(&UnnamedTopic { id }, opening, &parsed.root);
        found.add(source, Role::Provider, unnamed);
    }
}
