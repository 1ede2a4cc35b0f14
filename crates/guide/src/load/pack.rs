//! Packs: a guide with all that it calls, in one document.

use super::{report_duplicates, resolve, syntax};
use crate::json;
use crate::model::Library;
use crate::problem::{Expected, Problem, ProblemKind, Report, What};
use crate::raw;

/// The number of the packs' own format.
pub const PACK_FORMAT: u32 = 1;

/// Reads a pack: `{"format": 1, "entry": id, "guides": [guide, …]}`. Its guides were inspected
/// when it was made; here only what the engine relies on is looked at.
///
/// # Errors
/// All that is wrong with it. A pack that was made by our own tools has nothing wrong with it, so
/// this means that it was damaged or is of a newer format.
pub fn pack(source: &str) -> Result<Library, Vec<Problem>> {
    let parsed = json::parse(source).map_err(|error| vec![syntax(error)])?;
    let root = &parsed.root;
    let mut report = Report::default();
    report_duplicates(&parsed, &mut report);
    match root.get("format").and_then(json::Node::as_f64) {
        Some(number) if number == f64::from(PACK_FORMAT) => {}
        Some(number) if number > f64::from(PACK_FORMAT) => {
            report.add(root.span, || ProblemKind::NewerFormat);
        }
        _ => report.add(root.span, || ProblemKind::UnknownFormat),
    }
    let Some(items) = root.get("guides").and_then(json::Node::as_array) else {
        report.add(root.span, || ProblemKind::MissingKey("guides"));
        return Err(report.finish(root));
    };
    let mut guides = Vec::with_capacity(items.len());
    for item in items {
        if let Some(raw) = raw::read(item, &mut report) {
            guides.extend(resolve::guide(&raw, &mut report).into_guide());
        }
    }
    match root.get("entry").map(|node| (node.span, node.as_str())) {
        Some((_, Some(entry))) if guides.iter().any(|guide| guide.id == entry) => {}
        Some((span, Some(entry))) => {
            let known = guides.iter().map(|guide| guide.id.as_str());
            report.unknown(span, What::Guide, entry, || known);
        }
        Some((span, None)) => report.add(span, || ProblemKind::WrongType(Expected::String)),
        None => report.add(root.span, || ProblemKind::MissingKey("entry")),
    }
    if !report.is_empty() {
        return Err(report.finish(root));
    }
    super::library(guides).map_err(|problems| {
        for problem in problems {
            let span = items.get(problem.guide).map_or(root.span, |item| item.span);
            report.add(span, || problem.kind);
        }
        report.finish(root)
    })
}
