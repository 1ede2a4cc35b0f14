//! The guide as a whole, its declared facts and its scenarios, as written.

use super::decode::{Object, some, string};
use super::step::{Step, step};
use super::{Name, Spanned};
use crate::json::{Node, Span};
use crate::problem::{Expected, ProblemKind, Report};

/// A guide as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guide {
    /// Where problems with it as a whole are shown: its opening brace.
    pub span: Span,
    /// Its id.
    pub id: Option<Name>,
    /// The author's version.
    pub version: Option<Name>,
    /// The language that it is written in.
    pub language: Option<Name>,
    /// What the welcome screen calls it.
    pub title: Option<Name>,
    /// One sentence on whom it is for.
    pub summary: Option<Name>,
    /// What customers say when they mean it.
    pub search_words: Vec<Name>,
    /// Whom to ask about it.
    pub owner: Option<Name>,
    /// The day by which somebody must have looked at it again.
    pub review_by: Option<Name>,
    /// Whether the welcome screen lists it; it does unless told otherwise.
    pub listed: bool,
    /// Declared facts.
    pub facts: Vec<Fact>,
    /// The first step.
    pub start: Option<Name>,
    /// Where "nothing helps" leads.
    pub stuck: Option<Name>,
    /// The steps.
    pub steps: Vec<Step>,
    /// Scenarios, for the tools of authors.
    pub scenarios: Vec<Scenario>,
    /// Ids of lint rules that are not applied.
    pub allow: Vec<Name>,
}

/// A declared fact as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub kind: Option<Name>,
    /// Its unit.
    pub unit: Option<Name>,
    /// What it can be.
    pub values: Vec<Name>,
    /// Where it comes from.
    pub from: Option<Name>,
}

/// A scenario: what is answered and measured on a way through the guide, and where it ends. What
/// the single answers and results are is up to the tool that runs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Where problems with it as a whole are shown: its opening brace.
    pub span: Span,
    /// Its name.
    pub name: Option<Name>,
    /// Facts of website, device and provider.
    pub facts: Vec<(Name, Node)>,
    /// What checks find: step, then check and result, or a list of that for visit after visit.
    pub checks: Vec<(Name, Node)>,
    /// What is answered: step and answer, a list for several options or for visit after visit.
    pub answers: Vec<(Name, Node)>,
    /// How called guides end: calling step and ending, or a list for visit after visit.
    pub guides: Vec<(Name, Node)>,
    /// The step at which it ends.
    pub expect: Option<Name>,
}

/// The number of the format that this program reads.
const FORMAT: f64 = 1.0;

const KEYS: &[&str] = &[
    "$schema",
    "format",
    "id",
    "version",
    "language",
    "title",
    "summary",
    "searchWords",
    "owner",
    "reviewBy",
    "listed",
    "facts",
    "start",
    "stuck",
    "steps",
    "scenarios",
    "allow",
];

/// Reads a guide from its document. `None` where there is no use in going on.
pub(crate) fn read(node: &Node, report: &mut Report) -> Option<Guide> {
    let object = Object::new(node, report)?;
    if let Some(format) = object.require("format", report) {
        match format.as_f64() {
            Some(FORMAT) => {}
            // A guide of an older format is brought up to this one here, before its keys are
            // looked at. There is none yet.
            Some(number) if number > FORMAT => {
                report.add(format.span, || ProblemKind::NewerFormat);
                return None;
            }
            Some(_) => report.add(format.span, || ProblemKind::UnknownFormat),
            None => report.add(format.span, || ProblemKind::WrongType(Expected::Whole)),
        }
    }
    object.check_keys(&[KEYS], report);
    let guide = Guide {
        span: object.blame,
        id: object.require_string("id", report),
        version: object.require_string("version", report),
        language: object.require_string("language", report),
        title: object.require_string("title", report),
        summary: object.require_string("summary", report),
        search_words: object.strings("searchWords", report),
        listed: object.bool("listed", report).unwrap_or(true),
        facts: object
            .get("facts")
            .and_then(|node| Object::new(node, report))
            .map_or_else(Vec::new, |facts| {
                facts
                    .members()
                    .filter_map(|(name, node)| fact(name, node, report))
                    .collect()
            }),
        start: object.require_string("start", report),
        stuck: object.string("stuck", report),
        steps: object
            .require("steps", report)
            .and_then(|node| Object::new(node, report))
            .map_or_else(Vec::new, |steps| {
                steps
                    .members()
                    .map(|(id, node)| step(id, node, report))
                    .collect()
            }),
        owner: object.string("owner", report),
        review_by: object.string("reviewBy", report),
        scenarios: object.list("scenarios", report, scenario),
        allow: object.strings("allow", report),
    };
    object.string("$schema", report);
    Some(guide)
}

fn fact(name: Name, node: &Node, report: &mut Report) -> Option<Fact> {
    let object = Object::with_keys(node, &[&["type", "unit", "values", "from"]], report)?;
    let kind = object.require_string("type", report);
    match kind.as_ref().map(|kind| kind.value.as_str()) {
        Some("choice" | "choices") => {
            object.refuse("unit", "type", report);
            object.require("values", report);
        }
        Some("number") => object.refuse("values", "type", report),
        Some(_) => {
            object.refuse("unit", "type", report);
            object.refuse("values", "type", report);
        }
        None => {}
    }
    Some(Fact {
        name,
        kind,
        unit: object.string("unit", report),
        values: object
            .get("values")
            .map_or_else(Vec::new, |node| some(node, report, string)),
        from: object.string("from", report),
    })
}

fn scenario(node: &Node, report: &mut Report) -> Option<Scenario> {
    const KEYS: &[&str] = &["name", "facts", "checks", "answers", "guides", "expect"];
    let object = Object::with_keys(node, &[KEYS], report)?;
    let nodes = |key: &str, report: &mut Report| -> Vec<(Name, Node)> {
        let map = object.get(key).and_then(|node| Object::new(node, report));
        map.map_or_else(Vec::new, |map| {
            map.members()
                .map(|(name, node)| (name, node.clone()))
                .collect()
        })
    };
    Some(Scenario {
        span: object.blame,
        name: object.require_string("name", report),
        facts: nodes("facts", report),
        checks: nodes("checks", report),
        answers: nodes("answers", report),
        guides: nodes("guides", report),
        expect: object.require_string("expect", report),
    })
}

impl Spanned<String> {
    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}
