//! What a step shows, whatever its kind: texts, pictures and links.

use super::Name;
use super::decode::{Object, list, paragraphs};
use crate::json::{Node, Span};
use crate::problem::{ProblemKind, Report};

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

pub(super) fn shown(object: &Object, report: &mut Report) -> Shown {
    Shown {
        title: object.string("title", report),
        text: object.get("text").map(|node| paragraphs(node, report)),
        hint: object.string("hint", report),
        picture: object.get("picture").and_then(|node| picture(node, report)),
        links: object.get("links").map(|node| list(node, report, link)),
    }
}

pub(super) fn picture(node: &Node, report: &mut Report) -> Option<Picture> {
    let object = Object::with_keys(node, &[&["file", "alt"]], report)?;
    if !object.has("alt") {
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
