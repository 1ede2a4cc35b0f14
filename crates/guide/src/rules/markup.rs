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
        if self.found.starts_with('`') {
            return format!("{} is marked as code, and texts are plain", self.found);
        }
        format!("`{}` is markup, and texts are plain", self.found)
    }

    fn hint(&self) -> Option<String> {
        let hint = if self.found.starts_with(']') {
            "put the address into `links`, with a `label`"
        } else if self.found.starts_with('&') {
            "write the sign itself"
        } else if self.found.starts_with('#') {
            "delete it; a heading is the `title` of a step"
        } else if self.found.starts_with('`') {
            "delete these signs; what is to be typed can be copied from an action by `copy`"
        } else {
            "delete it; what is emphasised belongs to the beginning of the sentence"
        };
        Some(hint.to_owned())
    }
}

/// Tags that authors may know from elsewhere. Others may be meant, as in `press <Enter>`.
const TAGS: &[&str] = &[
    "a", "b", "br", "code", "div", "em", "h1", "h2", "h3", "i", "img", "li", "ol", "p", "script",
    "span", "strong", "u", "ul",
];

/// The first markup of a text.
fn find(text: &str) -> Option<&str> {
    for (at, _) in text.match_indices('<') {
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            return Some(&rest[.."<!--".len()]);
        }
        let Some(end) = rest.find('>') else { break };
        let whole = &rest[1..end];
        let inner = whole.trim_start_matches('/').trim_end_matches('/');
        let name = inner.split_whitespace().next().unwrap_or_default();
        let is_tag = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        // `<A>` alone is a key of a keyboard; with an attribute, or at the end of something, it is none.
        let is_key = name.len() == 1 && name != name.to_ascii_lowercase() && whole == name;
        if is_tag && !is_key {
            return Some(&rest[..=end]);
        }
    }
    let found = entity(text)
        .or_else(|| heading(text))
        .or_else(|| code(text));
    if found.is_some() {
        return found;
    }
    for sign in ["](http", "](tel:", "](mailto:", "**", "__"] {
        if let Some(at) = text.find(sign) {
            return Some(&text[at..at + sign.len()]);
        }
    }
    None
}

/// Names of signs that editors and web pages write. Others may be part of a name, as in "R&D; then".
const ENTITIES: &[&str] = &[
    "nbsp", "ensp", "emsp", "thinsp", "shy", "zwj", "zwnj", "lrm", "rlm", "amp", "lt", "gt",
    "quot", "apos", "lsquo", "rsquo", "sbquo", "ldquo", "rdquo", "bdquo", "laquo", "raquo",
    "lsaquo", "rsaquo", "ndash", "mdash", "hellip", "bull", "middot", "larr", "rarr", "times",
    "deg", "euro", "pound", "copy", "reg", "trade", "auml", "ouml", "uuml", "Auml", "Ouml", "Uuml",
    "szlig", "eacute", "egrave", "agrave", "ccedil", "ntilde",
];

/// A sign that is written by its name or number, as HTML has it: `&nbsp;`, `&#160;`.
fn entity(text: &str) -> Option<&str> {
    let mut signs = text.match_indices('&');
    signs.find_map(|(at, _)| {
        let rest = &text[at..];
        let name = &rest[1..rest.find(';')?];
        let is_number = name.strip_prefix('#').is_some_and(|number| {
            let hexadecimal = number.trim_start_matches(['x', 'X']);
            !hexadecimal.is_empty() && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        (is_number || ENTITIES.contains(&name)).then(|| &rest[..name.len() + 2])
    })
}

/// The signs of a heading at the beginning: `## Title`. A single one is a heading only over something, because `#` is
/// also a key: "# ends the call".
fn heading(text: &str) -> Option<&str> {
    let behind = text.trim_start_matches('#');
    let signs = &text[..text.len() - behind.len()];
    let is_title = behind.strip_prefix(' ').is_some_and(|title| {
        title.starts_with(|first: char| first.is_alphabetic() && !first.is_lowercase())
    });
    let is_heading = match signs.len() {
        1 => behind.trim_end().contains('\n'),
        number => (2..=6).contains(&number),
    };
    (is_heading && is_title).then_some(signs)
}

/// Words between two signs of code. One alone may be a key of a keyboard.
fn code(text: &str) -> Option<&str> {
    let start = text.find('`')?;
    let rest = &text[start..];
    let end = rest[1..].find('`')?;
    Some(&rest[..end + 2])
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
            ("One<BR/>two", Some("<BR/>")),
            ("One<br\n/>two", Some("<br\n/>")),
            ("Wait <!-- really -->", Some("<!--")),
            ("5&nbsp;minutes", Some("&nbsp;")),
            ("5&#160;minutes", Some("&#160;")),
            ("5&#xA0;minutes", Some("&#xA0;")),
            ("Type `ping`", Some("`ping`")),
            ("# Title\nWhat it is about", Some("#")),
            ("## Title", Some("##")),
            ("## 标题", Some("##")),
            ("### Title", Some("###")),
            ("<A href=\"x\">here", Some("<A href=\"x\">")),
            ("<B>Reset</B>", Some("</B>")),
            ("Press <a>", Some("<a>")),
            ("Salt &amp; pepper", Some("&amp;")),
            ("Press <Enter>", None),
            ("Research & development; then", None),
            ("R&D; then", None),
            ("Marks&Spencer; then", None),
            ("Press <A>, then <B>", None),
            ("# Taste drücken", None),
            ("# Key ends the call", None),
            ("# 键结束通话", None),
            ("#1 in speed", None),
            ("# is the last key", None),
            ("The key ` on the left", None),
            ("1 < 2 and 3 > 2", None),
            ("The key * or #", None),
            ("a < b", None),
        ];
        for (text, found) in cases {
            assert_eq!(find(text), found, "{text:?}");
        }
    }
}
