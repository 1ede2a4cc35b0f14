//! `incomparable`

use super::analysis::{Analysis, Shape, Type, each_comparison};
use super::words::list;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Value as Json;
use crate::raw::{Comparison, Operator};

crate::rule! {
    /// A fact is compared in a way that its type does not allow, or with a value of another type.
    ///
    /// The comparison would never hold. Numbers can be `below` and `above`, lists can `has`; words and days can be
    /// `is`, `isNot` and `in`.
    Error "incomparable",
    bad: Example::Steps(
        r#""here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.platform", "above": 3 }, "to": "fixed" } ] }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "fact": "device.platform", "is": "ios" }, "to": "fixed" } ] }"#,
    ),
}

/// An operator that the type of a fact does not allow.
pub struct Incomparable<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What it is.
    pub is: Type,
    /// The operator.
    pub operator: &'a str,
}

impl Violation for Incomparable<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        let Incomparable { fact, is, operator } = self;
        format!("`{fact}` is {is}, which does not go with `{operator}`")
    }

    fn hint(&self) -> Option<String> {
        let fits: Vec<&str> = Operator::ALL
            .into_iter()
            .filter(|operator| self.is.allows(*operator))
            .map(Operator::name)
            .collect();
        Some(if self.operator == "by" {
            "variants are chosen by words: declare the fact with its `values`".to_owned()
        } else {
            format!("{} takes {}", self.is, list(&fits, "and"))
        })
    }
}

/// A value that is not of the type of its fact.
pub struct NotOfType<'a> {
    /// The fact.
    pub fact: &'a str,
    /// What it is.
    pub is: Type,
}

impl Violation for NotOfType<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is {}, this is not", self.fact, self.is)
    }

    fn hint(&self) -> Option<String> {
        let hint = match self.is {
            Type::Number => "write a number, without quotes",
            Type::Flag => "write true or false, without quotes",
            Type::Text | Type::Choice => "write it in double quotes",
            Type::Date => "write it like this: \"2026-12-25\"",
            Type::Choices => "write a list: [\"…\"]",
        };
        Some(hint.to_owned())
    }
}

/// A condition on what is on the customer's box.
pub struct OfBox<'a> {
    /// The fact.
    pub fact: &'a str,
}

impl Violation for OfBox<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is for texts, not for conditions", self.fact)
    }

    fn hint(&self) -> Option<String> {
        Some(
            "whoever replays a walk knows the box by its id alone: compare that, or ask the customer"
                .to_owned(),
        )
    }
}

/// Looks at comparisons, variants, and values that are set.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for step in &analysis.guide.steps {
        if let Some(by) = &step.by
            && let Some(shape) = analysis.facts.shape(&by.value)
            && !matches!(shape, Shape::Choice(_) | Shape::Text)
        {
            let (fact, is) = (&by.value, shape.of_type());
            let operator = "by";
            report.add(by.span, &Incomparable { fact, is, operator });
        }
        for condition in step.conditions() {
            each_comparison(condition, &mut |comparison| {
                self::comparison(comparison, analysis, report);
            });
        }
    }
    for given in &analysis.given {
        let fits = match (&given.shape, &given.value.value) {
            (Shape::Number, Json::Number(_))
            | (Shape::Flag, Json::Bool(_))
            | (Shape::Text | Shape::Date | Shape::Choice(_), Json::String(_))
            | (Shape::Choices(_), Json::Array(_)) => true,
            // What cannot be the value of any fact was reported when the shape was looked at.
            (_, Json::Null | Json::Object(_)) => true,
            _ => false,
        };
        if !fits {
            let (fact, is) = (&given.fact, given.shape.of_type());
            report.add(given.value.span, &NotOfType { fact, is });
        }
    }
}

fn comparison(comparison: &Comparison, analysis: &Analysis<'_>, report: &mut Report) {
    let operator = comparison.operator;
    // An unknown fact is another rule's.
    let is = |fact: &str| analysis.facts.shape(fact).map(|shape| shape.of_type());
    let fact = &comparison.fact.value;
    let of_box = fact.strip_prefix("equipment.");
    if of_box.is_some_and(|part| part.contains('.')) && is(fact).is_some() {
        report.add(comparison.fact.span, &OfBox { fact });
        return;
    }
    if let Some(is) = is(fact)
        && !is.allows(operator)
    {
        let operator = operator.name();
        report.add(
            comparison.operator_span,
            &Incomparable { fact, is, operator },
        );
        return;
    }
    if operator.compares_order()
        && let Some(other) = comparison.value.get("fact")
        && let Some(fact) = other.as_str()
        && let Some(is) = is(fact)
        && is != Type::Number
    {
        let operator = operator.name();
        report.add(other.span, &Incomparable { fact, is, operator });
    }
}
