//! Conditions as written.

use super::Name;
use super::decode::{Object, list, string};
use crate::format::OPERATORS;
use crate::json::{Node, Span};

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
    /// All, in the order of [`OPERATORS`].
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
        OPERATORS[self as usize]
    }

    /// Whether it asks which of two numbers is larger.
    pub fn compares_order(self) -> bool {
        !matches!(
            self,
            Operator::Is | Operator::IsNot | Operator::In | Operator::Has
        )
    }
}

pub(super) fn condition(node: &Node) -> Option<Condition> {
    let object = Object::new(node)?;
    if object.get("fact").is_some() {
        comparison(object).map(Condition::Fact)
    } else if let Some(parts) = object.get("all") {
        Some(Condition::All(list(parts, condition)))
    } else if let Some(parts) = object.get("any") {
        Some(Condition::Any(list(parts, condition)))
    } else {
        Some(Condition::Not(Box::new(condition(object.get("not")?)?)))
    }
}

fn comparison(object: Object) -> Option<Comparison> {
    let fact = string(object.get("fact")?)?;
    let mut members = object.members();
    let (operator, key, value) = members.find_map(|(key, value)| {
        let mut all = Operator::ALL.into_iter();
        let operator = all.find(|operator| operator.name() == key.value)?;
        Some((operator, key, value))
    })?;
    Some(Comparison {
        fact,
        operator,
        operator_span: key.span,
        value: value.clone(),
    })
}

/// `{"fact": …, "times": …}` on the right of a comparison, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The other fact.
    pub fact: Name,
    /// How much of it; all of it unless said otherwise.
    pub times: f64,
}

/// Reads a share of a fact.
pub(crate) fn share(node: &Node) -> Option<Share> {
    let object = Object::new(node)?;
    Some(Share {
        fact: object.string("fact")?,
        times: object.number("times").map_or(1.0, |times| times.value),
    })
}
