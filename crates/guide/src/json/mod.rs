//! JSON as RFC 8259 has it, with the place of everything that is read.
//!
//! The reader is our own because it is a third of the size of the usual ones in WebAssembly, and
//! because authors need what those do not give: the byte offsets of every value and key, and
//! duplicate keys reported instead of swallowed. The tests hold it to `serde_json`, value by
//! value; where it differs on purpose it is stricter:
//!
//! - a byte order mark is refused, as RFC 8259 §8.1 allows;
//! - at most [`MAX_DEPTH`] arrays and objects inside one another;
//! - a number must be one that can be read exactly: a whole number of at most 2^53 times a power of
//!   ten from -22 to 22, however it is written. Both factors are then exact and the result is rounded once,
//!   which is the correct rounding (Clinger, "How to read floating point numbers accurately",
//!   1990, the fast path), without the tables that the general case needs;
//! - keys that an object has twice are kept; [`Parsed::duplicates`] finds them.

mod error;
mod read;
mod reading;
mod typed;
mod write;

pub use error::{Error, ErrorKind};
pub use read::{MAX_DEPTH, parse};
pub use reading::Reading;
pub use typed::from_str;
pub use write::{Writer, push_integer, push_token};

/// Where something stands in the source: byte offsets, the end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

/// A document that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The outermost value.
    pub root: Node,
}

impl Parsed {
    /// The keys that their object has already, in the order of the source. The span is the later
    /// key's.
    pub fn duplicates(&self) -> Vec<Span> {
        let mut found = Vec::new();
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            open.extend(node.as_array().unwrap_or_default());
            let members = node.as_object().unwrap_or_default();
            open.extend(members.iter().map(|member| &member.value));
            // Sorted, so that an object of many keys takes no quadratic time.
            let mut order: Vec<&Member> = members.iter().collect();
            order.sort_unstable_by_key(|member| (&member.key, member.key_span.start));
            let again = order.windows(2).filter(|pair| pair[0].key == pair[1].key);
            found.extend(again.map(|pair| pair[1].key_span));
        }
        found.sort_unstable_by_key(|span| span.start);
        found
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// The value itself.
    pub value: Value,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string, its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, its members in the order of the source, duplicates included.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its key, escapes resolved.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The value of a key, the first where it stands twice; `None` where this is no object.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let member = self.as_object()?.iter().find(|member| member.key == key)?;
        Some(&member.value)
    }

    /// The string that this is.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number that this is.
    pub fn as_f64(&self) -> Option<f64> {
        match self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The truth value that this is.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    /// The elements of the array that this is.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of the object that this is.
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }
}
