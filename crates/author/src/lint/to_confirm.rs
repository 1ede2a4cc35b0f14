//! What an operator answers for and nobody of the house has looked at yet: a note each, in the provider's file.

use firstline_guide::country::emergency;
use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::Node;

use super::{Collector, Role, provider};
use crate::folder::GuideFolder;

pub(super) static RULES: &[&Rule] = &[&TO_CONFIRM];

/// The rule of what is relied on and not confirmed.
static TO_CONFIRM: Rule = Rule {
    id: "to-confirm",
    severity: Severity::Note,
    doc: &[
        " Customers are told something that somebody of the provider has to confirm first.",
        "",
        " A box has a `confirm` in the catalogue as long as its lamps, or what is on it, were not compared with a \
         box. The number that calls help comes from our table, by the `country`, until it stands in `values` as \
         `emergency`. A note is no warning: it changes no exit code, and goes when it is confirmed.",
    ],
    bad: Example::File("\"country\": \"GB\", \"values\": {}"),
    good: Example::File("\"country\": \"GB\", \"values\": { \"emergency\": \"999\" }"),
};

/// Something to be confirmed.
enum ToConfirm<'a> {
    /// The entry of a box, and the reason why it is not sure.
    Box { id: &'a str, why: &'a str },
    /// The number that calls help.
    Emergency(&'static str),
}

impl Violation for ToConfirm<'_> {
    fn rule(&self) -> &'static Rule {
        &TO_CONFIRM
    }

    fn message(&self) -> String {
        match self {
            ToConfirm::Box { id, why } => {
                format!("`{id}` is to be confirmed: {}", why.trim_end_matches('.'))
            }
            ToConfirm::Emergency(number) => {
                format!("customers in danger are told to call {number}: to be confirmed")
            }
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            ToConfirm::Box { .. } => {
                "compare a box with what site/equipment.json says of it, and take its `confirm` out"
                    .to_owned()
            }
            ToConfirm::Emergency(number) => {
                format!("is it right? Add `\"emergency\": \"{number}\"` to `values`")
            }
        })
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let Some((source, parsed)) = provider::parsed(folder) else {
        return;
    };
    let root = &parsed.root;
    let country = root.get("country");
    let own = root
        .get("values")
        .and_then(|values| values.get("emergency"));
    if let (Some(country), None) = (country, own)
        && let Some(number) = country.as_str().and_then(emergency)
    {
        let note = ToConfirm::Emergency(number);
        found.add(
            source,
            Role::Provider,
            Diagnostic::new(&note, country.span, root),
        );
    }
    let Some(catalogue) = &folder.equipment else {
        return;
    };
    let named = root.get("equipment").and_then(Node::as_array);
    for node in named.unwrap_or_default() {
        let known = node
            .as_str()
            .and_then(|id| catalogue.loaded.catalogue.find(id));
        if let Some(known) = known
            && let Some(why) = &known.confirm
        {
            let note = ToConfirm::Box { id: &known.id, why };
            found.add(
                source,
                Role::Provider,
                Diagnostic::new(&note, node.span, root),
            );
        }
    }
}
