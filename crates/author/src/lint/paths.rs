//! The folders that paths belong to.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::folder::{GuideFolder, Source, is_of_translations, is_same, readable};

/// A path that cannot be looked at.
#[derive(Debug)]
pub enum BadPath {
    /// It is not there, or cannot be read.
    Unreadable(PathBuf, io::Error),
    /// It is a folder without guides.
    NoGuides(PathBuf),
}

impl fmt::Display for BadPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadPath::Unreadable(path, why) => write!(out, "cannot read {}: {why}", path.display()),
            BadPath::NoGuides(folder) => {
                write!(out, "there are no guides (*.json) in {}", folder.display())
            }
        }
    }
}

impl std::error::Error for BadPath {}

/// The part of a folder of guides that is asked for.
enum Asked<'p> {
    All,
    /// The files in this folder beside the guides: `site`, or that of a language.
    In(&'p Path),
    /// This file, and of a guide its translations.
    File(&'p Path),
}

/// Reads the folders of guides that these paths belong to: folders of guides or of translations,
/// single files in them. Each folder is read once.
///
/// # Errors
///
/// If a path is not there, or if a folder has no guides.
pub fn read(paths: &[PathBuf]) -> Result<Vec<GuideFolder>, BadPath> {
    let mut folders: Vec<GuideFolder> = Vec::new();
    for path in paths {
        let metadata = std::fs::metadata(path);
        let metadata = metadata.map_err(|error| BadPath::Unreadable(path.clone(), error))?;
        let (guides, asked) = if metadata.is_dir() {
            match belongs_to(path) {
                Some(guides) => (guides, Asked::In(path)),
                None => (path.clone(), Asked::All),
            }
        } else {
            let folder = path.parent().unwrap_or(Path::new(""));
            let guides = belongs_to(folder).unwrap_or_else(|| folder.to_owned());
            (guides, Asked::File(path))
        };
        let known = folders
            .iter()
            .position(|known| is_same(&known.path, &guides));
        let position = match known {
            Some(position) => position,
            None => {
                let read = GuideFolder::read(&guides);
                let mut read = read.map_err(|error| BadPath::Unreadable(guides.clone(), error))?;
                read.each_source(|source| source.asked = false);
                folders.push(read);
                folders.len() - 1
            }
        };
        let folder = &mut folders[position];
        if matches!(asked, Asked::All) && folder.guides.is_empty() {
            return Err(BadPath::NoGuides(path.clone()));
        }
        ask(folder, &asked);
    }
    Ok(folders)
}

/// The folder of guides above a folder of translations or of the provider's files; `None` of one
/// that has guides itself.
fn belongs_to(folder: &Path) -> Option<PathBuf> {
    let is_site = ["provider.json", "equipment.json"]
        .iter()
        .any(|file| folder.join(file).is_file());
    let canonical = readable(folder).canonicalize().ok()?;
    let is_site = is_site && canonical.file_name().is_some_and(|name| name == "site");
    (is_site || is_of_translations(folder)).then(|| above(folder))
}

fn above(folder: &Path) -> PathBuf {
    let last = folder.components().next_back();
    match (last, folder.parent()) {
        (Some(std::path::Component::Normal(_)), Some(parent)) => parent.to_owned(),
        _ => readable(folder).join(".."),
    }
}

fn ask(folder: &mut GuideFolder, asked: &Asked<'_>) {
    match asked {
        Asked::All => folder.each_source(|source| source.asked = true),
        Asked::In(inner) => folder.each_source(|source| {
            let parent = source.path.parent().unwrap_or(Path::new(""));
            source.asked |= is_same(parent, inner);
        }),
        Asked::File(path) => {
            let mut is_there = false;
            folder.each_source(|source| {
                if source.path.file_name() == path.file_name() && is_same(&source.path, path) {
                    is_there = true;
                    source.asked = true;
                    // As whoever asks writes it.
                    source.path = (*path).to_owned();
                }
            });
            if !is_there {
                folder.add_guide(path);
            }
            ask_translations(folder, path);
        }
    }
}

/// Asks for the translations of a guide.
fn ask_translations(folder: &mut GuideFolder, guide: &Path) {
    let is_guide = |source: &Source| source.path == guide;
    if folder.guides.iter().any(|file| is_guide(&file.source)) {
        for translation in &mut folder.translations {
            let source = &mut translation.source;
            source.asked |= source.path.file_name() == guide.file_name();
        }
    }
}
