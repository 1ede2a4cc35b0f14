//! What an author could do better: warnings on a guide that is sound. One lint a file, one line in
//! [`LINTS`]. An author who knows better says so by `"allow": ["<rule>"]`, on a step or on the guide.

mod long_sentence;
mod no_unsure;
mod review_past;
mod unknown_allow;
mod unverified_fix;

use firstline_guide::json::{self, Node, Span};
use firstline_guide::problem::pointer;
use firstline_guide::raw;

use crate::translate::{self, Text};

/// A warning.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The id of the rule.
    pub rule: &'static str,
    /// What could be better, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
    /// Where it stands in the source.
    pub span: Span,
    /// Where it stands in the document, as an RFC 6901 pointer.
    pub pointer: String,
}

/// What is looked at.
struct Subject<'g> {
    guide: &'g raw::Guide,
    texts: &'g [Text],
    /// The day, `2026-12-25`.
    today: &'g str,
}

/// What was seen: at which step, if at one; where; in which words.
struct Seen {
    step: Option<String>,
    span: Span,
    message: String,
}

/// A lint.
struct Lint {
    rule: &'static str,
    hint: &'static str,
    look: fn(&Subject<'_>) -> Vec<Seen>,
}

/// All lints.
const LINTS: &[Lint] = &[
    Lint {
        rule: "no-unsure",
        hint: "add an option with the id `unsure`: who does not know must not have to guess",
        look: no_unsure::look,
    },
    Lint {
        rule: "unverified-fix",
        hint: "give it a `verify`, by checks or by asking; or lead to a check",
        look: unverified_fix::look,
    },
    Lint {
        rule: "long-sentence",
        hint: "make two sentences of it: at most 25 words",
        look: long_sentence::look,
    },
    Lint {
        rule: "review-past",
        hint: "look at the guide again, and set the next day",
        look: review_past::look,
    },
    Lint {
        rule: "unknown-allow",
        hint: "warnings can be allowed, by their ids; errors cannot",
        look: unknown_allow::look,
    },
];

/// All that could be better in a guide, in the order of its source. `guide` is what was read of
/// `source`; `today` is the day, `2026-12-25`.
pub fn advice(guide: &raw::Guide, source: &str, today: &str) -> Vec<Advice> {
    let Ok(parsed) = json::parse(source) else {
        return Vec::new();
    };
    let texts = translate::texts(&parsed.root);
    let subject = Subject {
        guide,
        texts: &texts,
        today,
    };
    let mut found = Vec::new();
    for lint in LINTS {
        let seen = (lint.look)(&subject);
        let seen = seen
            .into_iter()
            .filter(|seen| !allowed(guide, lint.rule, seen));
        found.extend(seen.map(|seen| told(lint, seen, &parsed.root)));
    }
    found.sort_by_key(|advice| advice.span.start);
    found
}

fn told(lint: &Lint, seen: Seen, root: &Node) -> Advice {
    Advice {
        rule: lint.rule,
        message: seen.message,
        hint: lint.hint,
        span: seen.span,
        pointer: pointer(root, seen.span),
    }
}

fn allowed(guide: &raw::Guide, rule: &str, seen: &Seen) -> bool {
    let of_step = guide
        .steps
        .iter()
        .filter(|step| seen.step.as_ref() == Some(&step.id.value))
        .flat_map(|step| &step.allow);
    guide
        .allow
        .iter()
        .chain(of_step)
        .any(|allowed| allowed.value == rule)
}
