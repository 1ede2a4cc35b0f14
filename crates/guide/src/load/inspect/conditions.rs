//! Whether what is compared can be compared.

use super::facts::{Facts, Shape, check_value, check_word};
use super::reads::each_comparison;
use crate::problem::{ProblemKind, Report, Type};
use crate::raw::{Comparison, Guide, Kind, Name, Operator};

pub(super) fn check(guide: &Guide, facts: &Facts, report: &mut Report) {
    for step in &guide.steps {
        if let Some(by) = &step.by {
            let values: Vec<&Name> = step.variants.iter().map(|(value, _)| value).collect();
            variants(by, &values, facts, report);
        }
        if let Some(Kind::Branch(branch)) = &step.kind {
            for condition in branch
                .cases
                .iter()
                .filter_map(|case| case.condition.as_ref())
            {
                each_comparison(condition, &mut |comparison| {
                    self::comparison(comparison, facts, report);
                });
            }
        }
    }
}

/// The values that choose variants are values of their fact.
fn variants(by: &Name, values: &[&Name], facts: &Facts, report: &mut Report) {
    match facts.shape(&by.value) {
        Some(Shape::Choice(known)) => {
            for value in values {
                check_word(value.span, &value.value, &known, report);
            }
        }
        Some(shape) if shape != Shape::Text => {
            let kind = ProblemKind::Incomparable {
                fact: by.value.clone(),
                is: shape.of_type(),
                operator: "by",
            };
            report.add(by.span, || kind);
        }
        _ => {}
    }
}

fn comparison(comparison: &Comparison, facts: &Facts, report: &mut Report) {
    let fact = comparison.fact.as_str();
    // One that there is not was reported where facts are read.
    let Some(shape) = facts.shape(fact) else {
        return;
    };
    let is = shape.of_type();
    let fits = match comparison.operator {
        Operator::Is | Operator::IsNot | Operator::In => is != Type::Choices,
        Operator::Has => is == Type::Choices,
        Operator::Below | Operator::Above | Operator::AtLeast | Operator::AtMost => {
            is == Type::Number
        }
    };
    if !fits {
        let operator = comparison.operator.name();
        let kind = ProblemKind::Incomparable {
            fact: fact.to_owned(),
            is,
            operator,
        };
        report.add(comparison.operator_span, || kind);
        return;
    }
    let value = &comparison.value;
    match comparison.operator {
        Operator::Is | Operator::IsNot => check_value(fact, &shape, value, report),
        Operator::In => {
            for item in value.as_array().unwrap_or_default() {
                check_value(fact, &shape, item, report);
            }
        }
        Operator::Has => {
            if let (Shape::Choices(values), Some(word)) = (&shape, value.as_str()) {
                check_word(value.span, word, values, report);
            }
        }
        Operator::Below | Operator::Above | Operator::AtLeast | Operator::AtMost => {
            let other = value.get("fact");
            if let Some(other) = other
                && let Some(name) = other.as_str()
                && let Some(is) = facts.shape(name).map(|shape| shape.of_type())
                && is != Type::Number
            {
                let operator = comparison.operator.name();
                let kind = ProblemKind::Incomparable {
                    fact: name.to_owned(),
                    is,
                    operator,
                };
                report.add(other.span, || kind);
            }
        }
    }
}
