//! Conditions over facts, as branches decide by them.

use std::fmt;

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::facts::Value;

/// How deep conditions may lie in one another: as deep as values may in an author's file.
const MAX_DEPTH: u32 = 64;

/// A closed, typed tree. A missing fact makes the comparison that touches it false, and a
/// [`Condition::Not`] round it false too.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(into = "Vec<Part>")]
pub enum Condition {
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It is known not to hold.
    Not(Box<Condition>),
    /// A comparison with a fact.
    Fact {
        /// The fact's name.
        fact: String,
        /// The value or range that it is compared with.
        test: Test,
    },
}

/// What a fact is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// Equal to.
    Is(Value),
    /// Known and not equal to.
    IsNot(Value),
    /// One of.
    In(Vec<Value>),
    /// A list that contains.
    Has(String),
    /// Smaller than.
    Below(Operand),
    /// Larger than.
    Above(Operand),
    /// Not smaller than.
    AtLeast(Operand),
    /// Not larger than.
    AtMost(Operand),
}

/// The number that a fact is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Operand {
    /// A number.
    Number(f64),
    /// A share of another fact.
    Share {
        /// The other fact's name.
        fact: String,
        /// How much of it, `0.5` for half.
        times: f64,
    },
}

/// A condition is written as a list of its parts, each before those that it holds, so that reading
/// a damaged pack cannot nest without end.
#[derive(Serialize, Deserialize)]
enum Part {
    All(u32),
    Any(u32),
    Not,
    Fact { fact: String, test: Test },
}

impl From<Condition> for Vec<Part> {
    fn from(condition: Condition) -> Vec<Part> {
        let mut parts = Vec::new();
        take_apart(condition, &mut parts);
        parts
    }
}

fn take_apart(condition: Condition, parts: &mut Vec<Part>) {
    let count = |conditions: &Vec<Condition>| u32::try_from(conditions.len()).unwrap_or(u32::MAX);
    match condition {
        Condition::All(conditions) => {
            parts.push(Part::All(count(&conditions)));
            for condition in conditions {
                take_apart(condition, parts);
            }
        }
        Condition::Any(conditions) => {
            parts.push(Part::Any(count(&conditions)));
            for condition in conditions {
                take_apart(condition, parts);
            }
        }
        Condition::Not(condition) => {
            parts.push(Part::Not);
            take_apart(*condition, parts);
        }
        Condition::Fact { fact, test } => parts.push(Part::Fact { fact, test }),
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Condition, D::Error> {
        input.deserialize_seq(Parts)
    }
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Condition;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the parts of a condition")
    }

    /// A part that is missing is a condition that never holds. One that is left over, or lies too deep, stays in the
    /// list: whoever gives the list refuses that.
    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Condition, A::Error> {
        let condition = put_together(&mut parts, MAX_DEPTH)?;
        Ok(condition.unwrap_or(NEVER))
    }
}

const NEVER: Condition = Condition::Any(Vec::new());

fn put_together<'de, A: SeqAccess<'de>>(
    parts: &mut A,
    depth: u32,
) -> Result<Option<Condition>, A::Error> {
    let Some(depth) = depth.checked_sub(1) else {
        return Ok(None);
    };
    Ok(match parts.next_element()? {
        None => None,
        Some(Part::All(count)) => Some(Condition::All(several(parts, count, depth)?)),
        Some(Part::Any(count)) => Some(Condition::Any(several(parts, count, depth)?)),
        Some(Part::Not) => {
            let condition = put_together(parts, depth)?.unwrap_or(NEVER);
            Some(Condition::Not(Box::new(condition)))
        }
        Some(Part::Fact { fact, test }) => Some(Condition::Fact { fact, test }),
    })
}

fn several<'de, A: SeqAccess<'de>>(
    parts: &mut A,
    count: u32,
    depth: u32,
) -> Result<Vec<Condition>, A::Error> {
    let mut conditions = Vec::new();
    for _ in 0..count {
        match put_together(parts, depth)? {
            Some(condition) => conditions.push(condition),
            None => break,
        }
    }
    Ok(conditions)
}
