//! What the files beside guides share with guides: JSON, keys, types, names. The words are those of
//! guides.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity};
use firstline_guide::json::{Node, Span};
use firstline_guide::problem::{ProblemKind, pointer};

/// A problem that guides can have too, at a place of a file with this root.
pub(crate) fn diagnostic(kind: &ProblemKind, span: Span, root: Option<&Node>) -> Diagnostic {
    Diagnostic {
        rule: rule(kind.rule()),
        severity: Severity::Error,
        message: kind.message(),
        hint: kind.hint(),
        span,
        pointer: root.map_or_else(String::new, |root| pointer(root, span)),
    }
}

/// The rule of guides with this id.
pub(crate) fn rule(id: &str) -> &'static Rule {
    let found = OF_GUIDES.iter().find(|rule| rule.id == id);
    found.unwrap_or(&OF_GUIDES[0])
}

const fn of_guides(id: &'static str) -> Rule {
    Rule {
        id,
        severity: Severity::Error,
        doc: &[],
        bad: Example::File(""),
        good: Example::File(""),
    }
}

/// The rules of guides, as their problems name them.
static OF_GUIDES: &[Rule] = &[
    of_guides("syntax"),
    of_guides("duplicate-key"),
    of_guides("newer-format"),
    of_guides("unknown-format"),
    of_guides("unknown-key"),
    of_guides("unknown-step"),
    of_guides("unknown-guide"),
    of_guides("unknown-fact"),
    of_guides("unknown-check"),
    of_guides("unknown-operator"),
    of_guides("unknown-kind"),
    of_guides("unknown-verdict"),
    of_guides("unknown-meaning"),
    of_guides("unknown-ending"),
    of_guides("unknown-fact-value"),
    of_guides("unknown-value"),
    of_guides("missing-key"),
    of_guides("conflicting-keys"),
    of_guides("wrong-type"),
    of_guides("bad-name"),
    of_guides("empty-text"),
    of_guides("control-character"),
    of_guides("empty-list"),
    of_guides("duplicate-id"),
    of_guides("bad-insert"),
    of_guides("empty-range"),
    of_guides("too-few-options"),
    of_guides("too-many-steps"),
    of_guides("uncovered"),
    of_guides("alias-with-several-checks"),
    of_guides("missing-stuck"),
    of_guides("missing-ticket"),
    of_guides("reset-without-warning"),
    of_guides("picture-without-alt"),
    of_guides("bad-picture-file"),
    of_guides("bad-link"),
    of_guides("fact-types"),
    of_guides("incomparable"),
    of_guides("fact-before-set"),
    of_guides("unreachable-step"),
    of_guides("no-outcome"),
    of_guides("automatic-cycle"),
    of_guides("guide-cycle"),
    of_guides("duplicate-guide"),
];
