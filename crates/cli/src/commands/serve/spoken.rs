//! The few words that loader and panel say before any file of words is there, in the languages that
//! are served.
//!
//! The widget is built with every language that there is. A page pays for what the loader says, so
//! the others are taken out here; and what customers read first is then never in a language that
//! nothing else is in. The manifest says what stands in which script.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use firstline_relay::{languages, site};
use serde_json::{Map, Value};

use super::widget::{Files, LOADER, MANIFEST};

/// What the widget speaks where no language that is served is among its own.
const LAST_RESORT: &str = "en";

/// Leaves these languages in loader and panel; the first of them that the widget speaks is the one to
/// fall back to. The panel's name follows its content.
///
/// # Errors
///
/// Where the files are not those of one build.
pub(super) fn keep(files: &mut Files, served: &[String]) -> anyhow::Result<()> {
    let mut manifest: Map<String, Value> = serde_json::from_slice(&files[MANIFEST])
        .with_context(|| format!("{MANIFEST} is no JSON object"))?;
    let Some(by_language) = manifest.remove("byLanguage") else {
        return Ok(());
    };
    let by_language: Vec<(String, String)> = serde_json::from_value(by_language)
        .with_context(|| format!("`byLanguage` of {MANIFEST} is not as it is built"))?;
    let kept = spoken(&by_language, served)?;

    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    for (path, literal) in &by_language {
        let script = match changed.remove(path) {
            Some(script) => script,
            None => text(files, path)?,
        };
        ensure!(
            script.matches(literal).count() == 1,
            "{path} is not the script that {MANIFEST} tells of; build the widget anew"
        );
        let narrowed = Value::Object(narrow(literal, &kept)?).to_string();
        changed.insert(path.clone(), script.replacen(literal, &narrowed, 1));
    }

    // Under its old name, which browsers keep for ever, the panel would go on with its old words.
    let panel = manifest.get("panel").and_then(Value::as_str);
    let panel = panel
        .with_context(|| format!("{MANIFEST} does not name the panel"))?
        .to_owned();
    if let Some(script) = changed.remove(&panel) {
        let renamed = format!("assets/panel-{}.js", &site::hash(script.as_bytes())[..8]);
        let loader = match changed.remove(LOADER) {
            Some(loader) => loader,
            None => text(files, LOADER)?,
        };
        ensure!(
            loader.contains(&panel),
            "{LOADER} does not name {panel} as {MANIFEST} does; build the widget anew"
        );
        changed.insert(LOADER.to_owned(), loader.replace(&panel, &renamed));
        manifest.insert("panel".to_owned(), renamed.clone().into());
        remove(files, &panel);
        changed.insert(renamed, script);
    }
    changed.insert(MANIFEST.to_owned(), Value::Object(manifest).to_string());
    for (path, text) in changed {
        remove(files, &path);
        files.insert(path, text.into_bytes());
    }
    Ok(())
}

/// The languages of the widget that serve those that are served, in that order.
fn spoken(by_language: &[(String, String)], served: &[String]) -> anyhow::Result<Vec<String>> {
    let mut built = Vec::new();
    for (_, literal) in by_language {
        built = parse(literal)?.into_iter().map(|(tag, _)| tag).collect();
    }
    let speaks = |tag: &str| {
        let mut built = built.iter().filter(|built| !built.is_empty());
        built.find(|built| built.eq_ignore_ascii_case(tag)).cloned()
    };
    let mut kept: Vec<String> = Vec::new();
    for tag in served {
        if let Some(tag) = languages::nearest(tag, speaks)
            && !kept.contains(&tag)
        {
            kept.push(tag);
        }
    }
    if kept.is_empty() {
        kept.push(LAST_RESORT.to_owned());
    }
    Ok(kept)
}

/// Leaves these languages in an object; what stands under "" is the one to fall back to.
fn narrow(literal: &str, kept: &[String]) -> anyhow::Result<Map<String, Value>> {
    let mut object = parse(literal)?;
    object.retain(|tag, _| tag.is_empty() || kept.contains(tag));
    if let Some(fallback) = object.get_mut("") {
        *fallback = Value::from(kept[0].as_str());
    }
    Ok(object)
}

fn parse(literal: &str) -> anyhow::Result<Map<String, Value>> {
    serde_json::from_str(literal)
        .with_context(|| format!("`byLanguage` of {MANIFEST} is not as it is built"))
}

fn text(files: &Files, path: &str) -> anyhow::Result<String> {
    let bytes = files
        .get(path)
        .with_context(|| format!("{MANIFEST} names {path}, which is not there"))?;
    String::from_utf8(bytes.clone()).with_context(|| format!("{path} is not text"))
}

/// Removes a file and what it was compressed to.
fn remove(files: &mut Files, path: &str) {
    for suffix in ["", ".br", ".gz"] {
        files.remove(&format!("{path}{suffix}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str =
        r#"{"":"en","ar":{"help":"مساعدة"},"de":{"help":"Hilfe"},"en":{"help":"Help"}}"#;
    const WORDS: &str = r#"{"ar":"assets/a.json","de":"assets/d.json","en":"assets/e.json"}"#;

    fn built() -> Files {
        let manifest = serde_json::json!({
            "words": serde_json::from_str::<Value>(WORDS).unwrap(),
            "panel": "assets/panel-0.js",
            "byLanguage": [[LOADER, SAID], ["assets/panel-0.js", WORDS]],
        });
        [
            (MANIFEST, manifest.to_string()),
            ("firstline.js.br", "old".to_owned()),
            (LOADER, format!("const W={SAID},p=\"assets/panel-0.js\";")),
            ("assets/panel-0.js", format!("const M={WORDS};")),
            ("assets/panel-0.js.gz", "old".to_owned()),
        ]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .collect()
    }

    /// Loader and panel for these languages.
    fn served(languages: &[&str]) -> (String, String) {
        let mut files = built();
        let languages: Vec<String> = languages.iter().map(|tag| (*tag).to_owned()).collect();
        keep(&mut files, &languages).unwrap();
        let manifest: Value = serde_json::from_slice(&files[MANIFEST]).unwrap();
        assert_eq!(manifest["byLanguage"], Value::Null);
        assert_eq!(
            manifest["words"]["ar"], "assets/a.json",
            "for older loaders"
        );
        let panel = manifest["panel"].as_str().unwrap();
        let loader = text(&files, LOADER).unwrap();
        assert!(loader.contains(panel), "{loader}");
        assert_eq!(files.len(), 3, "nothing that was compressed is left");
        (loader.replace(panel, "PANEL"), text(&files, panel).unwrap())
    }

    #[test]
    fn only_languages_that_are_served_are_said() {
        assert_eq!(
            served(&["de-AT", "cy", "de"]),
            (
                r#"const W={"":"de","de":{"help":"Hilfe"}},p="PANEL";"#.to_owned(),
                r#"const M={"de":"assets/d.json"};"#.to_owned()
            )
        );
        assert!(served(&["cy", "ar", "en"]).0.contains(r#"{"":"ar","ar":"#));
        assert!(served(&["cy"]).0.contains(r#"{"":"en","en":"#));
    }

    #[test]
    fn the_name_of_the_panel_follows_its_languages() {
        let name = |languages: &[&str]| {
            let mut files = built();
            let languages: Vec<String> = languages.iter().map(|tag| (*tag).to_owned()).collect();
            keep(&mut files, &languages).unwrap();
            files.into_keys().find(|path| path.contains("panel"))
        };
        assert_ne!(name(&["de"]), name(&["en"]));
        assert_eq!(name(&["de"]), name(&["de"]));
    }

    #[test]
    fn files_of_two_builds_are_refused() {
        let other_panel = format!("const W={SAID},p=\"assets/panel-1.js\";");
        for loader in ["const W={};", &other_panel] {
            let mut files = built();
            files.insert(LOADER.to_owned(), loader.as_bytes().to_vec());
            let error = keep(&mut files, &["de".to_owned()]).unwrap_err();
            assert!(
                error.to_string().contains("build the widget anew"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_manifest_without_a_panel_is_refused() {
        let mut files = built();
        let manifest = String::from_utf8(files[MANIFEST].clone()).unwrap();
        let without = manifest.replace("\"panel\":", "\"other\":");
        files.insert(MANIFEST.to_owned(), without.into_bytes());
        let error = keep(&mut files, &["de".to_owned()]).unwrap_err();
        assert!(error.to_string().contains("the panel"), "{error}");
    }
}
