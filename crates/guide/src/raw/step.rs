//! A step as written.

use super::Name;
use super::decode::{Object, list};
use super::kinds::{Action, Kind, action, kind};
use super::shown::{Shown, shown};
use crate::json::Node;

/// A step as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its id: its key among the steps.
    pub id: Name,
    /// What it shows.
    pub shown: Shown,
    /// The fact that chooses the variant.
    pub by: Option<Name>,
    /// What is shown instead for values of that fact.
    pub variants: Vec<(Name, Variant)>,
    /// Ids of lint rules that are not applied to it.
    pub allow: Vec<Name>,
    /// What it does; `None` where the kind is missing or unknown.
    pub kind: Option<Kind>,
}

/// What a variant shows instead, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What every kind of step can show.
    pub shown: Shown,
    /// Other actions of an instruction.
    pub actions: Option<Vec<Action>>,
    /// Another warning of an instruction.
    pub warning: Option<Name>,
}

pub(super) fn step(id: Name, node: &Node) -> Step {
    let mut step = Step {
        id,
        shown: Shown::default(),
        by: None,
        variants: Vec::new(),
        allow: Vec::new(),
        kind: None,
    };
    let Some(object) = Object::new(node) else {
        return step;
    };
    step.shown = shown(object);
    step.allow = object.strings("allow");
    step.by = object.string("by");
    step.variants = object
        .members_of("variants")
        .filter_map(|(value, node)| Some((value, variant(node)?)))
        .collect();
    step.kind = kind(object);
    step
}

fn variant(node: &Node) -> Option<Variant> {
    let object = Object::new(node)?;
    Some(Variant {
        shown: shown(object),
        actions: object.get("actions").map(|node| list(node, action)),
        warning: object.string("warning"),
    })
}
