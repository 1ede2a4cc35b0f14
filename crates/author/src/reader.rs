//! Reads shapes of files that lie beside guides, and collects problems.

use firstline_guide::diagnostic::{Diagnostic, Violation};
use firstline_guide::json::{Node, Span};
use firstline_guide::names::is_kebab_case;
use firstline_guide::rules::bad_name::BadName;
use firstline_guide::rules::empty_list::EmptyList;
use firstline_guide::rules::empty_text::EmptyText;
use firstline_guide::rules::missing_key::MissingKey;
use firstline_guide::rules::unknown_key::UnknownKey;
use firstline_guide::rules::unknown_value::UnknownValue;
use firstline_guide::rules::wrong_type::{Expected, WrongType};

/// Reads shapes and collects problems.
pub(crate) struct Reader<'n> {
    pub(crate) root: &'n Node,
    pub(crate) problems: Vec<Diagnostic>,
}

impl<'n> Reader<'n> {
    pub(crate) fn new(root: &'n Node) -> Reader<'n> {
        Reader {
            root,
            problems: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, span: Span, violation: &impl Violation) {
        self.problems
            .push(Diagnostic::new(violation, span, self.root));
    }

    /// Reports what is no object, and keys that are none of these; with none given, any is good.
    pub(crate) fn object(&mut self, node: &'n Node, known: &[&str]) -> bool {
        if node.as_object().is_none() {
            self.wrong(node, Expected::Object);
            return false;
        }
        if !known.is_empty() {
            self.keys(node, known);
        }
        true
    }

    /// Reports keys that are none of these.
    pub(crate) fn keys(&mut self, node: &'n Node, known: &[&str]) {
        for member in node.as_object().unwrap_or_default() {
            if !known.contains(&member.key.as_str()) {
                let mut unused = known.to_vec();
                unused.retain(|key| node.get(key).is_none());
                let violation = UnknownKey {
                    key: &member.key,
                    known,
                    unused: &unused,
                    missing: None,
                };
                self.add(member.key_span, &violation);
            }
        }
    }

    /// Reports what is of another type than this.
    pub(crate) fn wrong(&mut self, node: &Node, expected: Expected) {
        self.add(node.span, &WrongType::from(expected));
    }

    pub(crate) fn require(&mut self, node: &'n Node, key: &'static str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            self.add(opening(node), &MissingKey { key, words: &[] });
        }
        found
    }

    pub(crate) fn string(&mut self, node: &'n Node) -> Option<String> {
        let text = node.as_str();
        if text.is_none() {
            self.wrong(node, Expected::String);
        }
        text.map(str::to_owned)
    }

    /// A text that says something.
    pub(crate) fn some_text(&mut self, node: &'n Node) -> Option<String> {
        let text = self.string(node)?;
        if text.trim().is_empty() {
            self.add(node.span, &EmptyText);
        }
        Some(text)
    }

    pub(crate) fn text(&mut self, node: &'n Node, key: &str) -> Option<String> {
        self.some_text(node.get(key)?)
    }

    pub(crate) fn require_text(&mut self, node: &'n Node, key: &'static str) -> Option<String> {
        let node = self.require(node, key)?;
        self.some_text(node)
    }

    pub(crate) fn require_name(&mut self, node: &'n Node) -> Option<String> {
        let node = self.require(node, "id")?;
        let name = self.string(node)?;
        self.name(&name, node.span);
        Some(name)
    }

    pub(crate) fn name(&mut self, name: &str, span: Span) {
        if !is_kebab_case(name) {
            self.add(span, &BadName { name });
        }
    }

    pub(crate) fn word(
        &mut self,
        node: &'n Node,
        key: &'static str,
        known: &[&'static str],
    ) -> Option<String> {
        let node = self.require(node, key)?;
        let word = self.string(node)?;
        if !known.contains(&word.as_str()) {
            let name = &word;
            self.add(node.span, &UnknownValue { name, known });
            return None;
        }
        Some(word)
    }

    pub(crate) fn list(&mut self, node: &'n Node, key: &'static str, required: bool) -> &'n [Node] {
        let found = if required {
            self.require(node, key)
        } else {
            node.get(key)
        };
        let Some(found) = found else { return &[] };
        match found.as_array() {
            Some([]) => {
                self.add(found.span, &EmptyList { key });
                &[]
            }
            Some(items) => items,
            None => {
                self.wrong(found, Expected::Array);
                &[]
            }
        }
    }

    pub(crate) fn texts(&mut self, node: &'n Node, key: &'static str) -> Vec<String> {
        let items = self.list(node, key, false);
        items
            .iter()
            .filter_map(|item| self.some_text(item))
            .collect()
    }
}

/// Where a problem with an object as a whole is shown: the whole of it would mark many lines.
pub(crate) fn opening(node: &Node) -> Span {
    Span {
        start: node.span.start,
        end: node.span.start + 1,
    }
}
