//! Guides that call each other.

use std::sync::Arc;

use crate::model::{Guide, Library, StepIndex};
use crate::plain::plain;
use crate::problem::{ProblemKind, What};

/// Something wrong between guides.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraryProblem {
    /// The guide that it is shown at, by its position among those that were given.
    pub guide: usize,
    /// The step that it is shown at; `None` for the guide as a whole.
    pub step: Option<StepIndex>,
    /// What is wrong.
    pub kind: ProblemKind,
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
        let problem = |step, kind| LibraryProblem {
            guide: position,
            step,
            kind,
        };
        if guides[..position].iter().any(|other| other.id == guide.id) {
            problems.push(problem(None, ProblemKind::DuplicateGuide(guide.id.clone())));
        }
        if guide.listed && guide.stuck.is_none() {
            problems.push(problem(None, ProblemKind::MissingStuck));
        }
        for (step, called) in guide.calls() {
            if find(&guides, called).is_none() {
                let known = guides.iter().map(|guide| guide.id.clone()).collect();
                let kind = ProblemKind::Unknown {
                    what: What::Guide,
                    name: called.to_owned(),
                    known,
                };
                problems.push(problem(Some(step), kind));
            }
        }
    }
    find_cycles(&guides, &mut problems);
    if problems.is_empty() {
        Ok(Library {
            guides,
            write: plain,
        })
    } else {
        problems.sort_by_key(|problem| (problem.guide, problem.step));
        Err(problems)
    }
}

fn find(guides: &[Arc<Guide>], id: &str) -> Option<usize> {
    guides.iter().position(|guide| guide.id == id)
}

#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Not,
    /// It is among the callers of what is looked at.
    Calls,
    Done,
}

/// Reports every call that closes a circle, once.
fn find_cycles(guides: &[Arc<Guide>], problems: &mut Vec<LibraryProblem>) {
    let mut seen = vec![Seen::Not; guides.len()];
    for root in 0..guides.len() {
        if seen[root] != Seen::Not {
            continue;
        }
        // A stack of our own: as deep as there are guides, which the call stack may not bear.
        let mut stack = vec![(root, guides[root].calls())];
        seen[root] = Seen::Calls;
        while let Some((guide, rest)) = stack.last_mut() {
            let guide = *guide;
            let Some((step, called)) = rest.next() else {
                seen[guide] = Seen::Done;
                stack.pop();
                continue;
            };
            let Some(called) = find(guides, called) else {
                continue;
            };
            match seen[called] {
                Seen::Done => {}
                Seen::Not => {
                    seen[called] = Seen::Calls;
                    stack.push((called, guides[called].calls()));
                }
                Seen::Calls => {
                    let circle = stack.iter().map(|(guide, _)| *guide);
                    let circle = circle.skip_while(|guide| *guide != called);
                    let circle = circle.map(|guide| guides[guide].id.clone()).collect();
                    let kind = ProblemKind::GuideCycle(circle);
                    problems.push(LibraryProblem {
                        guide,
                        step: Some(step),
                        kind,
                    });
                }
            }
        }
    }
}
