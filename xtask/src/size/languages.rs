//! The scripts that say words of every language, weighed as they are served.
//!
//! A page pays for the languages that its provider serves, because the relay takes out the others. The
//! budgets are of three: English, and those two of the built ones that weigh most.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use super::Part;

/// How many languages the budgets are of.
const LANGUAGES: usize = 3;

/// Weighs a script with three languages in it.
pub fn three(name: &str, dir: &Path, path: &str, manifest: &Value) -> Result<Part> {
    let mut script = fs::read_to_string(dir.join(path)).with_context(|| format!("no {path}"))?;
    for literal in literals(manifest, path)? {
        script = script.replacen(literal, &heaviest(literal)?, 1);
    }
    let bytes = script.as_bytes();
    Ok(Part {
        name: name.to_owned(),
        raw: bytes.len(),
        gzip: firstline_compress::gzip(bytes)?.len(),
        brotli: firstline_compress::brotli(bytes, firstline_compress::BEST)?.len(),
        budget: None,
    })
}

/// What stands in this script for every language.
fn literals<'m>(manifest: &'m Value, path: &str) -> Result<Vec<&'m str>> {
    let all = manifest["byLanguage"].as_array();
    let of_path = |entry: &'m Value| (entry[0] == path).then(|| entry[1].as_str())?;
    let found: Vec<&str> = all.into_iter().flatten().filter_map(of_path).collect();
    ensure!(
        !found.is_empty(),
        "the manifest does not say where {path} speaks"
    );
    Ok(found)
}

/// The object with English and the heaviest of the others; what stands under "" is no language.
fn heaviest(literal: &str) -> Result<String> {
    let all: Map<String, Value> = serde_json::from_str(literal)?;
    let mut others: Vec<&String> = all
        .keys()
        .filter(|tag| !["", "en"].contains(&tag.as_str()))
        .collect();
    others.sort_by_key(|tag| std::cmp::Reverse(all[*tag].to_string().len()));
    let left_out: Vec<String> = others.into_iter().skip(LANGUAGES - 1).cloned().collect();
    let kept = all.into_iter().filter(|(tag, _)| !left_out.contains(tag));
    Ok(Value::Object(kept.collect()).to_string())
}

#[cfg(test)]
mod tests {
    use super::{heaviest, literals};
    use serde_json::json;

    #[test]
    fn three_languages_are_kept_and_what_is_none() {
        let all = r#"{"":"en","ar":{"a":"longest"},"de":{"a":"long"},"en":{"a":"e"},"fr":{"a":"longer"}}"#;
        assert_eq!(
            heaviest(all).unwrap(),
            r#"{"":"en","ar":{"a":"longest"},"en":{"a":"e"},"fr":{"a":"longer"}}"#
        );
        let three = r#"{"de":"assets/a.json","en":"assets/b.json"}"#;
        assert_eq!(heaviest(three).unwrap(), three);
    }

    #[test]
    fn a_script_that_the_manifest_does_not_name_is_not_weighed() {
        let manifest = json!({ "byLanguage": [["a.js", "{}"], ["b.js", "{1}"], ["a.js", "{2}"]] });
        assert_eq!(literals(&manifest, "a.js").unwrap(), ["{}", "{2}"]);
        assert!(literals(&manifest, "c.js").is_err());
    }
}
