//! Conditions as written.

use super::Name;
use super::decode::{Object, some, string};
use crate::json::{Node, Span};
use crate::problem::{Expected, ProblemKind, Report, What};

/// A condition as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `all`
    All(Vec<Condition>),
    /// `any`
    Any(Vec<Condition>),
    /// `not`
    Not(Box<Condition>),
    /// `fact` with an operator
    Fact(Comparison),
}

/// A comparison as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The fact.
    pub fact: Name,
    /// The operator.
    pub operator: Operator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// What it is compared with.
    pub value: Node,
}

/// An operator of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Equal to.
    Is,
    /// Known and not equal to.
    IsNot,
    /// One of.
    In,
    /// A list that contains.
    Has,
    /// Smaller than.
    Below,
    /// Larger than.
    Above,
    /// Not smaller than.
    AtLeast,
    /// Not larger than.
    AtMost,
}

impl Operator {
    /// All, in the order in which they are listed for authors.
    pub const ALL: [Operator; 8] = [
        Operator::Is,
        Operator::IsNot,
        Operator::In,
        Operator::Has,
        Operator::Below,
        Operator::Above,
        Operator::AtLeast,
        Operator::AtMost,
    ];

    /// The key that it is written as.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

/// In the order of [`Operator::ALL`].
const NAMES: &[&str] = &[
    "is", "isNot", "in", "has", "below", "above", "atLeast", "atMost",
];

const WHOLES: &[&str] = &["all", "any", "not", "fact"];

pub(super) fn condition(node: &Node, report: &mut Report) -> Option<Condition> {
    let object = Object::new(node, report)?;
    if object.has("fact") {
        return comparison(&object, report).map(Condition::Fact);
    }
    object.check_keys(&[WHOLES], report);
    if let Some(parts) = object.get("all") {
        object.refuse("any", "all", report);
        object.refuse("not", "all", report);
        Some(Condition::All(some(parts, report, condition)))
    } else if let Some(parts) = object.get("any") {
        object.refuse("not", "any", report);
        Some(Condition::Any(some(parts, report, condition)))
    } else if let Some(part) = object.get("not") {
        Some(Condition::Not(Box::new(condition(part, report)?)))
    } else {
        report.add(object.blame, || ProblemKind::MissingOneOf(WHOLES));
        None
    }
}

fn comparison(object: &Object, report: &mut Report) -> Option<Comparison> {
    let mut found: Option<(Operator, Span, &Node)> = None;
    let mut strange = false;
    for (key, value) in object.members() {
        let operator = Operator::ALL
            .into_iter()
            .find(|operator| operator.name() == key.value);
        match (operator, &found) {
            (Some(operator), None) => found = Some((operator, key.span, value)),
            (Some(operator), Some((first, ..))) if *first != operator => {
                report.add(key.span, || ProblemKind::Conflict {
                    key: operator.name(),
                    with: first.name(),
                });
            }
            (None, _) if key.value != "fact" => {
                strange = true;
                report.unknown(key.span, What::Operator, &key.value, || {
                    NAMES.iter().copied()
                });
            }
            _ => {}
        }
    }
    let fact = string(object.get("fact")?, report);
    let Some((operator, operator_span, value)) = found else {
        if !strange {
            report.add(object.blame, || ProblemKind::MissingOneOf(NAMES));
        }
        return None;
    };
    Some(Comparison {
        fact: fact?,
        operator,
        operator_span,
        value: value.clone(),
    })
}

/// `{"fact": …, "times": …}` on the right of a comparison, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The other fact.
    pub fact: Name,
    /// How much of it; all of it unless told otherwise.
    pub times: f64,
}

/// Reads a share of a fact.
pub(crate) fn share(node: &Node, report: &mut Report) -> Option<Share> {
    let object = Object::with_keys(node, &[&["fact", "times"]], report)?;
    let fact = object.require_string("fact", report)?;
    let Some(times) = object.get("times") else {
        return Some(Share { fact, times: 1.0 });
    };
    let number = times.as_f64();
    if number.is_none() {
        report.add(times.span, || ProblemKind::WrongType(Expected::Number));
    }
    Some(Share {
        fact,
        times: number?,
    })
}
