//! `variant-of-nothing`

use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A variant says otherwise what its step does not have.
    ///
    /// A variant changes what is shown, never what a step does. Another `ticket` needs an end that makes one, another
    /// `ask` needs a `verify` that asks; otherwise customers would never meet it.
    Error "variant-of-nothing",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call us", "by": "device.platform", "variants": { "ios": {
      "ticket": { "category": "internet", "severity": "major", "ask": ["phone"] } } } }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call us", "by": "device.platform", "variants": { "ios": {
      "text": ["Leave the house first."] } } }"#,
    ),
}

/// What a variant says otherwise, and its step has not.
pub struct VariantOfNothing<'a> {
    /// The key of the variant.
    pub key: &'a str,
}

impl Violation for VariantOfNothing<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        match self.key {
            "ask" => "this step asks nothing that `ask` could say otherwise".to_owned(),
            key => format!("this step has no `{key}` that could be another one"),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self.key {
            "ask" => "give the step a `verify` with `ask`, or delete this".to_owned(),
            key => format!("give the step a `{key}` of its own, or delete this"),
        })
    }
}
