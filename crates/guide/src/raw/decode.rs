//! Reading shapes: objects, lists, texts, numbers. What has another shape was reported when the
//! file was held to [`crate::format`], and is left out here.

use super::{Name, On, Spanned};
use crate::json::{Node, Span, Value};

/// An object.
#[derive(Clone, Copy)]
pub(super) struct Object<'n> {
    node: &'n Node,
}

impl<'n> Object<'n> {
    /// `None` if it is no object.
    pub(super) fn new(node: &'n Node) -> Option<Object<'n>> {
        node.as_object()?;
        Some(Object { node })
    }

    /// The place of a problem with the object as a whole.
    pub(super) fn blame(&self) -> Span {
        opening(self.node.span)
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.node.get(key)
    }

    /// Its members.
    pub(super) fn members(self) -> impl Iterator<Item = (Name, &'n Node)> {
        let members = self.node.as_object().unwrap_or_default();
        members.iter().map(|member| {
            (
                Spanned {
                    value: member.key.clone(),
                    span: member.key_span,
                },
                &member.value,
            )
        })
    }

    /// The members of the object behind a key; none if there is no such object.
    pub(super) fn members_of(self, key: &str) -> impl Iterator<Item = (Name, &'n Node)> + use<'n> {
        let object = self.get(key).and_then(Object::new);
        object.into_iter().flat_map(Object::members)
    }

    pub(super) fn string(&self, key: &str) -> Option<Name> {
        string(self.get(key)?)
    }

    pub(super) fn bool(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_bool()
    }

    pub(super) fn number(&self, key: &str) -> Option<Spanned<f64>> {
        let node = self.get(key)?;
        Some(Spanned {
            value: node.as_f64()?,
            span: node.span,
        })
    }

    pub(super) fn whole(&self, key: &str) -> Option<u32> {
        whole(self.get(key)?)
    }

    /// The elements of a list, each read by `read`. Empty if the key is missing.
    pub(super) fn list<T>(&self, key: &str, read: impl Fn(&'n Node) -> Option<T>) -> Vec<T> {
        self.get(key).map_or_else(Vec::new, |node| list(node, read))
    }

    pub(super) fn strings(&self, key: &str) -> Vec<Name> {
        self.list(key, string)
    }

    /// A map from names to names. Empty if the key is missing.
    pub(super) fn names(&self, key: &str) -> On {
        let pairs = self.members_of(key);
        pairs
            .filter_map(|(key, value)| Some((key, string(value)?)))
            .collect()
    }
}

/// The opening brace or bracket: the whole would mark many lines.
pub(crate) fn opening(span: Span) -> Span {
    Span {
        start: span.start,
        end: span.start + 1,
    }
}

pub(super) fn string(node: &Node) -> Option<Name> {
    Some(Spanned {
        value: node.as_str()?.to_owned(),
        span: node.span,
    })
}

/// A whole number, 1 or more.
pub(crate) fn whole(node: &Node) -> Option<u32> {
    let number = node.as_f64()?;
    let fits = number >= 1.0 && number <= f64::from(u32::MAX) && f64::from(number as u32) == number;
    fits.then_some(number as u32)
}

pub(super) fn list<'n, T>(node: &'n Node, read: impl Fn(&'n Node) -> Option<T>) -> Vec<T> {
    let items = node.as_array().unwrap_or_default();
    items.iter().filter_map(read).collect()
}

/// A paragraph, or several.
pub(super) fn paragraphs(node: &Node) -> Vec<Name> {
    match &node.value {
        Value::String(_) => string(node).into_iter().collect(),
        _ => list(node, string),
    }
}
