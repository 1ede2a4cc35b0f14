//! Collects problems while a guide is read.

use super::{Problem, ProblemKind, What};
use crate::json::{Node, Span};

/// Collects problems while a guide is read.
#[derive(Debug, Default)]
pub(crate) struct Report {
    found: Vec<(Span, ProblemKind)>,
}

impl Report {
    /// Reports a problem.
    pub(crate) fn add(&mut self, span: Span, kind: impl FnOnce() -> ProblemKind) {
        self.found.push((span, kind()));
    }

    /// Reports a name that is none of those that are known.
    pub(crate) fn unknown<'k, I: IntoIterator<Item = &'k str>>(
        &mut self,
        span: Span,
        what: What,
        name: &str,
        known: impl FnOnce() -> I,
    ) {
        self.add(span, || ProblemKind::Unknown {
            what,
            name: name.to_owned(),
            known: known().into_iter().map(str::to_owned).collect(),
        });
    }
}

impl Report {
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether a problem was found that `of` accepts.
    pub(crate) fn any(&self, of: impl Fn(&ProblemKind) -> bool) -> bool {
        self.found.iter().any(|(_, kind)| of(kind))
    }

    /// Whether this was found here already.
    pub(crate) fn has(&self, span: Span, kind: &ProblemKind) -> bool {
        self.found
            .iter()
            .any(|(at, found)| *at == span && found == kind)
    }

    /// The problems in the order of the source, with their pointers.
    pub(crate) fn finish(self, root: &Node) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self
            .found
            .into_iter()
            .map(|(span, kind)| Problem {
                kind,
                span,
                pointer: super::pointer(root, span),
            })
            .collect();
        problems.sort_by_key(|problem| problem.span.start);
        problems
    }
}
