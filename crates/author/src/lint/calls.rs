//! Guides that call each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation, pointer};
use firstline_guide::json::Span;
use firstline_guide::load::{self, LibraryProblem};
use firstline_guide::model::{Step, StepKind};
use firstline_guide::rules::unknown_guide;
use firstline_guide::{Guide, raw};

use super::not_choosable::{Choosable, NotChoosable, Why};
use super::{Collector, Role};
use crate::folder::{Edition, GuideFile, GuideFolder};

pub(super) static RULES: &[&Rule] = &[&BROKEN_GUIDE, &FOREIGN_GUIDE, &HANDED_TO_BLOCK];

/// The rule of a call of a guide with problems.
static BROKEN_GUIDE: Rule = Rule {
    id: "broken-guide",
    severity: Severity::Error,
    doc: &[
        " A guide calls another that has problems of its own.",
        "",
        " It is said at the call if only the caller is looked at.",
    ],
    bad: Example::File("\"guide\": \"restart-router\", and restart-router.json lacks a comma"),
    good: Example::File("\"guide\": \"restart-router\", and restart-router.json is sound"),
};

/// The rule of a call of a guide in another language.
static FOREIGN_GUIDE: Rule = Rule {
    id: "foreign-guide",
    severity: Severity::Error,
    doc: &[
        " A guide calls another that is not in its language.",
        "",
        " A guide may call one that is written in another language if that is translated into its own.",
    ],
    bad: Example::File("a German guide that calls an English one without a German translation"),
    good: Example::File("the same, and guides/de/<the English guide>.json"),
};

/// The rule of a hand-over to a guide that customers cannot choose.
static HANDED_TO_BLOCK: Rule = Rule {
    id: "handed-to-block",
    severity: Severity::Error,
    doc: &[
        " A hand-over leads to a guide that is not there, or that customers cannot choose.",
        "",
        " The other guide is opened as if it had been chosen, so it must be listed. A block is called by a step \
         of the kind `guide`.",
    ],
    bad: Example::File(
        "\"ends\": \"hand-over\", \"guide\": \"check-cables\", and that is not listed",
    ),
    good: Example::File("\"ends\": \"hand-over\", \"guide\": \"one-device\""),
};

struct BrokenGuide<'g> {
    id: &'g str,
    file: &'g GuideFile,
}

impl Violation for BrokenGuide<'_> {
    fn rule(&self) -> &'static Rule {
        &BROKEN_GUIDE
    }

    fn message(&self) -> String {
        format!("the guide `{}` has problems of its own", self.id)
    }

    fn hint(&self) -> Option<String> {
        let path = self.file.source.path.display();
        Some(format!("`firstline lint {path}` says which"))
    }
}

struct ForeignGuide<'g> {
    called: &'g Guide,
    caller: &'g Guide,
}

impl Violation for ForeignGuide<'_> {
    fn rule(&self) -> &'static Rule {
        &FOREIGN_GUIDE
    }

    fn message(&self) -> String {
        let ForeignGuide { called, caller } = self;
        format!(
            "the guide `{}` is written in `{}` and is not translated into `{}`, as this guide is",
            called.id, called.language, caller.language
        )
    }

    fn hint(&self) -> Option<String> {
        let ForeignGuide { called, caller } = self;
        let (language, id) = (&caller.language, &called.id);
        Some(format!(
            "`firstline translate {language} {id}` prepares the translation"
        ))
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let mut sound: Vec<(&GuideFile, &Arc<Guide>)> = folder
        .guides
        .iter()
        .filter_map(|file| Some((file, file.guide.as_ref()?)))
        .collect();
    // If two files hold the same guide, the copy is the one that does not have its name.
    sound.sort_by_key(|(file, guide)| file.source.stem() != guide.id);
    let guides: Vec<Arc<Guide>> = sound.iter().map(|(_, guide)| Arc::clone(guide)).collect();
    let problems = load::shared(guides.clone()).err().unwrap_or_default();
    for problem in problems {
        let (guide, step) = shown_at(&problem, &guides, |guide| sound[guide].0.source.asked);
        let file = sound[guide].0;
        let span = place(file, step, problem.fact.as_deref());
        let diagnostic = match broken(&problem, &guides, folder) {
            None => placed(file, span, problem.diagnostic),
            // Its own problems are reported with it.
            Some((_, called)) if called.source.asked => continue,
            Some((id, called)) => of_call(file, span, &BrokenGuide { id, file: called }),
        };
        found.add(&file.source, Role::Guide, diagnostic);
    }
    foreign(folder, &sound, found);
    handed_over(folder, &sound, found);
}

fn of_call(file: &GuideFile, span: Span, violation: &impl Violation) -> Diagnostic {
    match &file.root {
        Some(root) => Diagnostic::new(violation, span, root),
        None => Diagnostic::unplaced(violation, span),
    }
}

/// A problem between guides, at a place in one of them.
fn placed(file: &GuideFile, span: Span, diagnostic: Diagnostic) -> Diagnostic {
    let root = file.root.as_ref();
    Diagnostic {
        span,
        pointer: root.map_or_else(String::new, |root| pointer(root, span)),
        ..diagnostic
    }
}

/// The file of a guide that seems not to be there because it has problems of its own.
fn broken<'g, 'f>(
    problem: &LibraryProblem,
    guides: &'g [Arc<Guide>],
    folder: &'f GuideFolder,
) -> Option<(&'g str, &'f GuideFile)> {
    if problem.diagnostic.rule != &unknown_guide::RULE {
        return None;
    }
    let StepKind::Call(call) = &guides[problem.guide].step(problem.step?).kind else {
        return None;
    };
    let name = call.guide.as_str();
    let file = folder.file_of(name)?;
    file.guide.is_none().then_some((name, file))
}

/// Calls of guides that are in another language than their callers.
fn foreign<'f>(
    folder: &'f GuideFolder,
    sound: &[(&'f GuideFile, &'f Arc<Guide>)],
    found: &mut Collector<'f>,
) {
    let languages: BTreeSet<&str> = sound.iter().map(|(_, guide)| &*guide.language).collect();
    if languages.len() < 2 {
        return;
    }
    let mut editions: BTreeMap<&str, Edition> = BTreeMap::new();
    for (file, caller) in sound {
        for (step, called) in calls(caller) {
            let Some(called) = folder.guide(called) else {
                continue;
            };
            if called.language == caller.language {
                continue;
            }
            let language = caller.language.as_str();
            let edition = editions
                .entry(language)
                .or_insert_with(|| folder.edition(language));
            if edition
                .guides
                .get(&called.id)
                .is_none_or(|guide| !guide.is_spoken)
            {
                let span = place(file, Some(step), None);
                let foreign = of_call(file, span, &ForeignGuide { called, caller });
                found.add(&file.source, Role::Guide, foreign);
            }
        }
    }
}

/// Hand-overs to guides that customers cannot choose.
fn handed_over<'f>(
    folder: &'f GuideFolder,
    sound: &[(&'f GuideFile, &'f Arc<Guide>)],
    found: &mut Collector<'f>,
) {
    let choosable = Choosable::of(folder);
    for (file, guide) in sound {
        let Some(root) = &file.root else { continue };
        let steps = file.loaded.raw.iter().flat_map(|raw| &raw.steps);
        for step in steps {
            let Some(raw::Kind::Outcome(raw::Outcome {
                guide: Some(name), ..
            })) = &step.kind
            else {
                continue;
            };
            let id = name.as_str();
            // What is for customers of one service alone may lead on among their guides.
            let unseen =
                |why: &Why| *why == Why::NotSold && guide.listed && !choosable.sells(&guide.id);
            let Some(why) = choosable.why_not(id).filter(|why| !unseen(why)) else {
                continue;
            };
            let violation = NotChoosable {
                rule: &HANDED_TO_BLOCK,
                id,
                why,
                known: &choosable.listed,
                instead: "call it by a step of the kind `guide`",
            };
            found.add(&file.source, Role::Guide, violation.at(name.span, root));
        }
    }
}

/// The calls of a guide: calling step and called guide, by their ids.
pub(super) fn calls(guide: &Guide) -> impl Iterator<Item = (&str, &str)> {
    let calls = guide.calls();
    calls.map(|(step, called)| (guide.step(step).id.as_str(), called))
}

/// The guide and the step at which a problem is shown. A circle is shown at a guide that was asked
/// for, whichever of its calls closes it.
fn shown_at<'g>(
    problem: &LibraryProblem,
    guides: &'g [Arc<Guide>],
    asked: impl Fn(usize) -> bool,
) -> (usize, Option<&'g str>) {
    let own = problem
        .step
        .map(|step| guides[problem.guide].step(step).id.as_str());
    if problem.circle.is_empty() || asked(problem.guide) {
        return (problem.guide, own);
    }
    let calls = |step: &&Step, called: &str| matches!(&step.kind, StepKind::Call(call) if call.guide == called);
    let circle = problem.circle.iter();
    let others = circle
        .clone()
        .zip(circle.cycle().skip(1))
        .filter_map(|(caller, called)| {
            let mut steps = guides[*caller].steps.iter();
            let step = steps.find(|step| calls(step, &guides[*called].id))?;
            Some((*caller, Some(step.id.as_str())))
        });
    let mut others = others.filter(|(guide, _)| asked(*guide));
    others.next().unwrap_or((problem.guide, own))
}

/// Where a problem between guides is shown: at the fact that a call tells, at the name of the guide that a step calls, or
/// at the guide's own.
fn place(file: &GuideFile, step: Option<&str>, fact: Option<&str>) -> Span {
    let Some(raw) = &file.loaded.raw else {
        return Span::default();
    };
    let of_step = raw
        .steps
        .iter()
        .find(|candidate| Some(candidate.id.as_str()) == step);
    let called = of_step.and_then(|step| match &step.kind {
        Some(raw::Kind::Call(call)) => {
            let mut told = call.with.iter().map(|(name, _)| name);
            told.find(|name| Some(name.as_str()) == fact)
                .or(call.guide.as_ref())
        }
        _ => None,
    });
    called
        .or(raw.id.as_ref())
        .map_or(raw.span, |name| name.span)
}
