//! A built widget: its files, read from a directory or from inside the binary, with the placeholders
//! of loader and panel filled.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use firstline_guide::language;
use firstline_relay::site;
use firstline_wire::bundle::{self, LOADER, MANIFEST, PANEL, WORDS};
use serde_json::{Map, Value};

/// What every built widget has.
const NEEDED: [&str; 4] = [LOADER, PANEL, MANIFEST, WORDS];

/// What the widget speaks if it knows none of the languages that are served.
const LAST_RESORT: &str = "en";

/// Files by their path, with slashes.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The files of `directory`, or of the widget inside the binary, as they are served to readers of
/// these languages.
///
/// # Errors
///
/// If there is no built widget, or if its files are not those of one build.
pub(super) fn open(directory: Option<&Path>, languages: &[String]) -> anyhow::Result<Files> {
    let (mut files, place) = match directory {
        Some(directory) => (read(directory)?, directory.display().to_string()),
        None => match embedded() {
            Some(files) => (files, "the binary".to_owned()),
            None => bail!(
                "there is no widget to serve: this binary does not carry one. Build it with \
                 `cargo xtask widget` and name its directory with --widget target/widget/release"
            ),
        },
    };
    for needed in NEEDED {
        if !files.contains_key(needed) {
            bail!(
                "{place} has no {needed}, so it is not a built widget. `cargo xtask widget` builds \
                 one into target/widget/release"
            );
        }
    }
    fill(&mut files, languages).with_context(|| {
        format!("the widget of {place}; build it anew with `cargo xtask widget`")
    })?;
    Ok(files)
}

/// Fills the placeholders for these languages; the first that the widget speaks is the one to fall
/// back to.
fn fill(files: &mut Files, languages: &[String]) -> anyhow::Result<()> {
    let mut manifest: Map<String, Value> = parse(files, MANIFEST)?;
    let words_files: Map<String, Value> = match manifest.get("words") {
        Some(Value::Object(files)) => files.clone(),
        _ => bail!("{MANIFEST} does not name the files of words"),
    };
    let mut words: BTreeMap<String, Map<String, Value>> = parse(files, WORDS)?;
    let spoken = spoken(&words_files, languages);
    let mut with_words = |path: &str| -> anyhow::Result<String> {
        let script = text(files, path)?;
        let of_script = words.remove(path);
        let of_script = of_script.with_context(|| format!("{WORDS} has no words of {path}"))?;
        let filled = bundle::words(&of_script, &spoken);
        bundle::fill(&script, bundle::WORDS_PLACE, &filled).with_context(|| path.to_owned())
    };
    let panel = with_words(PANEL)?;
    let loader = with_words(LOADER)?;

    let mut narrowed = manifest.clone();
    narrowed.insert(
        "words".to_owned(),
        bundle::only(&words_files, &spoken).into(),
    );
    let panel = bundle::fill(&panel, bundle::MANIFEST_PLACE, &narrowed.into()).context(PANEL)?;
    // Browsers keep it for ever under its name, so the name follows the content.
    let name = format!("assets/panel-{}.js", &site::hash(panel.as_bytes())[..8]);
    let loader = bundle::fill(&loader, bundle::PANEL_PLACE, &(&*name).into()).context(LOADER)?;
    // For loaders that are older than this panel, which a browser kept.
    manifest.insert("panel".to_owned(), (&*name).into());

    for path in NEEDED {
        for suffix in ["", ".br", ".gz"] {
            files.remove(&format!("{path}{suffix}"));
        }
    }
    files.insert(name, panel.into_bytes());
    files.insert(LOADER.to_owned(), loader.into_bytes());
    files.insert(
        MANIFEST.to_owned(),
        Value::from(manifest).to_string().into_bytes(),
    );
    Ok(())
}

/// The languages of the widget that fit those that are served, in that order.
fn spoken(built: &Map<String, Value>, served: &[String]) -> Vec<String> {
    let speaks = |tag: &str| {
        let mut built = built.keys();
        built.find(|built| built.eq_ignore_ascii_case(tag)).cloned()
    };
    let mut spoken: Vec<String> = Vec::new();
    for tag in served {
        if let Some(tag) = language::nearest(tag, speaks)
            && !spoken.contains(&tag)
        {
            spoken.push(tag);
        }
    }
    if spoken.is_empty() {
        spoken.push(LAST_RESORT.to_owned());
    }
    spoken
}

fn parse<T: serde::de::DeserializeOwned>(files: &Files, path: &str) -> anyhow::Result<T> {
    serde_json::from_str(&text(files, path)?)
        .with_context(|| format!("{path} is not as it is built"))
}

fn text(files: &Files, path: &str) -> anyhow::Result<String> {
    let bytes = files.get(path).with_context(|| format!("no {path}"))?;
    String::from_utf8(bytes.clone()).with_context(|| format!("{path} is not text"))
}

fn read(directory: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    let missing = || {
        format!(
            "cannot read the widget's directory {}; `cargo xtask widget` builds it",
            directory.display()
        )
    };
    let mut folders = vec![(directory.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(missing)? {
            let entry = entry.with_context(missing)?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                folders.push((path, format!("{prefix}{name}/")));
            } else {
                let bytes = std::fs::read(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                files.insert(format!("{prefix}{name}"), bytes);
            }
        }
    }
    Ok(files)
}

#[cfg(not(feature = "embed"))]
fn embedded() -> Option<Files> {
    None
}

#[cfg(feature = "embed")]
fn embedded() -> Option<Files> {
    use rust_embed::RustEmbed;

    #[derive(RustEmbed)]
    #[folder = "../../target/widget/small"]
    struct Widget;

    let file = |path: std::borrow::Cow<'static, str>| {
        let file = Widget::get(&path)?;
        Some((path.into_owned(), file.data.into_owned()))
    };
    Some(Widget::iter().filter_map(file).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn built() -> Files {
        let by_language = json!({
            "ar": {"help": "مساعدة"}, "de": {"help": "Hilfe"}, "en": {"help": "Help"},
        });
        let files = json!({ "ar": "assets/a.json", "de": "assets/d.json", "en": "assets/e.json" });
        let words = json!({ LOADER: by_language, PANEL: by_language });
        let manifest = json!({ "glue": "assets/g.js", "words": files });
        [
            (MANIFEST, manifest.to_string()),
            (WORDS, words.to_string()),
            ("firstline.js.br", "unfilled".to_owned()),
            (
                LOADER,
                "const W=__FIRSTLINE_WORDS__,p=__FIRSTLINE_PANEL__;".to_owned(),
            ),
            (
                PANEL,
                "const M=__FIRSTLINE_MANIFEST__,W=__FIRSTLINE_WORDS__;".to_owned(),
            ),
            ("assets/panel.js.gz", "unfilled".to_owned()),
        ]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .collect()
    }

    fn owned(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    /// What loader and panel are filled with for these languages: words, words, manifest.
    fn served(languages: &[&str]) -> [Value; 3] {
        let mut files = built();
        fill(&mut files, &owned(languages)).unwrap();
        let manifest: Value = parse(&files, MANIFEST).unwrap();
        assert_eq!(
            manifest["words"]["ar"], "assets/a.json",
            "for older loaders"
        );
        let panel = manifest["panel"].as_str().unwrap();
        assert_eq!(
            files.keys().collect::<Vec<_>>(),
            [MANIFEST, panel, LOADER],
            "neither placeholders nor what was compressed with them"
        );
        let loader = text(&files, LOADER).unwrap();
        let filled = loader.strip_prefix("const W=").unwrap();
        let filled = filled.strip_suffix(&format!(",p=\"{panel}\";")).unwrap();
        let loader_words = serde_json::from_str(filled).unwrap();
        let panel = text(&files, panel).unwrap();
        let filled = panel.strip_prefix("const M=").unwrap();
        let filled = filled.strip_suffix(';').unwrap();
        let (manifest, panel_words) = filled.split_once(",W=").unwrap();
        let [manifest, panel_words] =
            [manifest, panel_words].map(|json| serde_json::from_str(json).unwrap());
        [loader_words, panel_words, manifest]
    }

    #[test]
    fn loader_and_panel_speak_the_languages_that_are_served() {
        let german = json!({ "": "de", "de": { "help": "Hilfe" } });
        let [loader, panel, manifest] = served(&["de-AT", "cy", "de"]);
        assert_eq!((&loader, &panel), (&german, &german));
        assert_eq!(
            manifest,
            json!({ "glue": "assets/g.js", "words": { "de": "assets/d.json" } })
        );
        assert_eq!(served(&["cy", "ar", "en"])[0][""], "ar");
        assert_eq!(
            served(&["cy"])[0],
            json!({ "": "en", "en": { "help": "Help" } })
        );
    }

    #[test]
    fn the_name_of_the_panel_follows_its_languages() {
        let name = |languages: &[&str]| {
            let mut files = built();
            fill(&mut files, &owned(languages)).unwrap();
            files.into_keys().find(|path| path.contains("panel"))
        };
        assert_ne!(name(&["de"]), name(&["en"]));
        assert_eq!(name(&["de"]), name(&["de"]));
    }

    #[test]
    fn files_that_are_not_of_one_build_are_refused_by_name() {
        for (path, text) in [
            (LOADER, "const W={},p=__FIRSTLINE_PANEL__;"),
            (PANEL, "const M={},W=__FIRSTLINE_WORDS__;"),
            (MANIFEST, "{}"),
            (MANIFEST, "["),
            (WORDS, "{\"firstline.js\":{}}"),
        ] {
            let mut files = built();
            files.insert(path.to_owned(), text.as_bytes().to_vec());
            let error = fill(&mut files, &owned(&["de"])).unwrap_err();
            assert!(format!("{error:#}").contains(path), "{error:#}");
        }
    }
}
