//! A built widget: its files, read from a directory or from inside the binary, with the placeholders
//! of loader and panel filled.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use firstline_compress::hash;
use firstline_guide::language;
use firstline_wire::bundle::{
    self, APART, ASSETS, CORE, GLUE, LOADER, MANIFEST, PANEL, SHEET, WORDS,
};
use serde_json::{Map, Value, json};

/// What every built widget has, besides what is fetched for itself.
const NEEDED: [&str; 6] = [LOADER, PANEL, CORE, GLUE, SHEET, WORDS];

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
    for needed in NEEDED.into_iter().chain(APART) {
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

/// Fills the placeholders for these languages; the first that the widget speaks is the one to fall back to. What the
/// loader names moves into a folder whose name follows from all that is in it, so that browsers may keep it for ever.
fn fill(files: &mut Files, languages: &[String]) -> anyhow::Result<()> {
    let mut words: BTreeMap<String, Map<String, Value>> = parse(files, WORDS)?;
    let mut with_words = |path: &str| -> anyhow::Result<String> {
        let of_script = words.remove(path);
        let of_script = of_script.with_context(|| format!("{WORDS} has no words of {path}"))?;
        let filled = bundle::words(&of_script, &spoken(&of_script, languages));
        let script = text(files, path)?;
        bundle::fill(&script, bundle::WORDS_PLACE, &filled).with_context(|| path.to_owned())
    };
    let panel = with_words(PANEL)?;
    let loader = with_words(LOADER)?;
    for path in [PANEL, LOADER, WORDS] {
        for suffix in ["", ".br", ".gz"] {
            files.remove(&format!("{path}{suffix}"));
        }
    }
    files.insert(PANEL.to_owned(), panel.into_bytes());

    let build = build_of(files);
    let loader = bundle::fill(&loader, bundle::BUILD_PLACE, &(&*build).into()).context(LOADER)?;
    *files = std::mem::take(files)
        .into_iter()
        .map(|(path, bytes)| match path.strip_prefix(ASSETS) {
            Some(name) => (format!("{ASSETS}{build}/{name}"), bytes),
            None => (path, bytes),
        })
        .collect();
    files.insert(LOADER.to_owned(), loader.into_bytes());
    let manifest = json!({ "build": build }).to_string();
    files.insert(MANIFEST.to_owned(), manifest.into_bytes());
    Ok(())
}

/// The name of a build: the first 8 hexadecimal digits of the SHA-256 of its assets and their names.
fn build_of(files: &Files) -> String {
    let mut all = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with(ASSETS)) {
        all.extend_from_slice(hash(path.as_bytes()).as_bytes());
        all.extend_from_slice(hash(bytes).as_bytes());
    }
    hash(&all)[..8].to_owned()
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
        let words = json!({ LOADER: by_language, PANEL: by_language });
        [
            (WORDS, words.to_string()),
            ("firstline.js.br", "unfilled".to_owned()),
            (
                LOADER,
                "const W=__FIRSTLINE_WORDS__,B=__FIRSTLINE_BUILD__;".to_owned(),
            ),
            (PANEL, "const W=__FIRSTLINE_WORDS__;".to_owned()),
            ("assets/panel.js.gz", "unfilled".to_owned()),
            (CORE, "core".to_owned()),
            ("assets/core.wasm.br", "compressed".to_owned()),
        ]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .collect()
    }

    fn owned(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    fn served(languages: &[&str]) -> Files {
        let mut files = built();
        fill(&mut files, &owned(languages)).unwrap();
        files
    }

    /// The name of the build, as the manifest and the loader have it, and the loader's words.
    fn build_and_words(files: &Files) -> (String, Value) {
        let manifest: Value = parse(files, MANIFEST).unwrap();
        let build = manifest["build"].as_str().unwrap().to_owned();
        let loader = text(files, LOADER).unwrap();
        let end = format!(",B=\"{build}\";");
        let words = loader.strip_prefix("const W=").unwrap();
        let words = words.strip_suffix(&end).unwrap();
        (build, serde_json::from_str(words).unwrap())
    }

    #[test]
    fn loader_and_panel_speak_the_languages_that_are_served() {
        let files = served(&["de-AT", "cy", "de"]);
        let (build, words) = build_and_words(&files);
        let german = json!({ "": "de", "de": { "help": "Hilfe" } });
        assert_eq!(words, german);
        let panel = text(&files, &format!("assets/{build}/panel.js")).unwrap();
        let words = panel.strip_prefix("const W=").unwrap();
        let words: Value = serde_json::from_str(words.trim_end_matches(';')).unwrap();
        assert_eq!(words, german);
        let fallback = |languages| build_and_words(&served(languages)).1[""].clone();
        assert_eq!(fallback(&["cy", "ar", "en"]), "ar");
        assert_eq!(fallback(&["cy"]), "en");
    }

    #[test]
    fn all_assets_lie_in_a_folder_of_the_build_with_what_was_compressed_of_them() {
        let files = served(&["de"]);
        let (build, _) = build_and_words(&files);
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        let folder = |name: &str| format!("assets/{build}/{name}");
        let expected = [
            folder("core.wasm"),
            folder("core.wasm.br"),
            folder("panel.js"),
            MANIFEST.to_owned(),
            LOADER.to_owned(),
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn the_name_of_the_build_follows_from_what_is_in_it() {
        let name = |languages: &[&str]| build_and_words(&served(languages)).0;
        assert_ne!(name(&["de"]), name(&["en"]));
        assert_eq!(name(&["de"]), name(&["de"]));
    }

    #[test]
    fn files_that_are_not_of_one_build_are_refused_by_name() {
        for (path, text) in [
            (LOADER, "const W={},B=__FIRSTLINE_BUILD__;"),
            (LOADER, "const W=__FIRSTLINE_WORDS__,B={};"),
            (PANEL, "const W={};"),
            (WORDS, "["),
            (WORDS, "{\"firstline.js\":{}}"),
        ] {
            let mut files = built();
            files.insert(path.to_owned(), text.as_bytes().to_vec());
            let error = fill(&mut files, &owned(&["de"])).unwrap_err();
            assert!(format!("{error:#}").contains(path), "{error:#}");
        }
    }
}
