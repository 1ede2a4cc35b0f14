//! What two conditions have in common, whatever their places.

use firstline_guide::json::{Node, Value};
use firstline_guide::raw::{Comparison, Condition};

/// What a fact is compared with, if it is a single word, number or truth value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plain {
    Text(String),
    Number(f64),
    Flag(bool),
}

impl Plain {
    pub(super) fn of(node: &Node) -> Option<Plain> {
        match &node.value {
            Value::String(text) => Some(Plain::Text(text.clone())),
            Value::Number(number) => Some(Plain::Number(*number)),
            Value::Bool(flag) => Some(Plain::Flag(*flag)),
            _ => None,
        }
    }
}

/// The comparisons that must all hold for a condition to hold.
pub(super) fn together(condition: &Condition) -> Vec<&Comparison> {
    match condition {
        Condition::Fact(comparison) => vec![comparison],
        Condition::All(parts) => parts.iter().flat_map(together).collect(),
        // One of several may hold, or none.
        Condition::Any(_) | Condition::Not(_) => Vec::new(),
    }
}

/// The other conditions that must all hold for a condition to hold: those of which one part is enough, and what must not
/// be.
pub(super) fn apart(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(apart).collect(),
        Condition::Any(_) | Condition::Not(_) => vec![condition],
        Condition::Fact(_) => Vec::new(),
    }
}

/// A condition in one line, by which it is compared with others. The order of its parts does not matter.
pub(super) fn written(condition: &Condition) -> String {
    let parts = |word: &str, parts: &[Condition]| {
        let mut parts: Vec<String> = parts.iter().map(written).collect();
        parts.sort();
        format!("{word}({})", parts.join(" "))
    };
    match condition {
        Condition::All(inner) => parts("all", inner),
        Condition::Any(inner) => parts("any", inner),
        Condition::Not(inner) => format!("not({})", written(inner)),
        Condition::Fact(comparison) => format!(
            "{} {} {}",
            comparison.fact.value,
            comparison.operator.name(),
            value(&comparison.value)
        ),
    }
}

fn value(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) => {
            let mut items: Vec<String> = items.iter().map(value).collect();
            items.sort();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|member| format!("{}:{}", member.key, value(&member.value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}
