//! The walks that authors wrote down, run through the engine.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::{Node, Span};
use firstline_guide::load;
use firstline_guide::{Guide, Library};

use super::calls::calls;
use super::{Collector, Role};
use crate::folder::{GuideFile, GuideFolder};
use crate::scenario::{self, Failure, Malformed};

pub(super) static RULES: &[&Rule] = &[&BAD_SCENARIO, &FAILING_SCENARIO, &SCENARIOS_NOT_PLAYED];

/// The rule of a scenario that cannot be read.
static BAD_SCENARIO: Rule = Rule {
    id: "bad-scenario",
    severity: Severity::Error,
    doc: &[" A scenario that cannot be read."],
    bad: Example::File(
        "{ \"name\": \"outage\", \"checks\": { \"line\": \"fail\" }, \"expect\": \"ticket\" }",
    ),
    good: Example::File(
        "{ \"name\": \"outage\", \"checks\": { \"line\": { \"isp\": \"fail\" } }, \"expect\": \"ticket\" }",
    ),
};

/// The rule of a scenario that comes to another end.
static FAILING_SCENARIO: Rule = Rule {
    id: "failing-scenario",
    severity: Severity::Error,
    doc: &[
        " A scenario does not go as it says.",
        "",
        " Either the guide has changed and no longer does what its author meant, or the scenario does not say \
         what was meant. A check that a scenario does not name passes.",
    ],
    bad: Example::File(
        "{ \"name\": \"red\", \"answers\": { \"lamp\": \"green\" }, \"expect\": \"line-fault\" }",
    ),
    good: Example::File(
        "{ \"name\": \"red\", \"answers\": { \"lamp\": \"red\" }, \"expect\": \"line-fault\" }",
    ),
};

/// The rule of scenarios that nobody could run.
static SCENARIOS_NOT_PLAYED: Rule = Rule {
    id: "scenarios-not-played",
    severity: Severity::Warning,
    doc: &[
        " The scenarios of a guide could not be run, because a guide that it calls cannot be used.",
        "",
        " So nobody knows whether they fail.",
    ],
    bad: Example::File("a guide with scenarios that calls one with an error"),
    good: Example::File("a guide with scenarios that calls sound guides"),
};

struct NotPlayed<'g> {
    /// The guide that keeps them from being run.
    because: &'g str,
    /// Its file, if there is one.
    file: Option<&'g GuideFile>,
    /// How many other guides it keeps from it.
    others: usize,
}

impl Violation for NotPlayed<'_> {
    fn rule(&self) -> &'static Rule {
        &SCENARIOS_NOT_PLAYED
    }

    fn message(&self) -> String {
        let because = self.because;
        let these = match self.others {
            0 => "these scenarios".to_owned(),
            1 => "these scenarios and those of 1 other guide".to_owned(),
            others => format!("these scenarios and those of {others} other guides"),
        };
        format!("{these} were not played, because the guide `{because}` cannot be used")
    }

    fn hint(&self) -> Option<String> {
        Some(match self.file {
            Some(file) => {
                let path = file.source.path.display();
                format!("`firstline lint {path}` says what to mend first")
            }
            None => "mend the call of it first: there is no such guide".to_owned(),
        })
    }
}

impl Violation for Malformed {
    fn rule(&self) -> &'static Rule {
        &BAD_SCENARIO
    }

    fn message(&self) -> String {
        self.message.clone()
    }

    fn hint(&self) -> Option<String> {
        self.hint.clone()
    }
}

impl Violation for Failure {
    fn rule(&self) -> &'static Rule {
        &FAILING_SCENARIO
    }

    fn message(&self) -> String {
        self.to_string()
    }

    fn hint(&self) -> Option<String> {
        let why = "the guide has changed, or the scenario does not say what was meant";
        Some(match &*self.walked {
            [] => why.to_owned(),
            walked => format!("the walk went {}; {why}", walked.join(" → ")),
        })
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let mut kept: BTreeMap<String, Vec<(&GuideFile, &Node)>> = BTreeMap::new();
    for file in folder.guides.iter().filter(|file| file.source.asked) {
        let (Some(root), Some(guide)) = (&file.root, &file.guide) else {
            // Whatever is wrong with it is reported, and comes first.
            continue;
        };
        let (diagnostics, because) = of_guide(folder, root, guide);
        found.extend(&file.source, Role::Guide, diagnostics);
        if let Some(because) = because {
            kept.entry(because).or_default().push((file, root));
        }
    }
    for (because, callers) in kept {
        not_played(folder, &because, &callers, found);
    }
}

/// Says which scenarios could not be run: at each of them, or once, if the guide that keeps them from it is looked at too.
fn not_played<'f>(
    folder: &'f GuideFolder,
    because: &str,
    callers: &[(&'f GuideFile, &'f Node)],
    found: &mut Collector<'f>,
) {
    let culprit = folder.file_of(because);
    let is_told = culprit.is_some_and(|file| {
        file.source.asked
            && !callers
                .iter()
                .any(|(caller, _)| std::ptr::eq(*caller, file))
    });
    let shown = if is_told { 1 } else { callers.len() };
    for (file, root) in callers.iter().take(shown) {
        let members = root.as_object().unwrap_or_default();
        let key = members.iter().find(|member| member.key == "scenarios");
        let span = key.map_or(Span::default(), |member| member.key_span);
        // Two files of one guide: which of them it is says the file.
        let because = if file.id() == Some(because) {
            file.source.stem()
        } else {
            because
        };
        let not_played = NotPlayed {
            because,
            file: culprit,
            others: callers.len() - shown,
        };
        found.add(
            &file.source,
            Role::Guide,
            Diagnostic::new(&not_played, span, root),
        );
    }
}

/// What is wrong with the scenarios of a guide; and the guide that keeps them from being run, if one does.
fn of_guide(
    folder: &GuideFolder,
    root: &Node,
    guide: &Arc<Guide>,
) -> (Vec<Diagnostic>, Option<String>) {
    let (scenarios, malformed) = scenario::of_document(root);
    let mut found: Vec<Diagnostic> = malformed
        .iter()
        .map(|malformed| Diagnostic::new(malformed, malformed.span, root))
        .collect();
    if scenarios.is_empty() {
        return (found, None);
    }
    match library(folder, guide) {
        Ok(library) => {
            let library = Arc::new(library);
            for scenario in &scenarios {
                if let Err(failure) = scenario::run(&library, &guide.id, scenario) {
                    found.push(Diagnostic::new(&failure, failure.span, root));
                }
            }
        }
        Err(because) => return (found, Some(because)),
    }
    (found, None)
}

/// A guide with those that it reaches; or the one that keeps it from being walked.
fn library(folder: &GuideFolder, entry: &Arc<Guide>) -> Result<Library, String> {
    let mut guides: Vec<Arc<Guide>> = vec![Arc::clone(entry)];
    let mut waiting = VecDeque::from([Arc::clone(entry)]);
    while let Some(guide) = waiting.pop_front() {
        for (_, called) in calls(&guide) {
            if guides.iter().any(|known| known.id == called) {
                continue;
            }
            let called = folder.guide(called).ok_or_else(|| called.to_owned())?;
            guides.push(Arc::clone(called));
            waiting.push_back(Arc::clone(called));
        }
    }
    load::shared(guides.clone()).map_err(|problems| {
        let first = problems.first().map_or(0, |problem| problem.guide);
        guides[first].id.clone()
    })
}
