//! From what an author wrote to a guide that is known to be sound.
//!
//! Two passes, because they serve two readers. [`resolve`] looks up every name and fills in every
//! default; after it nothing can lead nowhere. [`inspect`] looks at the guide as a whole: what no
//! path reaches, what is read before it is set, what does not compare. Both are for the tools of
//! authors and operators; the widget reads packs ([`crate::pack`]), which hold what came out.

mod inspect;
mod library;
mod resolve;

pub use library::{LibraryProblem, library, shared};
pub use resolve::provider_link;

use crate::json::{self, Parsed, Span};
use crate::model::{Guide, StepIndex};
use crate::problem::{Problem, ProblemKind, Report};
use crate::raw;

/// Where a name leads that could not be looked up. No guide has so many steps; and no guide that
/// has it anywhere is rejected.
const NOWHERE: StepIndex = StepIndex(u16::MAX);

/// What came of reading a guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The guide, if nothing is wrong with it.
    pub guide: Option<Guide>,
    /// What the author wrote, as far as it could be read: with places, scenarios and what is for
    /// authors only.
    pub raw: Option<raw::Guide>,
    /// All that is wrong with it, in the order of the source.
    pub problems: Vec<Problem>,
}

/// Reads a guide and finds everything that is wrong with it.
pub fn load(source: &str) -> Loaded {
    let parsed = match json::parse(source) {
        Ok(parsed) => parsed,
        Err(error) => {
            return Loaded {
                guide: None,
                raw: None,
                problems: vec![syntax(error)],
            };
        }
    };
    let mut report = Report::default();
    report_duplicates(&parsed, &mut report);
    let raw = raw::read(&parsed.root, &mut report);
    let mut guide = None;
    if let Some(raw) = &raw {
        let resolved = resolve::guide(raw, &mut report);
        inspect::guide(raw, &resolved, source, &mut report);
        if report.is_empty() {
            guide = resolved.into_guide();
        }
    }
    Loaded {
        guide,
        raw,
        problems: report.finish(&parsed.root),
    }
}

fn syntax(error: json::Error) -> Problem {
    let span = Span {
        start: error.offset,
        end: error.offset,
    };
    Problem {
        kind: ProblemKind::Syntax(error.kind),
        span,
        pointer: String::new(),
    }
}

fn report_duplicates(parsed: &Parsed, report: &mut Report) {
    for span in parsed.duplicates() {
        report.add(span, || ProblemKind::DuplicateKey);
    }
}
