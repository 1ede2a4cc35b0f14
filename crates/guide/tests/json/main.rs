//! The reader of JSON is held to RFC 8259 and to `serde_json`, and the writer to the reader.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod cases;
mod generated;
mod places;
mod writing;

use firstline_guide::json::{ErrorKind, Node, Value};

fn stricter_on_purpose(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ByteOrderMark | ErrorKind::TooDeep | ErrorKind::TooManyDigits
    )
}

/// Whether both readers read the same. Of keys that stand twice the last counts in serde_json.
/// Its numbers may be off by the last bit without its feature `float_roundtrip`; that ours are
/// exact is tested against the standard library below.
fn same(ours: &Node, theirs: &serde_json::Value) -> bool {
    match (&ours.value, theirs) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(ours), serde_json::Value::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), serde_json::Value::Number(theirs)) => {
            let theirs = theirs.as_f64().unwrap();
            (ours - theirs).abs() <= 2.0 * f64::EPSILON * ours.abs()
        }
        (Value::String(ours), serde_json::Value::String(theirs)) => ours == theirs,
        (Value::Array(ours), serde_json::Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
        }
        (Value::Object(ours), serde_json::Value::Object(theirs)) => {
            let last: std::collections::HashMap<&str, &Node> = ours
                .iter()
                .map(|member| (member.key.as_str(), &member.value))
                .collect();
            last.len() == theirs.len()
                && theirs.iter().all(|(key, value)| {
                    last.get(key.as_str()).is_some_and(|node| same(node, value))
                })
        }
        _ => false,
    }
}
