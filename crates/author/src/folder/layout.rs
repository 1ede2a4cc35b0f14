//! What lies where beside guides: which folders hold translations, and which files are meant.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use firstline_guide::json;
use firstline_guide::language::is_language;

use super::{Source, Stray, StrayBecause};

/// The provider's folder beside the guides.
pub(super) const SITE: &str = "site";

/// The provider's file in it.
pub(super) const PROVIDER: &str = "provider.json";

/// Whether a file's name was meant to be another: with other capitals, or with a second ending, as editors and
/// downloads add one.
pub(super) fn is_nearly(name: &OsStr, meant: &str) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    name == meant
        || name
            .strip_prefix(meant)
            .is_some_and(|rest| rest.starts_with('.'))
}

/// The folder of pictures beside the guides.
pub(super) const PICTURES: &str = "pictures";

/// The folder to read for a path that may be empty, as the parent of a bare name is.
pub(crate) fn readable(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// The paths of a folder that end in `.json`, in the order of their names. Names that begin with a
/// dot are passed over: systems write such files beside the real ones.
pub(super) fn json_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(readable(folder))? {
        let name = entry?.file_name();
        let path = folder.join(&name);
        let is_json = path.extension().is_some_and(|end| end == "json");
        if is_json && !is_hidden(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The files of a folder that were meant to end in `.json`: guides by what is written in them, or any whose name no
/// program can write.
pub(super) fn strays(folder: &Path) -> std::io::Result<Vec<Stray>> {
    let mut strays = Vec::new();
    for entry in fs::read_dir(readable(folder))? {
        let name = entry?.file_name();
        let path = folder.join(&name);
        let shown = name.to_string_lossy().to_lowercase();
        let is_json = path.extension().is_some_and(|end| end == "json");
        let why = if name.to_str().is_none() && is_json {
            StrayBecause::NotUtf8
        } else if let (false, Some(stem)) = (is_json, stem_of(&shown)) {
            let meant = format!("{stem}.json");
            StrayBecause::Ending { meant }
        } else {
            continue;
        };
        let source = Source::read(&path);
        let is_guide = one(&source.text) == Content::Guides;
        if !shown.starts_with('.') && (is_guide || why == StrayBecause::NotUtf8) {
            strays.push(Stray { source, why });
        }
    }
    strays.sort_by(|one, other| one.source.path.cmp(&other.source.path));
    Ok(strays)
}

/// The name of a guide whose file ends nearly in `.json`: in other letters, or with a second ending behind it, as
/// downloads and editors for Windows add one. A copy that an editor keeps is none.
fn stem_of(name: &str) -> Option<&str> {
    [".json", ".json.txt", ".json.json", ".jsonc", ".json5"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
}

/// The folders in a folder, in the order of their names, hidden ones left out.
pub(super) fn folders(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(readable(folder))? {
        let path = folder.join(entry?.file_name());
        if path.is_dir() && !is_hidden(&path) {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_none_or(|name| name.starts_with('.'))
}

/// Whether two paths, perhaps written in two ways, are one.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!(
            (readable(one).canonicalize(), readable(other).canonicalize()),
            (Ok(one), Ok(other)) if one == other
        )
}

/// The name of a folder, whichever way its path is written.
pub(super) fn name_of(folder: &Path) -> String {
    let folder = readable(folder).canonicalize().unwrap_or_default();
    let name = folder.file_name().and_then(|name| name.to_str());
    name.unwrap_or_default().to_owned()
}

/// The kind of the files in a folder, by their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Guides,
    Translations,
    /// Nothing that shows it.
    Unknown,
}

/// Looks into the files of a folder. The name alone does not tell: there are languages `kb`, `it`
/// and `faq`, and folders of guides with these names.
pub(super) fn content(files: &[Source]) -> Content {
    let count = |of: Content| files.iter().filter(|file| one(&file.text) == of).count();
    let (guides, translations) = (count(Content::Guides), count(Content::Translations));
    match (guides, translations) {
        (0, 0) => Content::Unknown,
        _ if translations >= guides => Content::Translations,
        _ => Content::Guides,
    }
}

fn one(text: &str) -> Content {
    let has = |key: &str| match json::parse(text) {
        Ok(parsed) => parsed.root.get(key).is_some(),
        // What is no JSON yet is meant to become some.
        Err(_) => text.contains(&format!("\"{key}\"")),
    };
    match (has("steps"), has("texts")) {
        (true, _) => Content::Guides,
        (false, true) => Content::Translations,
        (false, false) => Content::Unknown,
    }
}

/// Whether there is a guide in a file.
pub(super) fn is_guide(file: &Source) -> bool {
    one(&file.text) == Content::Guides
}

/// Whether a file is a guide, or may have been meant as one: it has some of a guide's keys, or cannot be read.
fn may_be_guide(file: &Source) -> bool {
    let Some(Ok(parsed)) = file.usable().map(json::parse) else {
        return true;
    };
    let has = |key: &&&str| parsed.root.get(key).is_some();
    let keys = ["format", "id", "title", "start"];
    parsed.root.get("steps").is_some() || keys.iter().filter(has).count() >= 2
}

/// So many folders within each other are looked into for guides that nothing reads.
pub(super) const UNREAD_DEPTH: usize = 4;

/// The first file of a folder, or of the folders in it, that may be a guide. A folder that cannot be listed has none.
pub(super) fn unread(folder: &Path, depth: usize) -> Option<Source> {
    let files = json_files(folder).unwrap_or_default();
    let files: Vec<Source> = files.iter().map(|path| Source::read(path)).collect();
    let guide = files.iter().find(|file| is_guide(file));
    let found = guide.or_else(|| files.iter().find(|file| may_be_guide(file)));
    if found.is_some() || depth <= 1 {
        return found.cloned();
    }
    let inner = folders(folder).unwrap_or_default();
    inner.iter().find_map(|inner| unread(inner, depth - 1))
}

/// Whether a folder with these files holds translations of the guides in the folder above it.
pub(super) fn holds_translations(folder: &Path, files: &[Source]) -> bool {
    if !is_language(&name_of(folder)) {
        return false;
    }
    match content(files) {
        Content::Translations => true,
        Content::Guides => false,
        Content::Unknown => {
            let above = readable(folder).join("..");
            let above: Vec<Source> = json_files(&above)
                .unwrap_or_default()
                .iter()
                .map(|path| Source::read(path))
                .collect();
            content(&above) == Content::Guides
        }
    }
}

/// Whether a folder holds translations of the guides in the folder above it.
pub(crate) fn is_of_translations(folder: &Path) -> bool {
    let files = json_files(folder).unwrap_or_default();
    let files: Vec<Source> = files.iter().map(|path| Source::read(path)).collect();
    holds_translations(folder, &files)
}

/// The language tag that somebody meant by the name of a folder: `de_DE`, `de_AT.UTF-8`.
pub(super) fn meant(name: &str) -> Option<String> {
    let tag = name.split('.').next().unwrap_or_default().replace('_', "-");
    (tag != name && is_language(&tag)).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_nearly_named_by_a_language_is_understood() {
        assert_eq!(meant("de_DE").as_deref(), Some("de-DE"));
        assert_eq!(meant("pt_BR.UTF-8").as_deref(), Some("pt-BR"));
        assert_eq!(meant("de-DE"), None);
        assert_eq!(meant("german"), None);
    }

    #[test]
    fn endings_that_are_nearly_those_of_guides_are_known() {
        assert_eq!(stem_of("b.json.txt"), Some("b"));
        assert_eq!(stem_of("b.json"), Some("b"));
        assert_eq!(stem_of("b.json.bak"), None);
        assert_eq!(stem_of("b.txt"), None);
    }

    #[test]
    fn files_are_known_by_what_is_written_in_them() {
        assert_eq!(one(r#"{ "steps": {} }"#), Content::Guides);
        assert_eq!(one(r#"{ "texts": {} }"#), Content::Translations);
        assert_eq!(one(r#"{ "texts": { }"#), Content::Translations);
        assert_eq!(one(r#"{ "name": "package" }"#), Content::Unknown);
    }
}
