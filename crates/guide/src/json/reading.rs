//! Taking values out of a document.

use super::{Member, Node, Span, Value, push_integer, push_token};

/// Takes values out of a document. The first that is of another shape is noted, and something
/// harmless stands for it; whoever reads asks once, at the end. The widget reads everything like
/// this but guides, because giving up at every value takes several times as much code.
#[derive(Debug, Default)]
pub struct Reading<'a> {
    wrong: Option<&'a Node>,
}

static NOTHING: Node = Node {
    span: Span { start: 0, end: 0 },
    value: Value::Null,
};

impl<'a> Reading<'a> {
    /// Nothing is wrong so far.
    pub fn new() -> Reading<'a> {
        Reading::default()
    }

    /// The first value that is of another shape; where a key is missing, its object.
    pub fn first_wrong(&self) -> Option<&'a Node> {
        self.wrong
    }

    /// Notes that this is of another shape.
    pub fn wrong(&mut self, node: &'a Node) {
        self.wrong.get_or_insert(node);
    }

    /// The value of a key that must be there.
    pub fn get(&mut self, node: &'a Node, key: &str) -> &'a Node {
        match node.get(key) {
            Some(found) => found,
            None => {
                self.wrong(node);
                &NOTHING
            }
        }
    }

    /// The string that this must be.
    pub fn str(&mut self, node: &'a Node) -> &'a str {
        match node.as_str() {
            Some(text) => text,
            None => {
                self.wrong(node);
                ""
            }
        }
    }

    /// The string that this must be, to keep.
    pub fn string(&mut self, node: &'a Node) -> String {
        self.str(node).to_owned()
    }

    /// The string of a key.
    pub fn string_of(&mut self, node: &'a Node, key: &str) -> String {
        let node = self.get(node, key);
        self.string(node)
    }

    /// The truth value of a key.
    pub fn bool_of(&mut self, node: &'a Node, key: &str) -> bool {
        let node = self.get(node, key);
        if node.as_bool().is_none() {
            self.wrong(node);
        }
        node.as_bool() == Some(true)
    }

    /// The number that this must be.
    pub fn number(&mut self, node: &'a Node) -> f64 {
        match node.as_f64() {
            Some(number) => number,
            None => {
                self.wrong(node);
                0.0
            }
        }
    }

    /// The whole number of a key, at most 2^53 - 1 and not negative.
    pub fn integer_of(&mut self, node: &'a Node, key: &str) -> u64 {
        let node = self.get(node, key);
        let number = self.number(node);
        let integer = number as u64;
        if integer as f64 != number || integer > 9_007_199_254_740_991 {
            self.wrong(node);
        }
        integer
    }

    /// The elements of the array that this must be.
    pub fn items(&mut self, node: &'a Node) -> &'a [Node] {
        match node.as_array() {
            Some(items) => items,
            None => {
                self.wrong(node);
                &[]
            }
        }
    }

    /// What the elements of the array that this must be are read as.
    pub fn list<T>(&mut self, node: &'a Node, read: fn(&mut Reading<'a>, &'a Node) -> T) -> Vec<T> {
        let mut items = Vec::new();
        for item in self.items(node) {
            items.push(read(self, item));
        }
        items
    }

    /// The strings of the array that this must be.
    pub fn strings(&mut self, node: &'a Node) -> Vec<String> {
        self.list(node, Reading::string)
    }

    /// The members of the object that this must be.
    pub fn members(&mut self, node: &'a Node) -> &'a [Member] {
        match node.as_object() {
            Some(members) => members,
            None => {
                self.wrong(node);
                &[]
            }
        }
    }

    /// The name out of a closed list that this must be.
    pub fn named<T>(&mut self, node: &'a Node, find: fn(&str) -> Option<T>, otherwise: T) -> T {
        match node.as_str().and_then(find) {
            Some(found) => found,
            None => {
                self.wrong(node);
                otherwise
            }
        }
    }
}

impl Node {
    /// Appends the JSON pointer (RFC 6901) from here to a value within; `false` where it is not
    /// there. A value is known by where it lies in memory.
    pub fn point_to(&self, wanted: &Node, path: &mut String) -> bool {
        if std::ptr::eq(wanted, self) {
            return true;
        }
        let end = path.len();
        let items = self.as_array().unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            path.push('/');
            push_integer(path, index as u64);
            if item.point_to(wanted, path) {
                return true;
            }
            path.truncate(end);
        }
        for member in self.as_object().unwrap_or_default() {
            push_token(path, &member.key);
            if member.value.point_to(wanted, path) {
                return true;
            }
            path.truncate(end);
        }
        false
    }
}
