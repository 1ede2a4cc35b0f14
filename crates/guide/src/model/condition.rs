//! Conditions over facts, as branches decide by them.

use serde::{Deserialize, Serialize};

use super::facts::Value;
use super::finite::finite;

/// How deep conditions may lie in one another: as deep as values may in an author's file.
const MAX_DEPTH: u32 = 64;

/// A closed, typed tree. A missing fact makes the comparison that touches it false, and a
/// [`Condition::Not`] round it false too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Vec<Part>", try_from = "Vec<Part>")]
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
        /// What it is compared with.
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
    Number(#[serde(deserialize_with = "finite")] f64),
    /// A share of another fact.
    Share {
        /// The other fact's name.
        fact: String,
        /// How much of it, `0.5` for half.
        #[serde(deserialize_with = "finite")]
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

impl TryFrom<Vec<Part>> for Condition {
    type Error = &'static str;

    fn try_from(parts: Vec<Part>) -> Result<Condition, &'static str> {
        let mut parts = parts.into_iter();
        let condition = put_together(&mut parts, MAX_DEPTH)?;
        match parts.next() {
            None => Ok(condition),
            Some(_) => Err("a part of a condition is left over"),
        }
    }
}

fn put_together(
    parts: &mut std::vec::IntoIter<Part>,
    depth: u32,
) -> Result<Condition, &'static str> {
    let depth = depth.checked_sub(1).ok_or("conditions lie too deep")?;
    let several = |count: u32, parts: &mut _| {
        let mut conditions = Vec::new();
        for _ in 0..count {
            conditions.push(put_together(parts, depth)?);
        }
        Ok(conditions)
    };
    Ok(
        match parts.next().ok_or("a part of a condition is missing")? {
            Part::All(count) => Condition::All(several(count, parts)?),
            Part::Any(count) => Condition::Any(several(count, parts)?),
            Part::Not => Condition::Not(Box::new(put_together(parts, depth)?)),
            Part::Fact { fact, test } => Condition::Fact { fact, test },
        },
    )
}
