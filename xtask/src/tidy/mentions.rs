//! No path to a file that does not exist, in a comment or in a code span of a page: files move, and whoever follows their old
//! path is lost.

use super::paths::joined;
use super::{Files, Finding, TextFile};

/// The kinds of files whose paths are looked at.
const KINDS: &[&str] = &[".rs", ".js", ".md", ".toml"];

/// Files that may name what does not exist, with the reason.
const EXCEPT: &[(&str, &str)] = &[("CHANGELOG.md", "it tells what was")];

/// Looks at every comment, and at every code span of a page.
///
/// A path counts if its first folder is at the root of the checkout or beside the file. Any other is short for something, such
/// as `rules/mod.rs` in a text about one package, and is left alone.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter() {
        if EXCEPT.iter().any(|(path, _)| file.path == *path) {
            continue;
        }
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, text) in prose(file) {
            for path in paths(text) {
                let first = path.split('/').next().unwrap_or_default();
                let places = [
                    (path.to_owned(), first.to_owned()),
                    (joined(folder, path), joined(folder, first)),
                ];
                let there = places.iter().any(|(path, _)| files.get(path).is_some());
                let counts = places.iter().any(|(_, first)| is_folder(files, first));
                if counts && !there {
                    let message = format!("there is no file {path}: name the one that is meant");
                    findings.push(Finding::new(&file.path, number, message));
                }
            }
        }
    }
    findings
}

fn is_folder(files: &Files, path: &str) -> bool {
    let inside = format!("{path}/");
    files.iter().any(|file| file.path.starts_with(&inside))
}

/// What a file says to people, with its lines: comments, and the code spans of a page outside its examples.
fn prose(file: &TextFile) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in file.lines() {
        let start = line.trim_start();
        if file.is(&["md"]) {
            fenced ^= start.starts_with("```");
            let spans = line.split('`').skip(1).step_by(2);
            found.extend(spans.filter(|_| !fenced).map(|span| (number, span)));
        } else if file.is(&["toml"]) {
            found.extend(line.split_once('#').map(|(_, comment)| (number, comment)));
        } else if file.is(&["rs", "js", "mjs", "css"]) {
            // The inner lines of a block begin with `*`.
            let whole = ["//", "/*", "*"].iter().any(|sign| start.starts_with(sign));
            let behind = line.split_once(" // ");
            // What looks like a comment behind code is part of a text if a quotation mark is open.
            let behind = behind.filter(|(code, _)| code.matches('"').count() % 2 == 0);
            let comment = match whole {
                true => Some(start),
                false => behind.map(|(_, comment)| comment),
            };
            found.extend(comment.map(|comment| (number, comment)));
        }
    }
    found
}

/// The paths in a text. What begins with `/` is an address, or the rest of a path with a placeholder.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    text.split(move |c| !is_of_path(c))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| word.contains('/') && !word.starts_with('/'))
        .filter(|word| {
            KINDS
                .iter()
                .any(|kind| word.ends_with(kind) && !word.ends_with(&format!("/{kind}")))
        })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    fn found(path: &str, text: &str) -> usize {
        let files = [
            ("src/view.rs", ""),
            ("crates/x/src/rules/mod.rs", ""),
            ("crates/x/tests/rules.rs", ""),
            (path, text),
        ];
        check(&Files::made_up(&files)).len()
    }

    #[test]
    fn a_file_that_is_gone_is_found_in_comments_and_code_spans() {
        for (path, text) in [
            ("Cargo.toml", "a = 1 # the cut (src/later.rs)\n"),
            ("src/lib.rs", "//! See `src/later.rs`.\n"),
            ("src/lib.rs", "let a = 1; // as src/later.rs says.\n"),
            (
                "embed/a.js",
                "/**\n * said in crates/y/src/dial.rs, too\n */\n",
            ),
            ("README.md", "It is in `src/later.rs`.\n"),
            ("crates/x/src/lib.rs", "// rules/gone.rs has it\n"),
        ] {
            assert_eq!(found(path, text), 1, "{path}: {text}");
        }
    }

    #[test]
    fn what_exists_and_what_is_short_or_made_up_is_not_found() {
        for (path, text) in [
            (
                "src/lib.rs",
                "// src/view.rs, and session/walk.rs\nlet a = \"src/later.rs\";\n",
            ),
            (
                "crates/x/src/lib.rs",
                "// rules/mod.rs, ../tests/rules.rs\n",
            ),
            (
                "README.md",
                "`crates/<name>/src/a.rs` `https://isp.example/src/a.js`\n```\nsrc/new.rs\n```\n",
            ),
            ("CHANGELOG.md", "`src/later.rs` is gone.\n"),
        ] {
            assert_eq!(found(path, text), 0, "{path}: {text}");
        }
    }
}
