//! The texts of a guide that can be translated, and their places.

use firstline_guide::json::{Node, Span, Value};
use sha2::{Digest, Sha256};

/// A text of a guide that customers read or hear.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where it stands in the guide: `steps.plug.actions.0`. Options go by their id, other
    /// lists by position.
    pub path: String,
    /// The text itself.
    pub words: Words,
    /// Where it stands in the guide's file, quotes or brackets included.
    pub span: Span,
}

/// A text, or a list that is translated as a whole: another language may have more search words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// One text.
    One(String),
    /// A list of texts.
    Many(Vec<String>),
}

impl Words {
    /// The text, or the texts of the list.
    pub fn items(&self) -> &[String] {
        match self {
            Words::One(text) => std::slice::from_ref(text),
            Words::Many(items) => items,
        }
    }

    /// Whether nothing is said: an empty list, or nothing but white space.
    pub fn is_empty(&self) -> bool {
        self.items().iter().all(|text| text.trim().is_empty())
    }

    /// The fingerprint by which a translation knows what it translates: the first 8 hexadecimal
    /// digits of the SHA-256 of the text; of a list, of its items with line feeds between them.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.items().join("\n").as_bytes());
        digest
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// From a string or an array of strings; `None` where it is neither.
    pub(super) fn read(node: &Node) -> Option<Words> {
        match &node.value {
            Value::String(text) => Some(Words::One(text.clone())),
            Value::Array(items) => items
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .map(Words::Many),
            _ => None,
        }
    }
}

/// All texts of a guide that can be translated, in the order of its file. `root` is the document.
///
/// The guide need not be sound: what is not where a text should be is passed over.
pub fn texts(root: &Node) -> Vec<Text> {
    let mut found = Vec::new();
    for member in root.as_object().unwrap_or_default() {
        match member.key.as_str() {
            "title" | "summary" | "searchWords" => one(&member.key, &member.value, &mut found),
            "steps" => {
                for step in member.value.as_object().unwrap_or_default() {
                    inside(&format!("steps.{}", step.key), &step.value, &mut found);
                }
            }
            _ => {}
        }
    }
    found
}

/// The texts of a step, or of something in a step.
fn inside(path: &str, node: &Node, found: &mut Vec<Text>) {
    for member in node.as_object().unwrap_or_default() {
        let path = format!("{path}.{}", member.key);
        let value = &member.value;
        match member.key.as_str() {
            "title" | "hint" | "warning" | "label" | "alt" | "done" | "cannot" => {
                one(&path, value, found);
            }
            // Of a ticket; `verify` has a text.
            "ask" if value.as_array().is_some() => {
                for asked in value.as_array().unwrap_or_default() {
                    if let Some(fact) = asked.get("fact").and_then(Node::as_str) {
                        inside(&format!("{path}.{fact}"), asked, found);
                    }
                }
            }
            "ask" => one(&path, value, found),
            "text" | "actions" | "next" => each(&path, value, found),
            "links" | "values" => each(&path, value, found),
            "fields" => {
                for field in value.as_array().unwrap_or_default() {
                    if let Some(fact) = field.get("fact").and_then(Node::as_str) {
                        inside(&format!("{path}.{fact}"), field, found);
                    }
                }
            }
            "picture" | "verify" | "ticket" => inside(&path, value, found),
            "options" => {
                for option in value.as_array().unwrap_or_default() {
                    if let Some(id) = option.get("id").and_then(Node::as_str) {
                        inside(&format!("{path}.{id}"), option, found);
                    }
                }
                // Of a variant: other labels, by their ids.
                for label in value.as_object().unwrap_or_default() {
                    one(&format!("{path}.{}", label.key), &label.value, found);
                }
            }
            "variants" if value.as_array().is_some() => each(&path, value, found),
            "variants" => {
                for variant in value.as_object().unwrap_or_default() {
                    inside(&format!("{path}.{}", variant.key), &variant.value, found);
                }
            }
            _ => {}
        }
    }
}

/// A text by itself, or a list by position, whose items are texts or hold some.
fn each(path: &str, node: &Node, found: &mut Vec<Text>) {
    let Some(items) = node.as_array() else {
        return one(path, node, found);
    };
    for (position, item) in items.iter().enumerate() {
        let path = format!("{path}.{position}");
        match item.value {
            Value::String(_) => one(&path, item, found),
            _ => inside(&path, item, found),
        }
    }
}

fn one(path: &str, node: &Node, found: &mut Vec<Text>) {
    if let Some(words) = Words::read(node)
        && !words.is_empty()
    {
        found.push(Text {
            path: path.to_owned(),
            words,
            span: node.span,
        });
    }
}
