use std::collections::BTreeMap;

use firstline_guide::diagnostic::Example;
use firstline_guide::json::Node;
use firstline_guide::raw::{Comparison, Condition, Operator, Step};

use super::conditions::{Plain, apart, together};
use super::{Finding, Subject};

firstline_guide::rule! {
    /// A condition asks a fact for two things that it cannot be at once.
    ///
    /// It never holds, and nobody is led along its way. Most often `any` is meant where `all` stands, or two limits
    /// were swapped.
    Warning "never-holds",
    bad: Example::Steps(r#"    "here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "all": [ { "fact": "device.platform", "is": "ios" }, { "fact": "device.platform", "is": "mac" } ] },
        "to": "fixed" } ] }"#),
    good: Example::Steps(r#"    "here": { "kind": "branch", "otherwise": "ticket", "cases": [
      { "if": { "any": [ { "fact": "device.platform", "is": "ios" }, { "fact": "device.platform", "is": "mac" } ] },
        "to": "fixed" } ] }"#),
}

pub(super) fn look(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in &subject.guide.steps {
        for condition in step.conditions() {
            within(condition, step, &mut found);
        }
    }
    found
}

/// Looks at a condition, and at those in it.
fn within(condition: &Condition, step: &Step, found: &mut Vec<Finding>) {
    let mut facts: BTreeMap<&str, Bounds> = BTreeMap::new();
    for comparison in together(condition) {
        let fact = comparison.fact.as_str();
        let bounds = facts.entry(fact).or_default();
        if !bounds.add(comparison) {
            found.push(Finding {
                step: Some(step.id.value.clone()),
                span: comparison.fact.span,
                severity: RULE.severity,
                message: format!(
                    "this condition never holds: `{fact}` cannot be this and what is asked before"
                ),
                hint: "write `any` if one of them is enough, or put the limits right",
            });
            return;
        }
    }
    match condition {
        // Its comparisons were looked at together.
        Condition::All(_) => {
            for part in apart(condition) {
                within(part, step, found);
            }
        }
        Condition::Any(parts) => {
            for part in parts {
                within(part, step, found);
            }
        }
        Condition::Not(part) => within(part, step, found),
        Condition::Fact(_) => {}
    }
}

/// The values that a fact can still have.
#[derive(Default)]
struct Bounds {
    /// It is one of these; `None` if it can be anything.
    among: Option<Vec<Plain>>,
    /// It is none of these.
    not: Vec<Plain>,
    /// Not below this; whether it can be this itself.
    low: Option<(f64, bool)>,
    /// Not above this; whether it can be this itself.
    high: Option<(f64, bool)>,
}

impl Bounds {
    /// Adds a comparison; whether something is left.
    fn add(&mut self, comparison: &Comparison) -> bool {
        let node = &comparison.value;
        match comparison.operator {
            Operator::Is => self.keep(Plain::of(node).into_iter().collect()),
            Operator::In => {
                let items = node.as_array().unwrap_or_default();
                self.keep(items.iter().filter_map(Plain::of).collect());
            }
            Operator::IsNot => self.not.extend(Plain::of(node)),
            Operator::Above => self.raise(node, false),
            Operator::AtLeast => self.raise(node, true),
            Operator::Below => self.lower(node, false),
            Operator::AtMost => self.lower(node, true),
            // A list can have several.
            Operator::Has => {}
        }
        self.is_possible()
    }

    fn keep(&mut self, values: Vec<Plain>) {
        match &mut self.among {
            Some(among) => among.retain(|value| values.contains(value)),
            None => self.among = Some(values),
        }
    }

    fn raise(&mut self, node: &Node, included: bool) {
        let Some(number) = node.as_f64() else { return };
        let is_tighter = self
            .low
            .is_none_or(|(low, was)| number > low || number == low && was && !included);
        if is_tighter {
            self.low = Some((number, included));
        }
    }

    fn lower(&mut self, node: &Node, included: bool) {
        let Some(number) = node.as_f64() else { return };
        let is_tighter = self
            .high
            .is_none_or(|(high, was)| number < high || number == high && was && !included);
        if is_tighter {
            self.high = Some((number, included));
        }
    }

    fn is_possible(&self) -> bool {
        let fits = |number: f64| {
            let above = self
                .low
                .is_none_or(|(low, included)| number > low || included && number == low);
            let below = self
                .high
                .is_none_or(|(high, included)| number < high || included && number == high);
            above && below
        };
        if let Some(among) = &self.among {
            let mut left = among.iter().filter(|value| !self.not.contains(value));
            return left.any(|value| match value {
                Plain::Number(number) => fits(*number),
                _ => true,
            });
        }
        match (self.low, self.high) {
            (Some((low, low_included)), Some((high, high_included))) => {
                low < high || low == high && low_included && high_included
            }
            _ => true,
        }
    }
}
