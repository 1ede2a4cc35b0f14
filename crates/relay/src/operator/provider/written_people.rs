//! A way to people, as the provider's file says it.

use std::collections::BTreeMap;

use firstline_guide::json::Node;

use super::nodes::{each_language, list, members, text};
use super::problems::Problems;

/// The kinds of ways, and whether each leads to a link of its own.
pub(super) const KINDS: &[(&str, bool)] = &[
    ("phone", false),
    ("chat", true),
    ("callback", false),
    ("mail", false),
    ("shop", true),
];

/// A way to people, as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenWay {
    pub kind: String,
    /// The contact whose number, address and hours it uses.
    pub contact: Option<String>,
    pub link: Option<String>,
    pub guide: Option<String>,
    pub label: BTreeMap<String, String>,
    pub cost: BTreeMap<String, String>,
    pub queue: Option<String>,
    pub about: Vec<String>,
}

impl WrittenWay {
    /// `{ "kind": "phone", "contact": "support", "cost": { "en": "free" } }`.
    pub(super) fn of(node: &Node, at: &str, problems: &mut Problems) -> WrittenWay {
        const KEYS: &[&str] = &[
            "kind", "contact", "link", "guide", "label", "cost", "queue", "about",
        ];
        let mut way = WrittenWay::default();
        let mut named = false;
        for (key, at, node) in members(node, at, KEYS, problems) {
            match key {
                "kind" => {
                    named = true;
                    way.kind = text(node, &at, problems).unwrap_or_default();
                    if !KINDS.iter().any(|(kind, _)| *kind == way.kind) {
                        let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
                        problems.add(&at, format!("Write one of {}.", kinds.join(", ")));
                    }
                }
                "contact" => way.contact = text(node, &at, problems),
                "link" => way.link = text(node, &at, problems),
                "guide" => way.guide = text(node, &at, problems),
                "label" => way.label = each_language(node, &at, problems),
                "cost" => way.cost = each_language(node, &at, problems),
                "queue" => way.queue = text(node, &at, problems),
                _ => way.about = list(node, &at, problems),
            }
        }
        if !named {
            problems.add(at, "The key `kind` is missing: \"phone\".");
        }
        way
    }
}
