//! Nothing that a strict content policy forbids: the widget runs on pages that allow no inline style
//! and no HTML from strings, and there it would be dropped without a word.

use super::source::code;
use super::{Files, Finding};

/// Texts that the sources of widget and loader must not have, and what to do instead.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    (
        "style=",
        &["rs"],
        "inline styles are dropped under a strict policy: use a class, an SVG attribute or <progress>",
    ),
    (
        "from_html_unchecked",
        &["rs"],
        "no HTML from data: build nodes",
    ),
    ("set_inner_html", &["rs"], "no HTML from data: build nodes"),
    (
        "innerHTML",
        &["js"],
        "Trusted Types forbid it: createElement and textContent",
    ),
    (
        "outerHTML",
        &["js"],
        "Trusted Types forbid it: createElement and textContent",
    ),
    (
        "insertAdjacentHTML",
        &["js"],
        "Trusted Types forbid it: createElement and textContent",
    ),
    (
        "document.write",
        &["js"],
        "Trusted Types forbid it: createElement and textContent",
    ),
    ("eval(", &["js"], "a strict policy forbids it"),
    ("new Function", &["js"], "a strict policy forbids it"),
    (
        ".style.",
        &["js"],
        "use a class: the policy of the page may forbid inline styles",
    ),
];

/// Looks at the widget, the loader and the styles.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    let ours = files
        .iter()
        .filter(|file| file.path.starts_with("src/") || file.path.starts_with("embed/"));
    for file in ours {
        let text = if file.is(&["rs"]) {
            code(&file.text)
        } else {
            without_line_comments(&file.text)
        };
        for (at, line) in text.lines().enumerate() {
            for (word, extensions, instead) in FORBIDDEN {
                if file.is(extensions) && line.contains(word) {
                    findings.push(Finding::new(
                        &file.path,
                        at + 1,
                        format!("`{word}`: {instead}"),
                    ));
                }
            }
            if file.is(&["css"]) && has_rem(line) {
                findings.push(Finding::new(
                    &file.path,
                    at + 1,
                    "`rem` follows the host page's root, which may be anything: use px",
                ));
            }
        }
    }
    findings
}

fn without_line_comments(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| {
            let start = line.trim_start();
            let comment = ["//", "*", "/*"].iter().any(|sign| start.starts_with(sign));
            if comment { "" } else { line }
        })
        .collect();
    lines.join("\n")
}

/// A number with the unit `rem`.
fn has_rem(line: &str) -> bool {
    line.match_indices("rem").any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + 3..].chars().next();
        before.is_some_and(|c| c.is_ascii_digit()) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    fn found(path: &str, text: &str) -> usize {
        check(&Files::made_up(&[(path, text)])).len()
    }

    #[test]
    fn inline_style_html_from_strings_and_rem_are_found() {
        assert_eq!(
            found("src/parts/ring.rs", "html! { <div style={width}></div> }\n"),
            1
        );
        assert_eq!(found("embed/firstline.js", "panel.innerHTML = text;\n"), 1);
        assert_eq!(
            found("embed/sheet/page.css", ".fl-title { font-size: 1.5rem; }\n"),
            1
        );
    }

    #[test]
    fn comments_and_other_words_are_not_found() {
        assert_eq!(
            found("embed/firstline.js", "// innerHTML is forbidden\n"),
            0
        );
        assert_eq!(
            found(
                "embed/sheet/page.css",
                "* never 1rem */ .fl-remark { top: 3px; }\n"
            ),
            0
        );
        assert_eq!(found("docs/theme.css", "a { width: 2rem }\n"), 0);
    }
}
