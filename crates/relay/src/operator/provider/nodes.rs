//! Values of the provider's file, read one by one: what is wrong with one keeps nobody from reading the next.

use std::collections::BTreeMap;

use firstline_guide::json::Node;
use firstline_guide::language::is_language;
use firstline_wire::foreign::in_lines;

use super::problems::{Problems, below};

/// The members of an object that are known by these keys; the others are reported.
pub(super) fn members<'n>(
    node: &'n Node,
    at: &str,
    known: &[&str],
    problems: &mut Problems,
) -> Vec<(&'n str, String, &'n Node)> {
    let mut found = Vec::new();
    for (key, at, node) in all_members(node, at, problems) {
        if known.contains(&key) {
            found.push((key, at, node));
        } else {
            let known = known.iter().filter(|known| !known.starts_with('$'));
            let known: Vec<String> = known.map(|known| format!("`{known}`")).collect();
            let message = format!("There is no key `{key}` here, but {}.", known.join(", "));
            problems.add(&at, message);
        }
    }
    found
}

pub(super) fn all_members<'n>(
    node: &'n Node,
    at: &str,
    problems: &mut Problems,
) -> Vec<(&'n str, String, &'n Node)> {
    let Some(members) = node.as_object() else {
        problems.add(at, "This must be an object: { \"…\": … }.");
        return Vec::new();
    };
    let member = |member: &'n firstline_guide::json::Member| {
        (&*member.key, below(at, &member.key), &member.value)
    };
    members.iter().map(member).collect()
}

pub(super) fn each<T>(
    node: &Node,
    at: &str,
    problems: &mut Problems,
    read: impl Fn(&Node, &str, &mut Problems) -> T,
) -> BTreeMap<String, T> {
    let members = all_members(node, at, problems).into_iter();
    members
        .map(|(key, at, node)| (key.to_owned(), read(node, &at, problems)))
        .collect()
}

pub(super) fn each_text(
    node: &Node,
    at: &str,
    problems: &mut Problems,
) -> BTreeMap<String, String> {
    let members = all_members(node, at, problems).into_iter();
    members
        .filter_map(|(key, at, node)| Some((key.to_owned(), text(node, &at, problems)?)))
        .collect()
}

/// Texts by language: each under a tag, and none empty, because it would be read in place of a default.
pub(super) fn each_language(
    node: &Node,
    at: &str,
    problems: &mut Problems,
) -> BTreeMap<String, String> {
    let said = each_text(node, at, problems);
    for (language, text) in &said {
        let at = below(at, language);
        if !is_language(language) {
            let meant = language.replace('_', "-");
            let message = match is_language(&meant) {
                true => format!("Write `{meant}`: a language has a hyphen."),
                false => {
                    format!("`{language}` is no language: write a tag such as `en` or `de-AT`.")
                }
            };
            problems.add(&at, message);
        }
        if text.trim().is_empty() {
            problems.add(
                &at,
                "There is nothing to read here: write a text, or leave it out.",
            );
        }
    }
    said
}

pub(super) fn list(node: &Node, at: &str, problems: &mut Problems) -> Vec<String> {
    let Some(items) = node.as_array() else {
        problems.add(at, "This must be a list: [\"…\", \"…\"].");
        return Vec::new();
    };
    let items = items.iter().enumerate();
    items
        .map(|(position, item)| {
            let at = below(at, &position.to_string());
            // Its place counts: those behind it are named by theirs.
            text(item, &at, problems).unwrap_or_default()
        })
        .collect()
}

pub(super) fn text(node: &Node, at: &str, problems: &mut Problems) -> Option<String> {
    let text = node.as_str();
    let Some(text) = text else {
        problems.add(at, "This must be text in quotes.");
        return None;
    };
    if in_lines(text) != text {
        problems.add(
            at,
            "There is a character in it that is not seen and steers what shows it. Write it anew.",
        );
    } else if text.contains('\n') {
        problems.add(at, "There is a line break in it. Write one line.");
    }
    Some(text.to_owned())
}
