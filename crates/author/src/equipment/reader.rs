//! Reads shapes of a catalogue, and collects problems.

use firstline_guide::diagnostic::{Diagnostic, Violation};
use firstline_guide::json::{Node, Span};
use firstline_guide::rules::bad_name::BadName;
use firstline_guide::rules::empty_list::EmptyList;
use firstline_guide::rules::empty_text::EmptyText;
use firstline_guide::rules::missing_key::MissingKey;
use firstline_guide::rules::unknown_key::UnknownKey;
use firstline_guide::rules::unknown_value::UnknownValue;
use firstline_guide::rules::wrong_type::{Expected, WrongType};

use super::problem::Problem;
use firstline_guide::names::is_kebab_case;

/// Reads shapes and collects problems.
pub(super) struct Reader<'n> {
    pub(super) root: &'n Node,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'n> Reader<'n> {
    pub(super) fn new(root: &'n Node) -> Reader<'n> {
        Reader {
            root,
            problems: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, span: Span, problem: Problem) {
        self.problems
            .push(Diagnostic::new(&problem, span, self.root));
    }

    /// Reports what can be wrong with a guide as well: shapes, keys, words.
    pub(super) fn shape(&mut self, span: Span, violation: &impl Violation) {
        self.problems
            .push(Diagnostic::new(violation, span, self.root));
    }

    /// Reports what is no object, and keys that are none of these; with none given, any is good.
    pub(super) fn object(&mut self, node: &'n Node, known: &[&str]) -> bool {
        let Some(members) = node.as_object() else {
            self.shape(node.span, &WrongType::from(Expected::Object));
            return false;
        };
        for member in members {
            if !known.is_empty() && !known.contains(&member.key.as_str()) {
                let mut unused = known.to_vec();
                unused.retain(|key| node.get(key).is_none());
                let violation = UnknownKey {
                    key: &member.key,
                    known,
                    unused: &unused,
                    missing: None,
                };
                self.shape(member.key_span, &violation);
            }
        }
        true
    }

    pub(super) fn require(&mut self, node: &'n Node, key: &'static str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            self.shape(opening(node), &MissingKey { key, words: &[] });
        }
        found
    }

    pub(super) fn string(&mut self, node: &'n Node) -> Option<String> {
        let text = node.as_str();
        if text.is_none() {
            self.shape(node.span, &WrongType::from(Expected::String));
        }
        text.map(str::to_owned)
    }

    /// A text that says something.
    pub(super) fn some_text(&mut self, node: &'n Node) -> Option<String> {
        let text = self.string(node)?;
        if text.trim().is_empty() {
            self.shape(node.span, &EmptyText);
        }
        Some(text)
    }

    pub(super) fn text(&mut self, node: &'n Node, key: &str) -> Option<String> {
        self.some_text(node.get(key)?)
    }

    pub(super) fn require_text(&mut self, node: &'n Node, key: &'static str) -> Option<String> {
        let node = self.require(node, key)?;
        self.some_text(node)
    }

    pub(super) fn require_name(&mut self, node: &'n Node) -> Option<String> {
        let node = self.require(node, "id")?;
        let name = self.string(node)?;
        self.name(&name, node.span);
        Some(name)
    }

    pub(super) fn name(&mut self, name: &str, span: Span) {
        if !is_kebab_case(name) {
            self.shape(span, &BadName { name });
        }
    }

    pub(super) fn word(
        &mut self,
        node: &'n Node,
        key: &'static str,
        known: &[&'static str],
    ) -> Option<String> {
        let node = self.require(node, key)?;
        let word = self.string(node)?;
        if !known.contains(&word.as_str()) {
            let name = &word;
            self.shape(node.span, &UnknownValue { name, known });
            return None;
        }
        Some(word)
    }

    pub(super) fn list(&mut self, node: &'n Node, key: &'static str, required: bool) -> &'n [Node] {
        let found = if required {
            self.require(node, key)
        } else {
            node.get(key)
        };
        let Some(found) = found else { return &[] };
        match found.as_array() {
            Some([]) => {
                self.shape(found.span, &EmptyList { key });
                &[]
            }
            Some(items) => items,
            None => {
                self.shape(found.span, &WrongType::from(Expected::Array));
                &[]
            }
        }
    }

    pub(super) fn texts(&mut self, node: &'n Node, key: &'static str) -> Vec<String> {
        let items = self.list(node, key, false);
        items
            .iter()
            .filter_map(|item| self.some_text(item))
            .collect()
    }
}

/// Where a problem with an object as a whole is shown: the whole of it would mark many lines.
pub(super) fn opening(node: &Node) -> Span {
    Span {
        start: node.span.start,
        end: node.span.start + 1,
    }
}
