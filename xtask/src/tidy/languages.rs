//! No words that a language lacks: where customers read our own words in English, they can read them in every language.
//!
//! The list of languages comes from `src/text`. The widget's build itself names what is missing there.

use std::collections::BTreeSet;

use super::{Files, Finding};

/// Where the languages stand.
const LANGUAGES: &str = "src/text/";
/// Folders whose words have a home of their own, or that nobody reads.
const APART: &[&str] = &["guides/", "tests/", "src/text/"];

/// The page with the recipe for a language, and the beginning of its row.
const RECIPES: (&str, &str) = ("CONTRIBUTING.md", "| a language | `");
/// The folders that the recipe names once for all that lies in them.
const SHORT: &[&str] = &["embed/", "crates/relay/src/"];

/// Looks for languages that a folder of words lacks, and for words that whoever lists them leaves out.
pub fn check(files: &Files) -> Vec<Finding> {
    let languages = files.iter().filter_map(|file| {
        let name = file.path.strip_prefix(LANGUAGES)?;
        let tag = name.strip_suffix(".json")?;
        (!tag.contains('/')).then_some(tag)
    });
    let languages: BTreeSet<&str> = languages.collect();
    let mut findings = Vec::new();
    for file in files.iter() {
        if APART.iter().any(|place| file.path.starts_with(place)) || file.path.contains("/tests/") {
            continue;
        }
        let Some(folder) = file.path.strip_suffix("en.json") else {
            lists(file, &languages, &mut findings);
            continue;
        };
        if !folder.ends_with('/') {
            continue;
        }
        findings.extend(left_out(files, folder));
        for tag in &languages {
            let path = format!("{folder}{tag}.json");
            if files.get(&path).is_none() {
                let message = format!("{path} is missing: customers would read English there");
                findings.push(Finding::new(&file.path, 1, message));
            }
        }
    }
    findings
}

/// The recipe for a language must name each folder that gets a file of words.
fn left_out(files: &Files, folder: &str) -> Option<Finding> {
    let (page, row) = RECIPES;
    let (line, text) = files
        .get(page)?
        .lines()
        .find(|(_, line)| line.starts_with(row))?;
    let short = SHORT.iter().find_map(|above| folder.strip_prefix(above));
    let name = short.unwrap_or(folder).trim_end_matches('/');
    let message = format!("the recipe for a language leaves out `{name}`: {folder} has words, too");
    (!text.contains(&format!("`{name}`"))).then(|| Finding::new(page, line, message))
}

/// A file that takes the English words in must take those of every language.
fn lists(file: &super::TextFile, languages: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    if !file.is(&["rs", "js"]) {
        return;
    }
    for (at, line) in file.lines() {
        let taken_in = line.contains("include_str!(\"") || line.starts_with("import ");
        let english = line.split('"').find(|part| {
            part.strip_suffix("en.json")
                .is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
        });
        let Some(english) = english.filter(|_| taken_in) else {
            continue;
        };
        for tag in languages {
            let other = format!("{}{tag}.json\"", english.trim_end_matches("en.json"));
            if !file.text.contains(&format!("\"{other}")) {
                let message = format!("\"{other} is not taken in beside {english}");
                findings.push(Finding::new(&file.path, at, message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    #[test]
    fn a_language_that_words_lack_is_found() {
        let there = [
            ("src/text/en.json", "{}"),
            ("src/text/de.json", "{}"),
            ("embed/follow/en.json", "{}"),
        ];
        assert_eq!(check(&Files::made_up(&there)).len(), 1);
        let both = [&there[..], &[("embed/follow/de.json", "{}")]].concat();
        assert!(check(&Files::made_up(&both)).is_empty());
    }

    #[test]
    fn a_folder_that_the_recipe_leaves_out_is_found() {
        let recipe = "| a language | `src/text/<language>.json`; `follow` of `embed` |\n";
        let there = [
            ("src/text/en.json", "{}"),
            ("embed/follow/en.json", "{}"),
            ("CONTRIBUTING.md", recipe),
        ];
        assert!(check(&Files::made_up(&there)).is_empty());
        let more = [&there[..], &[("crates/relay/src/mail/words/en.json", "{}")]].concat();
        assert_eq!(check(&Files::made_up(&more)).len(), 1);
    }

    #[test]
    fn words_that_are_there_and_not_taken_in_are_found() {
        let text = "const FILES: &[&str] = &[\n    include_str!(\"words/en.json\"),\n];\n";
        let there = [
            ("src/text/en.json", "{}"),
            ("src/text/de.json", "{}"),
            ("crates/relay/src/mail.rs", text),
        ];
        let found = check(&Files::made_up(&there));
        assert_eq!((found.len(), found[0].line), (1, 2));
        let import = "import en from \"./follow/en.json\";\n";
        let script = [there[0], there[1], ("embed/follow.js", import)];
        assert_eq!(check(&Files::made_up(&script)).len(), 1);
        let both = "import de from \"./follow/de.json\";\nimport en from \"./follow/en.json\";\n";
        let script = [there[0], there[1], ("embed/follow.js", both)];
        assert!(check(&Files::made_up(&script)).is_empty());
    }
}
