//! The ids of the rules.

use super::{Problem, ProblemKind, What};

impl Problem {
    /// The id of the rule that is broken, in kebab-case.
    pub fn rule(&self) -> &'static str {
        self.kind.rule()
    }
}

impl ProblemKind {
    /// The id of the rule that is broken, in kebab-case. Ids are kept: authors and their tools
    /// name rules by them.
    pub fn rule(&self) -> &'static str {
        match self {
            ProblemKind::Syntax(_) => "syntax",
            ProblemKind::DuplicateKey => "duplicate-key",
            ProblemKind::NewerFormat => "newer-format",
            ProblemKind::UnknownFormat => "unknown-format",
            ProblemKind::Unknown { what, .. } => match what {
                What::Key => "unknown-key",
                What::Step => "unknown-step",
                What::Guide => "unknown-guide",
                What::Fact => "unknown-fact",
                What::Check => "unknown-check",
                What::Operator => "unknown-operator",
                What::Kind => "unknown-kind",
                What::Verdict => "unknown-verdict",
                What::Meaning => "unknown-meaning",
                What::Ending => "unknown-ending",
                What::FactValue => "unknown-fact-value",
                What::Word => "unknown-value",
            },
            ProblemKind::MissingKey(_) | ProblemKind::MissingOneOf(_) => "missing-key",
            ProblemKind::Conflict { .. } => "conflicting-keys",
            ProblemKind::WrongType(_) => "wrong-type",
            ProblemKind::BadName(_) => "bad-name",
            ProblemKind::EmptyText => "empty-text",
            ProblemKind::ControlCharacter => "control-character",
            ProblemKind::EmptyList => "empty-list",
            ProblemKind::DuplicateId(_) => "duplicate-id",
            ProblemKind::BadInsert => "bad-insert",
            ProblemKind::EmptyRange => "empty-range",
            ProblemKind::TooFewOptions => "too-few-options",
            ProblemKind::TooManySteps => "too-many-steps",
            ProblemKind::Uncovered(_) => "uncovered",
            ProblemKind::AliasWithSeveralChecks(_) => "alias-with-several-checks",
            ProblemKind::MissingStuck => "missing-stuck",
            ProblemKind::MissingTicket => "missing-ticket",
            ProblemKind::ResetWithoutWarning => "reset-without-warning",
            ProblemKind::PictureWithoutAlt => "picture-without-alt",
            ProblemKind::BadPictureFile(_) => "bad-picture-file",
            ProblemKind::BadLink(_) => "bad-link",
            ProblemKind::FactTypes { .. } => "fact-types",
            ProblemKind::Incomparable { .. } | ProblemKind::NotOfType { .. } => "incomparable",
            ProblemKind::FactBeforeSet(_) => "fact-before-set",
            ProblemKind::Unreachable(_) => "unreachable-step",
            ProblemKind::NoOutcome(_) => "no-outcome",
            ProblemKind::AutomaticCycle(_) => "automatic-cycle",
            ProblemKind::GuideCycle(_) => "guide-cycle",
            ProblemKind::DuplicateGuide(_) => "duplicate-guide",
        }
    }
}
