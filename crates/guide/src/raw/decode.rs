//! Reading shapes: objects with known keys, lists, texts, numbers.

use super::{Name, On, Spanned};
use crate::json::{Node, Span, Value};
use crate::problem::{Expected, ProblemKind, Report, What};

/// An object whose keys are known.
pub(super) struct Object<'n> {
    node: &'n Node,
    /// Where a problem with the object as a whole is shown.
    pub(super) blame: Span,
}

impl<'n> Object<'n> {
    /// Takes an object; reports what is none.
    pub(super) fn new(node: &'n Node, report: &mut Report) -> Option<Object<'n>> {
        if node.as_object().is_none() {
            report.add(node.span, || ProblemKind::WrongType(Expected::Object));
            return None;
        }
        // Its opening brace: the whole of it would mark many lines.
        let blame = Span {
            start: node.span.start,
            end: node.span.start + 1,
        };
        Some(Object { node, blame })
    }

    /// Takes an object and reports keys that are none of these.
    pub(super) fn with_keys(
        node: &'n Node,
        known: &[&[&'static str]],
        report: &mut Report,
    ) -> Option<Object<'n>> {
        let object = Object::new(node, report)?;
        object.check_keys(known, report);
        Some(object)
    }

    /// Reports keys that are none of these.
    pub(super) fn check_keys(&self, known: &[&[&'static str]], report: &mut Report) {
        for member in self.node.as_object().unwrap_or_default() {
            let mut all = known.iter().copied().flatten().copied();
            if !all.any(|key| key == member.key) {
                let known = known.iter().copied().flatten().copied();
                report.unknown(member.key_span, What::Key, &member.key, || known);
            }
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.node.get(key)
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value of a key that must be there.
    pub(super) fn require(&self, key: &'static str, report: &mut Report) -> Option<&'n Node> {
        let value = self.get(key);
        if value.is_none() {
            report.add(self.blame, || ProblemKind::MissingKey(key));
        }
        value
    }

    /// Reports a key that does not go with something else that is there.
    pub(super) fn refuse(&self, key: &'static str, with: &'static str, report: &mut Report) {
        let members = self.node.as_object().unwrap_or_default();
        if let Some(member) = members.iter().find(|member| member.key == key) {
            report.add(member.key_span, || ProblemKind::Conflict { key, with });
        }
    }

    /// Its members.
    pub(super) fn members(&self) -> impl Iterator<Item = (Name, &'n Node)> {
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

    pub(super) fn string(&self, key: &str, report: &mut Report) -> Option<Name> {
        string(self.get(key)?, report)
    }

    pub(super) fn require_string(&self, key: &'static str, report: &mut Report) -> Option<Name> {
        string(self.require(key, report)?, report)
    }

    pub(super) fn bool(&self, key: &str, report: &mut Report) -> Option<bool> {
        let node = self.get(key)?;
        let flag = node.as_bool();
        if flag.is_none() {
            report.add(node.span, || ProblemKind::WrongType(Expected::Bool));
        }
        flag
    }

    pub(super) fn whole(&self, key: &str, report: &mut Report) -> Option<u32> {
        whole(self.get(key)?, report)
    }

    /// The elements of a list, each read by `read`. Empty where the key is missing.
    pub(super) fn list<T>(
        &self,
        key: &str,
        report: &mut Report,
        read: impl Fn(&'n Node, &mut Report) -> Option<T>,
    ) -> Vec<T> {
        self.get(key)
            .map_or_else(Vec::new, |node| list(node, report, read))
    }

    pub(super) fn strings(&self, key: &str, report: &mut Report) -> Vec<Name> {
        self.list(key, report, string)
    }

    /// A map from names to names. Empty where the key is missing.
    pub(super) fn names(&self, key: &str, report: &mut Report) -> On {
        self.get(key)
            .map_or_else(Vec::new, |node| names(node, report))
    }
}

pub(super) fn string(node: &Node, report: &mut Report) -> Option<Name> {
    let Some(text) = node.as_str() else {
        report.add(node.span, || ProblemKind::WrongType(Expected::String));
        return None;
    };
    // A pack has a line for each text.
    if text.chars().any(char::is_control) {
        report.add(node.span, || ProblemKind::ControlCharacter);
    }
    Some(Spanned {
        value: text.to_owned(),
        span: node.span,
    })
}

pub(super) fn whole(node: &Node, report: &mut Report) -> Option<u32> {
    let number = node.as_f64().filter(|number| {
        *number >= 1.0 && *number <= f64::from(u32::MAX) && f64::from(*number as u32) == *number
    });
    if number.is_none() {
        report.add(node.span, || ProblemKind::WrongType(Expected::Whole));
    }
    number.map(|number| number as u32)
}

pub(super) fn list<'n, T>(
    node: &'n Node,
    report: &mut Report,
    read: impl Fn(&'n Node, &mut Report) -> Option<T>,
) -> Vec<T> {
    let Some(items) = node.as_array() else {
        report.add(node.span, || ProblemKind::WrongType(Expected::Array));
        return Vec::new();
    };
    items.iter().filter_map(|item| read(item, report)).collect()
}

/// Like [`list`], and reports an empty one.
pub(super) fn some<'n, T>(
    node: &'n Node,
    report: &mut Report,
    read: impl Fn(&'n Node, &mut Report) -> Option<T>,
) -> Vec<T> {
    if node.as_array().is_some_and(<[Node]>::is_empty) {
        report.add(node.span, || ProblemKind::EmptyList);
    }
    list(node, report, read)
}

/// A paragraph, or several.
pub(super) fn paragraphs(node: &Node, report: &mut Report) -> Vec<Name> {
    match &node.value {
        Value::String(_) => string(node, report).into_iter().collect(),
        Value::Array(_) => some(node, report, string),
        _ => {
            report.add(node.span, || ProblemKind::WrongType(Expected::Text));
            Vec::new()
        }
    }
}

pub(super) fn names(node: &Node, report: &mut Report) -> On {
    let Some(object) = Object::new(node, report) else {
        return Vec::new();
    };
    let pairs = object.members();
    pairs
        .filter_map(|(key, value)| Some((key, string(value, report)?)))
        .collect()
}
