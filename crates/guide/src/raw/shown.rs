//! What a step shows, whatever its kind: texts, pictures and links.

use super::Name;
use super::decode::{Object, list, paragraphs};
use crate::json::{Node, Span};

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
    /// Values to copy.
    pub values: Option<Vec<Named>>,
}

/// A value to copy as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What it is.
    pub label: Option<Name>,
    /// The value.
    pub value: Option<Name>,
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

pub(super) fn shown(object: Object) -> Shown {
    Shown {
        title: object.string("title"),
        text: object.get("text").map(paragraphs),
        hint: object.string("hint"),
        picture: object.get("picture").and_then(picture),
        links: object.get("links").map(|node| list(node, link)),
        values: object.get("values").map(|node| list(node, named)),
    }
}

fn named(node: &Node) -> Option<Named> {
    let object = Object::new(node)?;
    Some(Named {
        label: object.string("label"),
        value: object.string("value"),
    })
}

pub(super) fn picture(node: &Node) -> Option<Picture> {
    let object = Object::new(node)?;
    Some(Picture {
        span: object.blame(),
        file: object.string("file"),
        alt: object.string("alt"),
    })
}

fn link(node: &Node) -> Option<Link> {
    let object = Object::new(node)?;
    Some(Link {
        label: object.string("label"),
        href: object.string("href"),
    })
}
