//! The guide as a whole, its declared facts and its scenarios, as written.

use super::decode::Object;
use super::step::{Step, step};
use super::{Name, Spanned};
use crate::json::{Node, Span};

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
    /// Whether the welcome screen lists it; it does unless said otherwise.
    pub listed: bool,
    /// What a provider must sell so that its customers can choose it.
    pub needs: Vec<Name>,
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

/// Reads a guide from its document. `None` if it is no object.
pub(crate) fn read(node: &Node) -> Option<Guide> {
    let object = Object::new(node)?;
    Some(Guide {
        span: object.blame(),
        id: object.string("id"),
        version: object.string("version"),
        language: object.string("language"),
        title: object.string("title"),
        summary: object.string("summary"),
        search_words: object.strings("searchWords"),
        owner: object.string("owner"),
        review_by: object.string("reviewBy"),
        listed: object.bool("listed").unwrap_or(true),
        needs: object.strings("needs"),
        facts: object
            .members_of("facts")
            .filter_map(|(name, node)| fact(name, node))
            .collect(),
        start: object.string("start"),
        stuck: object.string("stuck"),
        steps: object
            .members_of("steps")
            .map(|(id, node)| step(id, node))
            .collect(),
        scenarios: object.list("scenarios", scenario),
        allow: object.strings("allow"),
    })
}

fn fact(name: Name, node: &Node) -> Option<Fact> {
    let object = Object::new(node)?;
    Some(Fact {
        name,
        kind: object.string("type"),
        unit: object.string("unit"),
        values: object.strings("values"),
        from: object.string("from"),
    })
}

fn scenario(node: &Node) -> Option<Scenario> {
    let object = Object::new(node)?;
    let nodes = |key: &str| -> Vec<(Name, Node)> {
        let members = object.members_of(key);
        members.map(|(name, node)| (name, node.clone())).collect()
    };
    Some(Scenario {
        span: object.blame(),
        name: object.string("name"),
        facts: nodes("facts"),
        checks: nodes("checks"),
        answers: nodes("answers"),
        guides: nodes("guides"),
        expect: object.string("expect"),
    })
}

impl Spanned<String> {
    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}
