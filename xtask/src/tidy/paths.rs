//! The whole paths that Rust code names below the root of its crate.

/// Every path that begins with `crate`, `super` or `self`, from the root of the crate: `use super::{a, b::C}` in `x::y` gives
/// `[x, a]` and `[x, b, C]`. The code is without comments and literals.
pub fn paths_named(code: &str, module: &[&str]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for root in ["crate", "super", "self"] {
        for (at, _) in code.match_indices(&format!("{root}::")) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| is_name(c) || c == ':' || c == '$') {
                continue;
            }
            let mut rest = &code[at + root.len() + 2..];
            let mut base: Vec<String> = match root {
                "crate" => Vec::new(),
                "self" => owned(module),
                _ => owned(&module[..module.len().saturating_sub(1)]),
            };
            while let Some(further) = rest.strip_prefix("super::").filter(|_| root == "super") {
                base.pop();
                rest = further;
            }
            tree(rest, &base, &mut found);
        }
    }
    found
}

fn owned(module: &[&str]) -> Vec<String> {
    module.iter().map(|name| (*name).to_owned()).collect()
}

/// Reads a path, or a group of them, that begins here; says where it ends.
fn tree<'a>(text: &'a str, base: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = base.to_vec();
    let mut rest = text.trim_start();
    loop {
        if let Some(mut inside) = rest.strip_prefix('{') {
            loop {
                inside = inside.trim_start().trim_start_matches(',').trim_start();
                if let Some(after) = inside.strip_prefix('}') {
                    return after;
                }
                let next = tree(inside, &path, found);
                // What is no path, such as a glob, is passed over.
                let step = next.chars().next().map_or(0, char::len_utf8);
                inside = if next.len() == inside.len() {
                    &next[step..]
                } else {
                    next
                };
                if inside.is_empty() {
                    return inside;
                }
            }
        }
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        if &rest[..end] != "self" {
            path.push(rest[..end].to_owned());
        }
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(further) => rest = further.trim_start(),
            None => break,
        }
    }
    if path.len() > base.len() {
        found.push(path);
    }
    // `as` gives it another name.
    match rest.trim_start().strip_prefix("as ") {
        Some(renamed) => renamed.trim_start().trim_start_matches(is_name),
        None => rest,
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a relative path leads from a folder.
pub fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::paths_named;

    fn named(code: &str, module: &[&str]) -> Vec<String> {
        let paths = paths_named(code, module);
        paths.into_iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn groups_are_unfolded() {
        assert_eq!(
            named("use crate::{a, b::{self, C as D, e::*}, f};", &["x"]),
            ["a", "b::C", "b::e", "f"]
        );
    }

    #[test]
    fn paths_upwards_begin_at_the_module_above() {
        assert_eq!(named("use super::a::B;", &["x", "y"]), ["x::a::B"]);
        assert_eq!(named("use super::super::a;", &["x", "y"]), ["a"]);
        assert_eq!(named("let x = self::a::b();", &["x"]), ["x::a::b"]);
    }

    #[test]
    fn paths_of_other_crates_are_none_of_ours() {
        assert!(named("use std::fmt; $crate::a; not_crate::b", &["x"]).is_empty());
    }
}
