//! Guides that customers cannot tell apart by their titles.

use std::collections::BTreeMap;

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};

use super::{Collector, Role};
use crate::folder::GuideFolder;

pub(super) static RULES: &[&Rule] = &[&SAME_TITLE];

/// The rule of two guides with one title.
static SAME_TITLE: Rule = Rule {
    id: "same-title",
    severity: Severity::Warning,
    doc: &[
        " Two guides that customers can choose have one title.",
        "",
        " They stand beside each other on the welcome screen, and nobody can tell which is meant.",
    ],
    bad: Example::File(
        "`\"title\": \"No internet\"` in no-internet.json and in slow-internet.json",
    ),
    good: Example::File("`\"title\": \"Slow internet\"` in slow-internet.json"),
};

struct SameTitle<'g> {
    /// The other guide.
    other: &'g str,
}

impl Violation for SameTitle<'_> {
    fn rule(&self) -> &'static Rule {
        &SAME_TITLE
    }

    fn message(&self) -> String {
        format!("the guide `{}` has this title too", self.other)
    }

    fn hint(&self) -> Option<String> {
        Some("write what tells them apart".to_owned())
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let mut known: BTreeMap<(&str, String), &str> = BTreeMap::new();
    for file in &folder.guides {
        let (Some(guide), Some(raw), Some(root)) = (&file.guide, &file.loaded.raw, &file.root)
        else {
            continue;
        };
        let Some(title) = raw.title.as_ref().filter(|_| guide.listed) else {
            continue;
        };
        let shown = (guide.language.as_str(), title.value.trim().to_lowercase());
        let other = *known.entry(shown).or_insert(&guide.id);
        // A copy of a guide is another rule's.
        if other != guide.id {
            let diagnostic = Diagnostic::new(&SameTitle { other }, title.span, root);
            found.add(&file.source, Role::Guide, diagnostic);
        }
    }
}
