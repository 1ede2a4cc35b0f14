//! The features that customers are asked about, `site/kano.json`.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::{self, Span};
use firstline_guide::rules::duplicate_key::DuplicateKey;
use firstline_guide::rules::syntax::Syntax;

use super::{Collector, Role, provider};
use crate::features::{self, Wrong};
use crate::folder::GuideFolder;

pub(super) static RULES: &[&Rule] = &[&BAD_FEATURES];

/// The rule of a file of features that cannot be used.
static BAD_FEATURES: Rule = Rule {
    id: "bad-features",
    severity: Severity::Error,
    doc: &[
        " site/kano.json has something that customers cannot be asked.",
        "",
        " Each feature needs an id that stays for ever, and its name and both questions in the same languages.",
    ],
    bad: Example::File("{ \"id\": \"Call back\", \"name\": { \"en\": \"A call back\" } }"),
    good: Example::File(
        "{ \"id\": \"call-back\", \"name\": { \"en\": \"A call back\" }, \"functional\": { \"en\": \"…\" }, \
         \"dysfunctional\": { \"en\": \"…\" } }",
    ),
};

impl Violation for Wrong {
    fn rule(&self) -> &'static Rule {
        &BAD_FEATURES
    }

    fn message(&self) -> String {
        self.message.clone()
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let Some(source) = &folder.features else {
        return;
    };
    if let Some(text) = source.usable() {
        found.extend(source, Role::Features, of_file(text));
    }
}

fn of_file(text: &str) -> Vec<Diagnostic> {
    let parsed = match json::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let (start, end) = (error.offset, error.offset);
            let syntax = Syntax {
                error,
                source: text,
            };
            return vec![Diagnostic::unplaced(&syntax, Span { start, end })];
        }
    };
    let twice = parsed.duplicates();
    let mut found: Vec<Diagnostic> = twice
        .iter()
        .map(|span| Diagnostic::new(&DuplicateKey, *span, &parsed.root))
        .collect();
    let (_, wrong) = features::read(text);
    found.extend(wrong.iter().map(|wrong| {
        let span = provider::at(&parsed.root, &wrong.pointer);
        Diagnostic::new(wrong, span, &parsed.root)
    }));
    found
}
