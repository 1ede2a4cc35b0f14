//! Guides that call each other.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Violation};
use crate::json::Span;
use crate::model::{FactKind, Guide, Library, StepIndex, StepKind, Value};
use crate::plain::plain;
use crate::rules::bad_parameter::BadParameter;
use crate::rules::duplicate_guide::DuplicateGuide;
use crate::rules::guide_cycle::GuideCycle;
use crate::rules::missing_stuck::MissingStuck;
use crate::rules::unknown_guide::UnknownGuide;

/// Something wrong between guides.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraryProblem {
    /// The guide that it is shown at, by its position among those that were given.
    pub guide: usize,
    /// The step that it is shown at; `None` for the guide as a whole.
    pub step: Option<StepIndex>,
    /// The fact of a call's `with` that it is shown at, if it is about one.
    pub fact: Option<String>,
    /// The guides of a circle of calls, by position; empty for other problems.
    pub circle: Vec<usize>,
    /// The problem. It has no place in a source yet: see `guide` and `step`.
    pub diagnostic: Diagnostic,
}

/// Puts guides together.
///
/// # Errors
/// Two guides have one id; a guide that customers can open names no step for "nothing helps" (a
/// called one that names none uses its caller's); a guide is called that is not there; or guides
/// call each other without end.
pub fn library(guides: Vec<Guide>) -> Result<Library, Vec<LibraryProblem>> {
    shared(guides.into_iter().map(Arc::new).collect())
}

/// Puts guides together that others have too.
///
/// # Errors
/// As [`library()`].
pub fn shared(guides: Vec<Arc<Guide>>) -> Result<Library, Vec<LibraryProblem>> {
    let mut problems = Vec::new();
    for (position, guide) in guides.iter().enumerate() {
        let problem = |step, violation: &dyn Violation| LibraryProblem {
            guide: position,
            step,
            fact: None,
            circle: Vec::new(),
            diagnostic: Diagnostic::unplaced(violation, Span::default()),
        };
        if guides[..position].iter().any(|other| other.id == guide.id) {
            problems.push(problem(None, &DuplicateGuide { id: &guide.id }));
        }
        if guide.listed && guide.stuck.is_none() {
            problems.push(problem(None, &MissingStuck));
        }
        for (step, called) in guide.calls() {
            if find(&guides, called).is_none() {
                let known: Vec<&str> = guides.iter().map(|guide| guide.id.as_str()).collect();
                let (name, known) = (called, &known);
                problems.push(problem(Some(step), &UnknownGuide { name, known }));
            }
        }
    }
    find_bad_parameters(&guides, &mut problems);
    find_cycles(&guides, &mut problems);
    if problems.is_empty() {
        Ok(Library {
            guides,
            write: plain,
            boxes: Vec::new(),
            east: 0,
        })
    } else {
        problems.sort_by_key(|problem| (problem.guide, problem.step));
        Err(problems)
    }
}

/// Reports what guides are told and do not ask for.
fn find_bad_parameters(guides: &[Arc<Guide>], problems: &mut Vec<LibraryProblem>) {
    for (position, guide) in guides.iter().enumerate() {
        for (step, index) in guide.steps.iter().zip(0..=u16::MAX) {
            let StepKind::Call(call) = &step.kind else {
                continue;
            };
            let Some(called) = find(guides, &call.guide).map(|at| &guides[at]) else {
                continue;
            };
            for (name, value) in &call.with {
                let declared = called.facts.iter().find(|fact| fact.name == *name);
                let (kind, fits) = match declared {
                    Some(fact) => (Some(fact.kind.name()), fact.kind.fits(value)),
                    None => (None, name == "verify" && *value == Value::from("ask")),
                };
                if fits {
                    continue;
                }
                let known: Vec<&str> = called.facts.iter().map(|fact| fact.name.as_str()).collect();
                let values: Vec<&str> = match declared.map(|fact| &fact.kind) {
                    Some(FactKind::Choice(values) | FactKind::Choices(values)) => {
                        values.iter().map(String::as_str).collect()
                    }
                    _ => Vec::new(),
                };
                let violation = BadParameter {
                    guide: &called.id,
                    name,
                    kind,
                    values: &values,
                    known: &known,
                };
                problems.push(LibraryProblem {
                    guide: position,
                    step: Some(StepIndex(index)),
                    fact: Some(name.clone()),
                    circle: Vec::new(),
                    diagnostic: Diagnostic::unplaced(&violation, Span::default()),
                });
            }
        }
    }
}

fn find(guides: &[Arc<Guide>], id: &str) -> Option<usize> {
    guides.iter().position(|guide| guide.id == id)
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Not,
    /// It is among the callers of what is looked at.
    Calls,
    Done,
}

/// Reports every call that closes a circle, once.
fn find_cycles(guides: &[Arc<Guide>], problems: &mut Vec<LibraryProblem>) {
    let mut visits = vec![Visit::Not; guides.len()];
    for root in 0..guides.len() {
        if visits[root] != Visit::Not {
            continue;
        }
        // A stack of our own: as deep as there are guides, which the call stack may not bear.
        let mut stack = vec![(root, guides[root].calls())];
        visits[root] = Visit::Calls;
        while let Some((guide, rest)) = stack.last_mut() {
            let guide = *guide;
            let Some((step, called)) = rest.next() else {
                visits[guide] = Visit::Done;
                stack.pop();
                continue;
            };
            let Some(called) = find(guides, called) else {
                continue;
            };
            match visits[called] {
                Visit::Done => {}
                Visit::Not => {
                    visits[called] = Visit::Calls;
                    stack.push((called, guides[called].calls()));
                }
                Visit::Calls => {
                    let circle = stack.iter().map(|(guide, _)| *guide);
                    let circle: Vec<usize> = circle.skip_while(|guide| *guide != called).collect();
                    let ids: Vec<&str> = circle
                        .iter()
                        .map(|guide| guides[*guide].id.as_str())
                        .collect();
                    let violation = GuideCycle { guides: &ids };
                    problems.push(LibraryProblem {
                        guide,
                        step: Some(step),
                        fact: None,
                        diagnostic: Diagnostic::unplaced(&violation, Span::default()),
                        circle,
                    });
                }
            }
        }
    }
}
