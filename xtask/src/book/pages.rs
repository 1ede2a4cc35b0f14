//! The pages of the book, made from those of the checkout: what a page takes in from elsewhere stands in it, and its links lead
//! where the book has what they name. What the book does not have keeps its name and loses its link.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::tidy::joined;

/// Where the pages lie, from the root of the checkout.
const DOCS: &str = "docs/";
/// How a page takes in another file.
const INCLUDE: &str = "{{#include ";

/// All pages, by their paths.
pub fn made(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut pages = BTreeMap::new();
    read_all(root, &root.join(DOCS), &mut pages)?;
    let mut homes = BTreeMap::new();
    for (path, text) in &pages {
        if let Some(source) = taken_in(path, text) {
            homes.insert(source, path.clone());
        }
    }
    let in_book = |path: &str| {
        let home = homes.get(path).map_or(path, String::as_str);
        pages.contains_key(home).then(|| home.to_owned())
    };
    let mut made = BTreeMap::new();
    for (path, text) in &pages {
        let (text, own) = match taken_in(path, text) {
            Some(source) => {
                let text = fs::read_to_string(root.join(&source));
                (
                    text.with_context(|| format!("{path} takes in {source}"))?,
                    source,
                )
            }
            None => (text.clone(), path.clone()),
        };
        // The table of contents names files.
        let text = match path.ends_with("SUMMARY.md") {
            true => text,
            false => with_links(&text, &own, path, &in_book),
        };
        made.insert(path.clone(), text);
    }
    Ok(made)
}

fn read_all(root: &Path, folder: &Path, pages: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.is_dir() {
            read_all(root, &file, pages)?;
        } else if file.extension().is_some_and(|extension| extension == "md") {
            let path = file
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            pages.insert(path, fs::read_to_string(&file)?);
        }
    }
    Ok(())
}

/// The file that a page is nothing but.
fn taken_in(page: &str, text: &str) -> Option<String> {
    let target = text.trim().strip_prefix(INCLUDE)?.strip_suffix("}}")?;
    Some(joined(folder_of(page), target))
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The text of the file `own` as the page `page` has it.
fn with_links(
    text: &str,
    own: &str,
    page: &str,
    in_book: &impl Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            out.push_str(line);
        } else {
            out.push_str(&line_with_links(line, own, page, in_book));
        }
    }
    out
}

fn line_with_links(
    line: &str,
    own: &str,
    page: &str,
    in_book: &impl Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(middle) = rest.find("](") {
        let (before, after) = (&rest[..middle], &rest[middle + 2..]);
        let Some((target, behind)) = after.split_once(')') else {
            break;
        };
        let (path, place) = match target.find('#') {
            Some(at) => target.split_at(at),
            None => (target, ""),
        };
        let elsewhere =
            path.is_empty() || path.contains([':', ' ', '{', '…']) || path.starts_with('/');
        let found = in_book(&joined(folder_of(own), path));
        match (elsewhere, found, before.rfind('[')) {
            (false, Some(found), _) => {
                out.push_str(before);
                out.push_str(&format!("]({}{place})", relative(page, &found)));
            }
            (false, None, Some(begin)) => {
                out.push_str(&before[..begin]);
                out.push_str(&before[begin + 1..]);
            }
            _ => {
                out.push_str(before);
                out.push_str(&format!("]({target})"));
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The way from one page to another. The book calls a README of a folder its index.
fn relative(from: &str, to: &str) -> String {
    let up = "../".repeat(folder_of(from).matches('/').count());
    let to = to.trim_start_matches(DOCS);
    match to.strip_suffix("README.md") {
        Some(folder) => format!("{up}{folder}index.html"),
        None => format!("{up}{to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(line: &str, own: &str, page: &str) -> String {
        let in_book = |path: &str| match path {
            "ARCHITECTURE.md" => Some("docs/architecture.md".to_owned()),
            "docs/relay.md" | "docs/decisions/README.md" | "docs/helpdesk/mail.md" => {
                Some(path.to_owned())
            }
            _ => None,
        };
        line_with_links(line, own, page, &in_book)
    }

    #[test]
    fn a_page_that_is_taken_in_keeps_its_links() {
        let of_root = |text| line(text, "ARCHITECTURE.md", "docs/architecture.md");
        assert_eq!(
            of_root("see [it](docs/relay.md#as-a-service)."),
            "see [it](relay.md#as-a-service)."
        );
        assert_eq!(
            of_root("[why](docs/decisions/README.md)"),
            "[why](decisions/index.html)"
        );
    }

    #[test]
    fn a_page_in_a_folder_leads_out_of_it() {
        let of_folder = |text| line(text, "docs/helpdesk/mail.md", "docs/helpdesk/mail.md");
        assert_eq!(
            of_folder("[a](../relay.md) [b](mail.md)"),
            "[a](../relay.md) [b](../helpdesk/mail.md)"
        );
        assert_eq!(
            of_folder("[a](../../ARCHITECTURE.md)"),
            "[a](../architecture.md)"
        );
    }

    #[test]
    fn what_the_book_does_not_have_keeps_its_name() {
        let of_docs = |text| line(text, "docs/relay.md", "docs/relay.md");
        assert_eq!(
            of_docs("[the unit](../deploy/firstline.service), [mdBook](https://example.org/)"),
            "the unit, [mdBook](https://example.org/)"
        );
    }

    #[test]
    fn every_link_of_the_book_leads_to_a_page() {
        let pages = made(&crate::place::root()).unwrap();
        assert!(
            pages["docs/architecture.md"].contains("# "),
            "it is taken in"
        );
        for (path, text) in &pages {
            let lost = text
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split([')', '#']).next());
            for target in lost.filter(|target| target.ends_with(".md")) {
                let there = joined(folder_of(path), target);
                assert!(
                    target.contains(':') || pages.contains_key(&there),
                    "{path}: {target}"
                );
            }
        }
    }
}
