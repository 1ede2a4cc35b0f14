//! The guides that the ways to people name, held to those that there are.

use firstline_guide::diagnostic::{Example, Rule, Severity};
use firstline_guide::json::Node;

use super::not_choosable::{Choosable, NotChoosable};
use super::{Collector, Role, provider};
use crate::folder::GuideFolder;

pub(super) static RULES: &[&Rule] = &[&UNKNOWN_GUIDE_OF_PEOPLE];

/// The rule of a way to people that names no guide that customers can choose.
static UNKNOWN_GUIDE_OF_PEOPLE: Rule = Rule {
    id: "people-without-guide",
    severity: Severity::Error,
    doc: &[
        " A way to people in site/provider.json names a guide that is not there, or that customers cannot choose.",
        "",
        " `guide` is opened by who asks to be called back, and `about` says in which guides a way comes first.",
    ],
    bad: Example::File("\"people\": [ { \"kind\": \"callback\", \"guide\": \"callbak\" } ]"),
    good: Example::File("\"people\": [ { \"kind\": \"callback\", \"guide\": \"callback\" } ]"),
};

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let Some((source, parsed)) = provider::parsed(folder) else {
        return;
    };
    let choosable = Choosable::of(folder);
    let ways = parsed.root.get("people").and_then(Node::as_array);
    for way in ways.unwrap_or_default() {
        let about = way.get("about").and_then(Node::as_array);
        let named = way
            .get("guide")
            .into_iter()
            .chain(about.unwrap_or_default());
        for node in named {
            let Some(id) = node.as_str() else { continue };
            if let Some(why) = choosable.why_not(id) {
                let violation = NotChoosable {
                    rule: &UNKNOWN_GUIDE_OF_PEOPLE,
                    id,
                    why,
                    known: &choosable.listed,
                    instead: "name one that is listed, or take `\"listed\": false` out of it",
                };
                found.add(
                    source,
                    Role::Provider,
                    violation.at(node.span, &parsed.root),
                );
            }
        }
    }
}
