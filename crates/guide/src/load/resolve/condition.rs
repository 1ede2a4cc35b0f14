//! Conditions.

use super::Resolver;
use crate::json::{Node, Value as Json};
use crate::model::{Condition, Operand, Test, Value};
use crate::problem::{Expected, ProblemKind};
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
            Operator::Is => Test::Is(self.value(node)?),
            Operator::IsNot => Test::IsNot(self.value(node)?),
            Operator::In => {
                let Some(items) = node.as_array() else {
                    self.wrong_type(node.span, Expected::Array);
                    return None;
                };
                if items.is_empty() {
                    self.report.add(node.span, || ProblemKind::EmptyList);
                }
                let values: Vec<Value> = items.iter().filter_map(|item| self.value(item)).collect();
                Test::In(values)
            }
            Operator::Has => match node.as_str() {
                Some(item) => Test::Has(item.to_owned()),
                None => {
                    self.wrong_type(node.span, Expected::String);
                    return None;
                }
            },
            Operator::Below => Test::Below(self.operand(node)?),
            Operator::Above => Test::Above(self.operand(node)?),
            Operator::AtLeast => Test::AtLeast(self.operand(node)?),
            Operator::AtMost => Test::AtMost(self.operand(node)?),
        })
    }

    /// A number, or `{"fact": …, "times": …}`; without `times` the fact itself.
    fn operand(&mut self, node: &Node) -> Option<Operand> {
        match &node.value {
            Json::Number(number) => Some(Operand::Number(*number)),
            Json::Object(_) => {
                let share = raw::share(node, self.report)?;
                Some(Operand::Share {
                    fact: share.fact.value,
                    times: share.times,
                })
            }
            _ => {
                self.wrong_type(node.span, Expected::Operand);
                None
            }
        }
    }
}
