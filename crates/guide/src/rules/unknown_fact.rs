//! `unknown-fact`

use super::analysis::{Analysis, DEVICE};
use super::words::did_you_mean;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};

crate::rule! {
    /// A text, condition, variant or scenario reads an unknown fact, or one of the device is declared that it does not tell.
    ///
    /// A text would show a gap, and a condition would never hold. Facts are declared in `facts`, set by `fact` and
    /// `set` of steps before, or come from checks (`check.`), lamps (`lights.`), the device (`device.`), the
    /// customer's box (`equipment.`) and the provider (`provider.`).
    Error "unknown-fact",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Your plan is {plan}" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "You are with {provider.name}" }"#,
    ),
}

/// A name that is not known.
pub struct UnknownFact<'a> {
    /// The name.
    pub name: &'a str,
    /// Those that are known.
    pub known: &'a [&'a str],
}

impl Violation for UnknownFact<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("there is no fact `{}`", self.name)
    }

    fn hint(&self) -> Option<String> {
        let bare = self.name.trim();
        if bare != self.name && self.known.contains(&bare) {
            return Some(format!("write it without blanks: `{bare}`"));
        }
        did_you_mean(bare, self.known).or_else(|| {
            Some(
                "facts are declared in `facts`, set by steps before, or begin with check., lights., \
                 device., equipment. or provider."
                    .to_owned(),
            )
        })
    }
}

/// Looks where facts are read: in texts, conditions and variants, and in scenarios.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let facts = &analysis.facts;
    let scenarios = analysis.guide.scenarios.iter();
    let of_scenarios = scenarios
        .flat_map(|scenario| &scenario.facts)
        .map(|(fact, _)| (fact.as_str(), fact.span));
    let reads = analysis
        .reads
        .iter()
        .map(|read| (read.fact.as_str(), read.span));
    for declared in &analysis.guide.facts {
        // What the device tells is told by the widget alone.
        let name = declared.name.as_str();
        if name.starts_with("device.") && !DEVICE.contains(&name) {
            let known = &DEVICE;
            report.add(declared.name.span, &UnknownFact { name, known });
        }
    }
    for (fact, span) in reads.chain(of_scenarios) {
        if facts.shape(fact).is_none() {
            let mut known = facts.names(fact.trim());
            // What the provider tells is looked up elsewhere; a blank round it is seen here.
            known.extend(facts.shape(fact.trim()).map(|_| fact.trim().to_owned()));
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            report.add(
                span,
                &UnknownFact {
                    name: fact,
                    known: &known,
                },
            );
        }
    }
}
