//! Guides as the command line names them: a folder of them, and one by its id or its file.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use firstline_author::folder::{GuideFile, GuideFolder};
use firstline_guide::rules::words::nearest;

/// Reads a folder of guides.
///
/// # Errors
///
/// If it cannot be listed.
pub fn folder(path: &Path) -> anyhow::Result<GuideFolder> {
    GuideFolder::read(path)
        .map_err(|why| anyhow!("{}", unreadable(path, &why, "--guides DIR names another")))
}

/// Says that a folder of guides cannot be read, and how another is named.
pub fn unreadable(path: &Path, why: &impl Display, other: &str) -> String {
    format!(
        "cannot read the folder of the guides, {}: {why}; {other}",
        path.display()
    )
}

/// The folder and the id of a guide that is named by its id, or by its file, in whichever folder that lies.
pub fn named(guide: &str, folder: &Path) -> (PathBuf, String) {
    let file = Path::new(guide);
    let is_file = file.extension().is_some_and(|end| end == "json");
    let Some(stem) = file.file_stem().filter(|_| is_file) else {
        return (folder.to_owned(), guide.to_owned());
    };
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    (folder, stem.to_string_lossy().into_owned())
}

/// The file of a guide, sound or not.
///
/// # Errors
///
/// If there is none of this id; with the one that was meant, if the name tells.
pub fn find<'f>(folder: &'f GuideFolder, id: &str) -> anyhow::Result<&'f GuideFile> {
    folder.file_of(id).ok_or_else(|| {
        let path = folder.path.display();
        let files = folder.guides.iter();
        let known: Vec<&str> = files.map(|file| file.source.stem()).collect();
        match nearest(id, &known) {
            Some(near) => anyhow!("there is no guide `{id}` in {path}; did you mean `{near}`?"),
            None => anyhow!(
                "there is no guide `{id}` in {path}; `firstline play` lists those that there are"
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_named_by_its_id_or_its_file() {
        for (guide, folder, id) in [
            ("email", "guides", "email"),
            ("email.json", ".", "email"),
            ("other/email.json", "other", "email"),
        ] {
            let (in_folder, named) = named(guide, Path::new("guides"));
            assert_eq!((in_folder.as_path(), &*named), (Path::new(folder), id));
        }
    }
}
