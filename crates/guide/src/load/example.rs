//! How what is missing or wrong is written, for hints.

use crate::format::{Shape, Value};
use crate::json::Node;

/// How an object of a shape is written: with the keys that it must have, or its first.
pub(super) fn shape_example(shape: &'static Shape) -> Option<String> {
    let required: Vec<&str> = shape
        .all_keys()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let first = shape.all_keys().next().map(|key| key.name);
    let keys = if required.is_empty() {
        Vec::from_iter(first)
    } else {
        required
    };
    // A guide is more than a line.
    if keys.len() > 4 {
        return None;
    }
    let keys: Vec<String> = keys.iter().map(|key| format!("\"{key}\": …")).collect();
    Some(format!("{{ {} }}", keys.join(", ")))
}

/// How a list is written: with what stands there, if that could be an item of it.
pub(super) fn list_example(key: &str, node: &Node, inner: &'static Value) -> Option<String> {
    let item = match (inner, node.as_str()) {
        (Value::Object(shape), _) => shape_example(shape)?,
        (_, Some(text)) if text.len() <= 40 && !text.contains(['"', '\\']) => format!("\"{text}\""),
        _ => "\"…\"".to_owned(),
    };
    Some(format!("\"{key}\": [{item}]"))
}

pub(super) fn map_example(key: &str) -> Option<String> {
    Some(match key {
        "steps" => "\"steps\": { \"first\": { \"kind\": … } }".to_owned(),
        "on" => "\"on\": { \"pass\": \"…\", \"otherwise\": \"…\" }".to_owned(),
        "facts" => "\"facts\": { \"the-fact\": { \"type\": \"text\" } }".to_owned(),
        _ => return None,
    })
}

/// How a number is written, where it stands in quotes.
pub(super) fn number_example(key: &str, node: &Node) -> Option<String> {
    let number = node.as_str()?.trim();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("\"{key}\": {number}, without quotes"))
}
