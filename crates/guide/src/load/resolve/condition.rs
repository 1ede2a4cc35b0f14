//! Conditions.

use super::{Resolver, value};
use crate::json::Node;
use crate::model::{Condition, Operand, Test};
use crate::raw::{self, Comparison, Operator};

impl Resolver<'_> {
    pub(super) fn condition(&mut self, raw: &raw::Condition) -> Option<Condition> {
        Some(match raw {
            raw::Condition::All(parts) => Condition::All(self.conditions(parts)),
            raw::Condition::Any(parts) => Condition::Any(self.conditions(parts)),
            raw::Condition::Not(part) => Condition::Not(Box::new(self.condition(part)?)),
            raw::Condition::Fact(comparison) => Condition::Fact {
                fact: comparison.fact.value.clone(),
                test: self.test(comparison)?,
            },
        })
    }

    fn conditions(&mut self, parts: &[raw::Condition]) -> Vec<Condition> {
        parts
            .iter()
            .filter_map(|part| self.condition(part))
            .collect()
    }

    fn test(&mut self, raw: &Comparison) -> Option<Test> {
        let node = &raw.value;
        Some(match raw.operator {
            Operator::Is => Test::Is(value(node)?),
            Operator::IsNot => Test::IsNot(value(node)?),
            Operator::In => Test::In(node.as_array()?.iter().filter_map(value).collect()),
            Operator::Has => Test::Has(node.as_str()?.to_owned()),
            Operator::Below => Test::Below(operand(node)?),
            Operator::Above => Test::Above(operand(node)?),
            Operator::AtLeast => Test::AtLeast(operand(node)?),
            Operator::AtMost => Test::AtMost(operand(node)?),
        })
    }
}

/// A number, or `{"fact": …, "times": …}`; without `times` the fact itself.
fn operand(node: &Node) -> Option<Operand> {
    if let Some(number) = node.as_f64() {
        return Some(Operand::Number(number));
    }
    let share = raw::share(node)?;
    Some(Operand::Share {
        fact: share.fact.value,
        times: share.times,
    })
}
