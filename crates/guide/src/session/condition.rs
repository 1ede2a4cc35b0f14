//! Whether a condition holds for what is known.

use super::facts::Facts;
use crate::model::{Condition, Operand, Test, Value};

impl Condition {
    /// Whether it holds. A missing fact makes the comparison that touches it false, and a `not`
    /// round it false too: what is not known decides nothing.
    pub(crate) fn holds(&self, facts: &Facts) -> bool {
        self.evaluate(facts) == Some(true)
    }

    /// `None` if it hangs on a fact that is not known (Kleene's three-valued logic).
    fn evaluate(&self, facts: &Facts) -> Option<bool> {
        match self {
            Condition::All(parts) => fold(parts, facts, false),
            Condition::Any(parts) => fold(parts, facts, true),
            Condition::Not(inner) => inner.evaluate(facts).map(|holds| !holds),
            Condition::Fact { fact, test } => test.evaluate(facts.get(fact)?, facts),
        }
    }
}

/// `decisive` is the value of a part that settles the whole: false for `all`, true for `any`.
fn fold(parts: &[Condition], facts: &Facts, decisive: bool) -> Option<bool> {
    let mut unknown = false;
    for part in parts {
        match part.evaluate(facts) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!decisive)
}

impl Test {
    fn evaluate(&self, value: &Value, facts: &Facts) -> Option<bool> {
        let number = |operand: &Operand| operand.value(facts);
        let known = match value {
            Value::Number(known) => Some(*known),
            _ => None,
        };
        Some(match self {
            Test::Is(other) => value == other,
            Test::IsNot(other) => value != other,
            Test::In(others) => others.contains(value),
            Test::Has(item) => match value {
                Value::List(items) => items.iter().any(|known| known == item),
                _ => false,
            },
            Test::Below(operand) => known? < number(operand)?,
            Test::Above(operand) => known? > number(operand)?,
            Test::AtLeast(operand) => known? >= number(operand)?,
            Test::AtMost(operand) => known? <= number(operand)?,
        })
    }
}

impl Operand {
    fn value(&self, facts: &Facts) -> Option<f64> {
        match self {
            Operand::Number(number) => Some(*number),
            Operand::Share { fact, times } => match facts.get(fact)? {
                Value::Number(number) => Some(number * times),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(limit: f64) -> Condition {
        let test = Test::Below(Operand::Number(limit));
        Condition::Fact {
            fact: "speed".to_owned(),
            test,
        }
    }

    #[test]
    fn what_is_not_known_decides_nothing() {
        let nothing = Facts::default();
        assert!(!below(10.0).holds(&nothing));
        assert!(!Condition::Not(Box::new(below(10.0))).holds(&nothing));
        assert!(!Condition::All(vec![below(10.0)]).holds(&nothing));
        let known = Facts::frozen(&[("speed".to_owned(), Value::Number(5.0))]);
        assert!(below(10.0).holds(&known));
        assert!(Condition::Not(Box::new(below(1.0))).holds(&known));
    }

    #[test]
    fn one_known_part_can_settle_any_and_all() {
        let known = Facts::frozen(&[("speed".to_owned(), Value::Number(5.0))]);
        let missing = Condition::Fact {
            fact: "other".to_owned(),
            test: Test::Is(Value::Flag(true)),
        };
        assert!(Condition::Any(vec![missing.clone(), below(10.0)]).holds(&known));
        let all = Condition::All(vec![missing, below(1.0)]);
        assert!(Condition::Not(Box::new(all)).holds(&known));
    }

    #[test]
    fn a_number_compares_with_a_share_of_another_fact() {
        let facts = Facts::frozen(&[
            ("speed".to_owned(), Value::Number(24.0)),
            ("plan".to_owned(), Value::Number(50.0)),
        ]);
        let test = Test::Below(Operand::Share {
            fact: "plan".to_owned(),
            times: 0.5,
        });
        assert!(
            Condition::Fact {
                fact: "speed".to_owned(),
                test
            }
            .holds(&facts)
        );
    }
}
