//! `markup`

use crate::diagnostic::Report;
use crate::diagnostic::{Example, Rule, Violation};
use crate::json::Span;

crate::rule! {
    /// A text has markup in it.
    ///
    /// All texts are plain: customers would read the tags and signs themselves. What is to be pressed or read stands
    /// out by its words; links go to `links`.
    Error "markup",
    bad: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call <b>112</b>" }"#,
    ),
    good: Example::Steps(
        r#""here": { "kind": "outcome", "ends": "stop", "title": "Call 112" }"#,
    ),
}

/// Markup in a text.
pub struct Markup<'a> {
    /// The markup.
    pub found: &'a str,
}

impl Violation for Markup<'_> {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn message(&self) -> String {
        format!("`{}` is markup, and texts are plain", self.found)
    }

    fn hint(&self) -> Option<String> {
        Some(if self.found.starts_with(']') {
            "put the address into `links`, with a `label`".to_owned()
        } else {
            "delete it; what is emphasised belongs to the beginning of the sentence".to_owned()
        })
    }
}

/// Tags that authors may know from elsewhere. Others may be meant, as in "press <Enter>".
const TAGS: &[&str] = &[
    "a", "b", "br", "code", "div", "em", "h1", "h2", "h3", "i", "img", "li", "ol", "p", "script",
    "span", "strong", "u", "ul",
];

/// The first markup of a text.
fn find(text: &str) -> Option<&str> {
    for (at, _) in text.match_indices('<') {
        let rest = &text[at..];
        let Some(end) = rest.find('>') else { break };
        let inner = rest[1..end].trim_start_matches('/').trim_end_matches('/');
        let name = inner.split(' ').next().unwrap_or_default();
        if TAGS.contains(&name) {
            return Some(&rest[..=end]);
        }
    }
    for sign in ["](http", "](tel:", "](mailto:", "**", "__"] {
        if let Some(at) = text.find(sign) {
            return Some(&text[at..at + sign.len()]);
        }
    }
    None
}

/// Looks at a text.
pub(crate) fn look(text: &str, span: Span, report: &mut Report) {
    if let Some(found) = find(text) {
        report.add(span, &Markup { found });
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn tags_and_signs_are_markup_and_the_rest_is_not() {
        let cases = [
            ("Press <b>Reset</b>", Some("<b>")),
            ("One<br/>two", Some("<br/>")),
            ("See <a href=\"x\">here</a>", Some("<a href=\"x\">")),
            ("See [our page](https://isp.example)", Some("](http")),
            ("**Never** do this", Some("**")),
            ("Press <Enter>", None),
            ("1 < 2 and 3 > 2", None),
            ("The key * or #", None),
            ("a < b", None),
        ];
        for (text, found) in cases {
            assert_eq!(find(text), found, "{text:?}");
        }
    }
}
