//! Translations among the files that are looked at, and what is wrong with them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use firstline_author::translate::{self, Problem, ProblemKind, Severity, Sidecar};
use firstline_guide::json::{self, Node};
use firstline_guide::language::{chain, is_language};

use super::collect::{File, Found, Is, guides_in};

/// Adds the translations that these paths name, and those beside the guides that they name. Gives
/// the paths that are no translations.
///
/// # Errors
///
/// A folder cannot be read.
pub fn files(
    paths: &[PathBuf],
    asked: &mut BTreeSet<PathBuf>,
    all: &mut BTreeSet<PathBuf>,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut others = Vec::new();
    for path in paths {
        let is_folder = path.is_dir();
        let folder = if is_folder { path } else { parent(path) };
        if !is_language_folder(folder) {
            // Of a guide its own translations, of a folder all.
            let own = |other: &PathBuf| is_folder || other.file_name() == path.file_name();
            let beside = beside(folder)?;
            asked.extend(beside.iter().filter(|other| own(other)).cloned());
            all.extend(beside);
            others.push(path.clone());
            continue;
        }
        let here = if is_folder {
            guides_in(path)?
        } else {
            vec![path.clone()]
        };
        asked.extend(here.iter().cloned());
        all.extend(here);
        let guides = match folder.parent() {
            Some(guides) if !guides.as_os_str().is_empty() => guides.to_owned(),
            Some(_) if folder != Path::new(".") => PathBuf::from("."),
            _ => folder.join(".."),
        };
        all.extend(guides_in(&guides)?);
        // What it falls back to.
        all.extend(
            beside(&guides)?
                .into_iter()
                .filter(|other| !is_same(parent(other), folder)),
        );
    }
    Ok(others)
}

/// The translations beside the guides of a folder.
fn beside(guides: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    // A path that is not there is told of by whoever reads it.
    for entry in std::fs::read_dir(guides).into_iter().flatten() {
        let path = entry?.path();
        if path.is_dir() && is_language_folder(&path) {
            found.extend(guides_in(&path)?);
        }
    }
    Ok(found)
}

/// Whether a file is a translation, by where it lies.
pub fn lies_at(path: &Path) -> bool {
    is_language_folder(parent(path))
}

/// Whether a folder is named by a language and lies in one of guides.
fn is_language_folder(folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else {
        return false;
    };
    let name = folder.file_name().and_then(|name| name.to_str());
    name.is_some_and(is_language)
        && folder
            .parent()
            .and_then(|guides| guides_in(guides).ok())
            .is_some_and(|guides| !guides.is_empty())
}

/// The folder of a file; the current one where its path is a bare name.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether two paths, perhaps written in two ways, are one.
fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Adds everything that is wrong with the translations among these files.
pub fn problems(files: &[File], found: &mut Vec<Found>) {
    for (position, file) in files.iter().enumerate() {
        if file.is == Is::Translation && file.asked {
            let problems = of_file(file, files);
            found.extend(problems.iter().map(|problem| as_found(position, problem)));
        }
    }
}

/// A problem with a translation as lint tells it.
pub fn as_found(file: usize, problem: &Problem) -> Found {
    Found {
        file,
        rule: problem.rule(),
        is_warning: problem.severity() == Severity::Warning,
        message: problem.message(),
        hint: problem.hint(),
        span: problem.span,
        pointer: problem.pointer.clone(),
    }
}

fn of_file(file: &File, files: &[File]) -> Vec<Problem> {
    let (sidecar, mut problems) = Sidecar::read(&file.text);
    let Some(sidecar) = sidecar else {
        return problems;
    };
    let id = stem(&file.path);
    let tag = language(&file.path);
    let mut add = |span, kind, pointer: &str| {
        problems.push(Problem {
            kind,
            span,
            pointer: pointer.to_owned(),
        });
    };
    if sidecar.guide != id {
        let file = id.to_owned();
        add(
            sidecar.guide_span,
            ProblemKind::OtherGuide { file },
            "/guide",
        );
    }
    if !sidecar.language.eq_ignore_ascii_case(&tag) {
        let folder = tag.clone();
        let kind = ProblemKind::OtherLanguage { folder };
        add(sidecar.language_span, kind, "/language");
    }
    let guides = parent(&file.path).join("..");
    let guide = files.iter().find(|other| {
        other.is == Is::Guide && stem(&other.path) == id && is_same(parent(&other.path), &guides)
    });
    let Some(guide) = guide else {
        let id = id.to_owned();
        add(sidecar.guide_span, ProblemKind::NoGuide { id }, "/guide");
        return problems;
    };
    // A guide that is no JSON has problems of its own.
    let Ok(parsed) = json::parse(&guide.text) else {
        return problems;
    };
    let own = parsed.root.get("language").and_then(Node::as_str);
    if own.is_some_and(|own| own.eq_ignore_ascii_case(&tag)) {
        add(sidecar.language_span, ProblemKind::OwnLanguage, "/language");
        return problems;
    }
    let of_language = |wanted: &str| {
        files.iter().find(|other| {
            other.is == Is::Translation
                && stem(&other.path) == id
                && language(&other.path).eq_ignore_ascii_case(wanted)
                && is_same(&parent(&other.path).join(".."), &guides)
        })
    };
    let parents: Vec<Sidecar> = chain(&tag)
        .skip(1)
        .filter_map(|parent| Sidecar::read(&of_language(parent)?.text).0)
        .collect();
    let texts = translate::texts(&parsed.root);
    problems.extend(translate::compare(&texts, &sidecar, &file.text, &parents));
    problems
}

/// The translation of a guide, where there is one that can be read.
pub fn translation(guides: &Path, language: &str, id: &str) -> Option<Sidecar> {
    let path = guides.join(language).join(id).with_extension("json");
    Sidecar::read(&std::fs::read_to_string(path).ok()?).0
}

fn stem(path: &Path) -> &str {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or("")
}

/// The name of the folder of a translation.
fn language(path: &Path) -> String {
    let folder = parent(path).canonicalize().unwrap_or_default();
    let name = folder.file_name().and_then(|name| name.to_str());
    name.unwrap_or("").to_owned()
}
