//! A step as written, and what every kind of step shows.

use super::Name;
use super::decode::{Object, list, paragraphs, some};
use super::kinds::{self, Action, Kind, action};
use crate::json::{Node, Span};
use crate::problem::{EXPLAIN, ProblemKind, Report};

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

/// What a step or variant shows, as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// The heading.
    pub title: Option<Name>,
    /// Paragraphs.
    pub text: Option<Vec<Name>>,
    /// A quiet explanation.
    pub hint: Option<Name>,
    /// A picture.
    pub picture: Option<Picture>,
    /// Links.
    pub links: Option<Vec<Link>>,
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

/// A picture as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Where problems with it as a whole are shown: its opening brace.
    pub span: Span,
    /// The file's name.
    pub file: Option<Name>,
    /// What it shows.
    pub alt: Option<Name>,
}

/// A link as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the button says.
    pub label: Option<Name>,
    /// Where it leads.
    pub href: Option<Name>,
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
    if EXPLAIN {
        step.allow = object.strings("allow", report);
        if object.has("variants") {
            object.require("by", report);
        } else if object.has("by") {
            object.require("variants", report);
        }
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

fn shown(object: &Object, report: &mut Report) -> Shown {
    Shown {
        title: object.string("title", report),
        text: object.get("text").map(|node| paragraphs(node, report)),
        hint: object.string("hint", report),
        picture: object.get("picture").and_then(|node| picture(node, report)),
        links: object.get("links").map(|node| list(node, report, link)),
    }
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

pub(super) fn picture(node: &Node, report: &mut Report) -> Option<Picture> {
    let object = Object::with_keys(node, &[&["file", "alt"]], report)?;
    if EXPLAIN && !object.has("alt") {
        report.add(object.blame, || ProblemKind::PictureWithoutAlt);
    }
    Some(Picture {
        span: object.blame,
        file: object.require_string("file", report),
        alt: object.string("alt", report),
    })
}

fn link(node: &Node, report: &mut Report) -> Option<Link> {
    let object = Object::with_keys(node, &[&["label", "href"]], report)?;
    Some(Link {
        label: object.require_string("label", report),
        href: object.require_string("href", report),
    })
}
