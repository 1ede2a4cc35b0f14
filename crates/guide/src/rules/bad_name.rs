//! `bad-name`

use super::analysis::Analysis;
use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;
use crate::model::THE_BOX;
use crate::names::is_kebab_case;
use crate::raw::{Guide, Kind, Name};
use crate::rules::overlong_text;

crate::rule! {
    /// A name is not in kebab-case: small letters, digits and single hyphens.
    ///
    /// Names of guides, steps, facts, values and options stand in tickets, addresses and trails. A fact that the
    /// device or the provider gives goes by their name (`device.platform`), and is declared with that `from`. What
    /// checks found is not kept under the first word of such facts: `check`, `provider`.
    Error "bad-name",
    bad: Example::Members(
        r#""id": "NoInternet""#,
    ),
    good: Example::Members(
        r#""id": "no-internet""#,
    ),
}

/// A name that is not in kebab-case.
pub struct BadName<'a> {
    /// The name.
    pub name: &'a str,
}

impl Violation for BadName<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is not a name in kebab-case", self.name)
    }

    fn hint(&self) -> Option<String> {
        if let Some((family @ ("device" | "provider"), _)) = self.name.split_once('.') {
            return Some(format!(
                "declare it in `facts`, with `\"from\": \"{family}\"` and all its values"
            ));
        }
        let better = kebab(self.name);
        let rule = "use small letters, digits and single hyphens";
        Some(if better.is_empty() {
            rule.to_owned()
        } else {
            format!("{rule}: `{better}`")
        })
    }
}

/// A name that something else has.
pub struct Taken<'a> {
    /// The name.
    pub name: &'a str,
}

impl Violation for Taken<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is the name of other facts already", self.name)
    }

    fn hint(&self) -> Option<String> {
        Some("take another name, such as `before`".to_owned())
    }
}

/// The first words of facts that nobody names. What is kept under one would be read as theirs.
const TAKEN: &[&str] = &[
    "check",
    "diagnosis",
    "lights",
    "device",
    "equipment",
    "provider",
    THE_BOX,
];

/// Looks at a name that stands as a value.
pub(crate) fn look(name: &str, span: Span, report: &mut Report) {
    if !is_kebab_case(name) {
        report.add(span, &BadName { name });
    }
    overlong_text::look(name, overlong_text::NAME, span, report);
}

/// Looks at names that stand as keys: steps, declared facts, facts that options set.
pub(crate) fn check(analysis: &Analysis<'_>, report: &mut Report) {
    let guide = analysis.guide;
    for fact in &guide.facts {
        // What the device and the provider give goes by names of its own, which a guide may
        // declare for its type.
        let from = fact.from.as_ref().map_or("", Name::as_str);
        let name = fact.name.as_str();
        let family = name.split_once('.').filter(|(family, _)| *family == from);
        let parts = match family {
            Some(("device" | "provider", rest)) => rest,
            _ => name,
        };
        overlong_text::look(name, overlong_text::NAME, fact.name.span, report);
        if !parts.split('.').all(is_kebab_case) || (parts.contains('.') && family.is_none()) {
            report.add(fact.name.span, &BadName { name });
        }
    }
    for step in &guide.steps {
        look(&step.id.value, step.id.span, report);
        if let Some(Kind::Check(check)) = &step.kind {
            for (_, name) in check
                .kept
                .iter()
                .filter(|(_, name)| TAKEN.contains(&name.as_str()))
            {
                let (name, span) = (name.as_str(), name.span);
                report.add(span, &Taken { name });
            }
        }
        if let Some(Kind::Question(question)) = &step.kind {
            for (fact, _) in question.options.iter().flat_map(|option| &option.set) {
                // An answer may correct what the device reported, because another device is meant.
                if !is_of_device(fact, guide) {
                    look(&fact.value, fact.span, report);
                }
            }
        }
    }
}

/// A fact that the guide declares to come from the device; its name is looked at there.
fn is_of_device(fact: &Name, guide: &Guide) -> bool {
    let mut facts = guide.facts.iter();
    fact.value.starts_with("device.") && facts.any(|declared| declared.name.value == fact.value)
}

/// The name in kebab-case that a name comes nearest to.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            let starts_word = character.is_ascii_uppercase() && small;
            if starts_word && !out.ends_with('-') {
                out.push('-');
            }
            small = character.is_ascii_lowercase() || character.is_ascii_digit();
            out.push(character.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
            small = false;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::is_kebab_case;

    #[test]
    fn names_are_kebab_case() {
        for name in ["a", "a-b", "fritz-7590", "2nd", "1"] {
            assert!(is_kebab_case(name), "{name:?}");
        }
        for name in [
            "", "-", "a-", "-a", "a--b", "A", "a_b", "a.b", "a b", "ä", "a/b",
        ] {
            assert!(!is_kebab_case(name), "{name:?}");
        }
    }
}
