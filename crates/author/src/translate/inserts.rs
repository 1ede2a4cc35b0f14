//! The inserts of a text: `{technology}`, which the engine replaces by a fact.

use std::collections::BTreeSet;

use super::Words;

/// The names of the inserts of a text; `None` where one has no end or no name. `{{` is a brace.
fn of_text(text: &str) -> Option<BTreeSet<&str>> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('{') {
        if let Some(behind) = behind.strip_prefix('{') {
            rest = behind;
            continue;
        }
        let (name, behind) = behind.split_once('}')?;
        if name.is_empty() || name.contains('{') {
            return None;
        }
        names.insert(name);
        rest = behind;
    }
    Some(names)
}

/// The inserts of a text or of all texts of a list.
pub(super) fn of(words: &Words) -> Option<BTreeSet<&str>> {
    let mut all = BTreeSet::new();
    for text in words.items() {
        all.extend(of_text(text)?);
    }
    Some(all)
}

/// Whether two texts say the same facts. One that is broken says none that can be trusted.
pub(super) fn same(one: &Words, other: &Words) -> bool {
    matches!((of(one), of(other)), (Some(one), Some(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserts_are_found_by_name_and_braces_are_not_inserts() {
        let found = |text: &str| of_text(text).map(|names| Vec::from_iter(names).join(" "));
        assert_eq!(found("no insert").as_deref(), Some(""));
        assert_eq!(
            found("{b} of {a} of {b}").as_deref(),
            Some("a b"),
            "in any order, each once"
        );
        assert_eq!(found("a {{brace}").as_deref(), Some(""));
        for broken in ["{", "{a", "{}", "{a{b}"] {
            assert_eq!(found(broken), None, "{broken}");
        }
    }
}
