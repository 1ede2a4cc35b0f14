//! From what an author wrote to a guide that is known to be sound.
//!
//! The file is held to the tables of [`crate::format`]. [`resolve`] looks up every name and fills in
//! every default; after it nothing can lead nowhere. [`crate::rules`] look at the guide as a whole: what
//! no path reaches, what is read before it is set, what does not compare. All this is for the tools of
//! authors and operators; the widget reads packs ([`crate::pack`]), which hold what came out.

mod example;
mod library;
mod resolve;
mod shape;
mod texts;

pub use library::{LibraryProblem, library, shared};
pub use texts::text;

use crate::diagnostic::{Diagnostic, Report};
use crate::json::{self, Span};
use crate::model::Guide;
use crate::raw;
use crate::rules::analysis::{Analysis, Written};
use crate::rules::too_many_problems::TooManyProblems;
use crate::rules::{
    self, control_character, duplicate_key, invisible_character, newer_format, syntax::Syntax,
};

/// The result of reading a guide.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The guide, if nothing is wrong with it.
    pub guide: Option<Guide>,
    /// What the author wrote, as far as it could be read: with places, scenarios and what is for
    /// authors only.
    pub raw: Option<raw::Guide>,
    /// All that is wrong with it, in the order of the source.
    pub problems: Vec<Diagnostic>,
}

/// Reads a guide and finds everything that is wrong with it.
pub fn load(source: &str) -> Loaded {
    let parsed = match json::parse(source) {
        Ok(parsed) => parsed,
        Err(error) => {
            return Loaded {
                guide: None,
                raw: None,
                problems: vec![broken(error, source)],
            };
        }
    };
    let root = &parsed.root;
    let mut report = Report::default();
    duplicate_key::check(&parsed, &mut report);
    let mut raw = None;
    let mut guide = None;
    if newer_format::check(root, &mut report) {
        control_character::check(root, &mut report);
        invisible_character::check(root, &mut report);
        shape::check(root, &mut report);
        raw = raw::read(root);
    }
    // Where there are no steps, each name of one would be wrong, and that is one slip.
    let steps = root.get("steps").and_then(json::Node::as_object);
    if let (Some(raw), Some(_)) = (&raw, steps) {
        let resolved = resolve::guide(raw, &mut report);
        let written = Written {
            guide: raw,
            source,
            steps: &resolved.steps,
            start: resolved.start(),
            stuck: resolved.stuck(),
            facts: resolved.facts(),
        };
        let analysis = Analysis::new(&written, !rules::may_hide_edges(&report));
        rules::check(&analysis, &mut report);
        if report.is_empty() {
            guide = resolved.into_guide();
        }
    }
    let more = report.more();
    let mut problems = report.finish(root);
    if more > 0 {
        let violation = TooManyProblems { more };
        problems.insert(
            0,
            Diagnostic::new(&violation, raw::opening(root.span), root),
        );
    }
    Loaded {
        guide,
        raw,
        problems,
    }
}

fn broken(error: json::Error, source: &str) -> Diagnostic {
    let span = Span {
        start: error.offset,
        end: error.offset,
    };
    Diagnostic::unplaced(&Syntax { error, source }, span)
}
