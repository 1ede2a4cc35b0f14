//! No link in the documentation that leads nowhere, and no page of the book that its table of contents does not have.

use std::collections::BTreeSet;

use super::paths::joined;
use super::{Files, Finding};
use crate::place;

/// The book's table of contents.
const SUMMARY: &str = "docs/SUMMARY.md";

/// Looks at the links of every page, relative ones only.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_summary = BTreeSet::new();
    for file in files.iter().filter(|file| file.is(&["md"])) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut fenced = false;
        for (number, line) in file.lines() {
            fenced ^= line.trim_start().starts_with("```");
            if fenced {
                continue;
            }
            for target in links(line) {
                let path = joined(folder, target);
                if file.path == SUMMARY {
                    in_summary.insert(path.clone());
                }
                let there = files.get(&path).is_some() || place::root().join(&path).exists();
                if !there {
                    findings.push(Finding::new(
                        &file.path,
                        number,
                        format!("the link to {target} leads nowhere: no {path}"),
                    ));
                }
            }
        }
    }
    if files.get(SUMMARY).is_some() {
        let pages = files.iter().filter(|file| {
            file.path.starts_with("docs/") && file.is(&["md"]) && file.path != SUMMARY
        });
        for page in pages.filter(|page| !in_summary.contains(&page.path)) {
            findings.push(Finding::new(
                &page.path,
                1,
                format!("the book does not have this page: add its line to {SUMMARY}"),
            ));
        }
    }
    findings
}

/// The relative targets of a line's links and pictures, without what follows a `#`.
fn links(line: &str) -> Vec<&str> {
    let inline = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let sources = line
        .split("src=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    inline
        .chain(sources)
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| {
            let address = target.contains("://")
                || target.starts_with("mailto:")
                || target.starts_with("tel:");
            // A placeholder, an expression in code, or a place on the page itself.
            !target.is_empty()
                && !address
                && !target.starts_with('/')
                && !target.contains([' ', '{', '`', '…'])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    #[test]
    fn a_link_that_leads_nowhere_is_found_with_its_line() {
        let files = Files::made_up(&[
            (
                "docs/one.md",
                "\nSee [two](two.md#part) and [gone](../gone.md).\n```\n[x](y.md)\n```\n",
            ),
            ("docs/two.md", "[home](https://isp.example/) ![x](one.md)"),
        ]);
        let found = check(&files);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&*found[0].file, found[0].line), ("docs/one.md", 2));
    }

    #[test]
    fn a_page_that_the_book_does_not_have_is_found() {
        let files = Files::made_up(&[
            ("docs/SUMMARY.md", "- [One](one.md)"),
            ("docs/one.md", "One"),
            ("docs/two.md", "Two"),
        ]);
        let found = check(&files);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].file, "docs/two.md");
    }
}
