//! Collects problems while a guide is read.

use super::{Problem, ProblemKind, What};
use crate::json::{Node, Span};

/// Collects problems while a guide is read. What is wrong is told by functions, so that nothing
/// of it is built, and nothing is left of it in the program, where nobody reads it.
#[derive(Debug, Default)]
pub(crate) struct Report {
    #[cfg(feature = "explain")]
    found: Vec<(Span, ProblemKind)>,
    #[cfg(not(feature = "explain"))]
    first: Option<Span>,
}

impl Report {
    /// Reports a problem.
    pub(crate) fn add(&mut self, span: Span, kind: impl FnOnce() -> ProblemKind) {
        #[cfg(feature = "explain")]
        self.found.push((span, kind()));
        #[cfg(not(feature = "explain"))]
        {
            let _ = kind;
            self.first.get_or_insert(span);
        }
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

#[cfg(feature = "explain")]
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

#[cfg(not(feature = "explain"))]
impl Report {
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Whether a problem was found that `of` may accept.
    pub(crate) fn any(&self, _of: impl Fn(&ProblemKind) -> bool) -> bool {
        self.first.is_some()
    }

    /// Whether this may have been found here already.
    pub(crate) fn has(&self, span: Span, _kind: &ProblemKind) -> bool {
        self.first == Some(span)
    }

    /// That there are problems, and where the first was met.
    pub(crate) fn finish(self, _root: &Node) -> Vec<Problem> {
        let problem = |span| Problem {
            kind: ProblemKind::Unexplained,
            span,
            pointer: String::new(),
        };
        self.first.map(problem).into_iter().collect()
    }
}
