//! A step as written.

use super::condition::{Condition, condition};
use super::decode::{Object, list, opening};
use super::kinds::{Action, Kind, Ticket, action, kind, ticket};
use super::shown::{Shown, shown};
use super::{Name, Spanned};
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
    /// What is shown instead: by the value of that fact, or by the position in a list.
    pub variants: Vec<(Name, Variant)>,
    /// Ids of lint rules that are not applied to it.
    pub allow: Vec<Name>,
    /// What it does; `None` where the kind is missing or unknown.
    pub kind: Option<Kind>,
}

impl Step {
    /// The conditions of a branch, and those of variants.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let cases = match &self.kind {
            Some(Kind::Branch(branch)) => branch.cases.as_slice(),
            _ => &[],
        };
        let cases = cases.iter().filter_map(|case| case.condition.as_ref());
        let variants = self.variants.iter();
        cases.chain(variants.filter_map(|(_, variant)| variant.when.as_ref()))
    }
}

/// What a variant shows instead, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The condition under which it is shown, in a list.
    pub when: Option<Condition>,
    /// What every kind of step can show.
    pub shown: Shown,
    /// Other actions of an instruction.
    pub actions: Option<Vec<Action>>,
    /// Another warning of an instruction.
    pub warning: Option<Name>,
    /// Another question whether it helped.
    pub ask: Option<Name>,
    /// Other labels of options, by their ids.
    pub options: Vec<(Name, Name)>,
    /// Another ticket of an end.
    pub ticket: Option<Spanned<Ticket>>,
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
    let by_value = object.members_of("variants");
    let listed = object.get("variants").and_then(Node::as_array);
    let listed = listed.unwrap_or_default().iter().enumerate();
    let listed = listed.map(|(position, node)| {
        let position = Name {
            value: position.to_string(),
            span: opening(node.span),
        };
        (position, node)
    });
    step.variants = by_value
        .chain(listed)
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
        when: object.get("when").and_then(condition),
        ask: object.string("ask"),
        options: object.names("options"),
        ticket: object.get("ticket").and_then(|node| {
            Some(Spanned {
                value: ticket(node)?,
                span: opening(node.span),
            })
        }),
    })
}
