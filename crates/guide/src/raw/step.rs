//! A step as written.

use super::Name;
use super::decode::{Object, some};
use super::kinds::{self, Action, Kind, action};
use super::shown::{Shown, shown};
use crate::json::Node;
use crate::problem::Report;

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

/// Keys of every step.
const COMMON: &[&str] = &["kind", "title", "allow"];
/// Keys of every step that shows something.
const SHOWN: &[&str] = &["text", "hint", "picture", "links", "by", "variants"];

pub(super) fn step(id: Name, node: &Node, report: &mut Report) -> Step {
    let mut step = Step {
        id,
        shown: Shown::default(),
        by: None,
        variants: Vec::new(),
        allow: Vec::new(),
        kind: None,
    };
    let Some(mut object) = Object::new(node, report) else {
        return step;
    };
    // The id says more than a brace.
    object.blame = step.id.span;
    let kind = kinds::kind_keys(&object, report);
    let shows = kind.is_none_or(|(name, _)| name != "branch" && name != "guide");
    if let Some((_, own)) = kind {
        let common = if shows { SHOWN } else { &[] };
        object.check_keys(&[COMMON, own, common], report);
    }
    if shows && kind.is_some() {
        object.require("title", report);
    }
    let is_instruction = kind.is_some_and(|(name, _)| name == "instruction");
    step.shown = shown(&object, report);
    step.allow = object.strings("allow", report);
    if object.has("variants") {
        object.require("by", report);
    } else if object.has("by") {
        object.require("variants", report);
    }
    step.by = object.string("by", report);
    if let Some(variants) = object
        .get("variants")
        .and_then(|node| Object::new(node, report))
    {
        step.variants = variants
            .members()
            .filter_map(|(value, node)| Some((value, variant(node, is_instruction, report)?)))
            .collect();
    }
    step.kind = kind.and_then(|(name, _)| kinds::kind(name, &object, report));
    step
}

fn variant(node: &Node, is_instruction: bool, report: &mut Report) -> Option<Variant> {
    const KEYS: &[&str] = &["title", "text", "hint", "picture", "links"];
    const OF_INSTRUCTION: &[&str] = &["actions", "warning"];
    let own = if is_instruction { OF_INSTRUCTION } else { &[] };
    let object = Object::with_keys(node, &[KEYS, own], report)?;
    Some(Variant {
        shown: shown(&object, report),
        actions: object.get("actions").map(|node| some(node, report, action)),
        warning: object.string("warning", report),
    })
}
