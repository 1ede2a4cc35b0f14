//! Checks the places where guides and the provider name boxes.

use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::json::{self, Node, Span};
use firstline_guide::model::ROLES;
use firstline_guide::rules::duplicate_id::DuplicateId;
use firstline_guide::rules::syntax::Syntax;
use firstline_guide::rules::wrong_type::{Expected, WrongType};

use super::model::Catalogue;
use super::problem::Problem;

/// The facts that hold the id of a box begin like this; a role follows.
const FACTS: &str = "equipment.";

/// The ids of the provider's boxes in its order (`equipment` of `site/provider.json`), and what is
/// wrong with them. The rest of the file is looked at by whoever reads it.
pub fn provider(source: &str, catalogue: &Catalogue) -> (Vec<String>, Vec<Diagnostic>) {
    let root = match json::parse(source) {
        Ok(parsed) => parsed.root,
        Err(error) => {
            let end = error.offset;
            let syntax = Syntax { error, source };
            let problem = Diagnostic::unplaced(&syntax, Span { start: end, end });
            return (Vec::new(), vec![problem]);
        }
    };
    let mut selected: Vec<String> = Vec::new();
    let mut problems = Vec::new();
    let Some(node) = root.get("equipment") else {
        return (selected, problems);
    };
    let wrong = |span, expected| Diagnostic::new(&WrongType::from(expected), span, &root);
    let Some(items) = node.as_array() else {
        problems.push(wrong(node.span, Expected::Array));
        return (selected, problems);
    };
    for item in items {
        let Some(id) = item.as_str() else {
            problems.push(wrong(item.span, Expected::String));
            continue;
        };
        if catalogue.find(id).is_none() {
            let unknown = unknown(id, catalogue, None);
            problems.push(Diagnostic::new(&unknown, item.span, &root));
        } else if selected.iter().any(|other| other == id) {
            problems.push(Diagnostic::new(&DuplicateId { id }, item.span, &root));
        } else {
            selected.push(id.to_owned());
        }
    }
    (selected, problems)
}

/// What is wrong with what a guide says of boxes: a role that none of the provider's boxes plays,
/// a box that the catalogue does not have or has in another role. Nothing where it is no JSON.
pub fn guide(source: &str, catalogue: &Catalogue, selected: &[String]) -> Vec<Diagnostic> {
    let Ok(parsed) = json::parse(source) else {
        return Vec::new();
    };
    let mut looking = Looking {
        root: &parsed.root,
        catalogue,
        problems: Vec::new(),
    };
    let steps = parsed.root.get("steps").and_then(Node::as_object);
    for step in steps.unwrap_or_default() {
        let step = &step.value;
        if step.get("kind").and_then(Node::as_str) != Some("lights") {
            continue;
        }
        let Some(of) = step.get("of") else { continue };
        let role = of.as_str().filter(|role| ROLES.contains(role));
        let plays = |id: &String, role: &str| {
            let equipment = catalogue.find(id);
            equipment.is_some_and(|equipment| equipment.role == role)
        };
        if let Some(role) = role
            && !selected.iter().any(|id| plays(id, role))
        {
            looking.add(of.span, Problem::NoBoxOfRole(role.to_owned()));
        }
    }
    looking.within(&parsed.root);
    let mut problems = looking.problems;
    problems.sort_by_key(|problem| problem.span.start);
    problems
}

struct Looking<'n> {
    root: &'n Node,
    catalogue: &'n Catalogue,
    problems: Vec<Diagnostic>,
}

impl<'n> Looking<'n> {
    fn add(&mut self, span: Span, problem: Problem) {
        self.problems
            .push(Diagnostic::new(&problem, span, self.root));
    }

    /// Finds what is compared with a fact that holds a box, wherever it stands: in conditions, in
    /// variants, in the facts of a scenario.
    fn within(&mut self, node: &'n Node) {
        for item in node.as_array().unwrap_or_default() {
            self.within(item);
        }
        if let Some(role) = role_of(node.get("fact")) {
            for key in ["is", "isNot", "in"] {
                if let Some(node) = node.get(key) {
                    self.boxes(node, role);
                }
            }
        }
        if let Some(role) = role_of(node.get("by")) {
            let variants = node.get("variants").and_then(Node::as_object);
            for variant in variants.unwrap_or_default() {
                self.id(&variant.key, variant.key_span, role);
            }
        }
        for member in node.as_object().unwrap_or_default() {
            match member.key.strip_prefix(FACTS) {
                Some(role) if ROLES.contains(&role) => self.boxes(&member.value, role),
                _ => self.within(&member.value),
            }
        }
    }

    /// Ids that a fact is compared with, or is: one, or a list.
    fn boxes(&mut self, node: &'n Node, role: &str) {
        if let Some(id) = node.as_str() {
            self.id(id, node.span, role);
        }
        for item in node.as_array().unwrap_or_default() {
            self.boxes(item, role);
        }
    }

    fn id(&mut self, id: &str, span: Span, role: &str) {
        match self.catalogue.find(id) {
            None => self.add(span, unknown(id, self.catalogue, Some(role))),
            Some(equipment) if equipment.role != role => {
                let kind = Problem::OtherRole {
                    name: id.to_owned(),
                    role: equipment.role.clone(),
                };
                self.add(span, kind);
            }
            Some(_) => {}
        }
    }
}

/// The role of the box that a fact holds, where this names such a fact.
fn role_of(name: Option<&Node>) -> Option<&str> {
    let role = name?.as_str()?.strip_prefix(FACTS)?;
    ROLES.contains(&role).then_some(role)
}

fn unknown(id: &str, catalogue: &Catalogue, role: Option<&str>) -> Problem {
    let fits = catalogue
        .boxes
        .iter()
        .filter(|equipment| role.is_none_or(|role| equipment.role == role));
    Problem::UnknownEquipment {
        name: id.to_owned(),
        known: fits.map(|equipment| equipment.id.clone()).collect(),
    }
}
