//! `unfilled-insert`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;

crate::rule! {
    /// A `{name}` stands where nothing is put in its place.
    ///
    /// The title, the summary and the search words of a guide are shown before any fact is known, and what a picture
    /// shows or an action copies is read as it is written. Customers would see the braces.
    Error "unfilled-insert",
    bad: Example::Members(
        r#""title": "{provider.name} is down""#,
    ),
    good: Example::Members(
        r#""title": "Nothing works""#,
    ),
}

/// An insert that nobody fills.
pub struct UnfilledInsert<'a> {
    /// The insert, with its braces.
    pub insert: &'a str,
}

impl Violation for UnfilledInsert<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!(
            "`{}` is not replaced here: customers would read the braces",
            self.insert
        )
    }

    fn hint(&self) -> Option<String> {
        Some("say it in words; the texts of steps can have inserts".to_owned())
    }
}

/// The first insert of a text.
fn find(text: &str) -> Option<&str> {
    let mut opened = text.match_indices('{');
    opened.find_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find('}')?;
        let name = rest[1..end].trim();
        let of_name = |sign: char| sign.is_ascii_alphanumeric() || ".-_".contains(sign);
        (!name.is_empty() && name.chars().all(of_name)).then_some(&rest[..=end])
    })
}

/// Looks at a text that is shown as it is written.
pub(crate) fn look(text: &str, span: Span, report: &mut Report) {
    if let Some(insert) = find(text) {
        report.add(span, &UnfilledInsert { insert });
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn inserts_are_told_from_other_braces() {
        let cases = [
            ("{provider.name} down", Some("{provider.name}")),
            ("The {ruoter}", Some("{ruoter}")),
            ("With { provider.name }", Some("{ provider.name }")),
            ("A {b and {c}", Some("{c}")),
            ("{}", None),
            ("a } b {", None),
            ("{ \"a\": 1 }", None),
        ];
        for (text, found) in cases {
            assert_eq!(find(text), found, "{text:?}");
        }
    }
}
