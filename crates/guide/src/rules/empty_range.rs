//! `empty-range`

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::raw::{Field, Kind};

crate::rule! {
    /// The smallest value that an input takes is larger than the largest.
    ///
    /// Nothing could be entered, and the customer could not go on.
    Error "empty-range",
    bad: Example::Steps(
        r#""here": { "kind": "input", "title": "How many rooms?", "as": "number", "min": 9, "max": 1,
      "fact": "rooms", "to": "ticket" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "input", "title": "How many rooms?", "as": "number", "min": 1, "max": 9,
      "fact": "rooms", "to": "ticket" }"#,
    ),
}

/// A range without values.
pub struct EmptyRange;

impl Violation for EmptyRange {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        "`max` is smaller than `min`".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("swap the two, or leave one of them out".to_owned())
    }
}

/// Looks at inputs of numbers and days.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    for step in &analysis.guide.steps {
        let Some(Kind::Input(input)) = &step.kind else {
            continue;
        };
        for (field, _) in input.parts() {
            let empty = match field {
                Field::Number {
                    min: Some(min),
                    max: Some(max),
                    ..
                } if *min > max.value => max.span,
                // Written like this, days compare as texts do.
                Field::Date {
                    min: Some(min),
                    max: Some(max),
                } if min.value > max.value => max.span,
                _ => continue,
            };
            report.add(empty, &EmptyRange);
        }
    }
}
