//! A module that has others of its own is the `mod.rs` of their folder: one style, so that nobody looks in two places.

use super::{Files, Finding};

/// Looks at Rust modules that stand beside the folder of their own modules.
pub fn check(files: &Files) -> Vec<Finding> {
    let beside = files.iter().filter(|file| {
        let folder = file
            .path
            .strip_suffix(".rs")
            .map(|path| [path, "/"].concat());
        folder.is_some_and(|folder| {
            let mut others = files.iter().filter(|other| other.is(&["rs"]));
            others.any(|other| other.path.starts_with(&folder))
        })
    });
    beside
        .map(|file| {
            let folder = file.path.trim_end_matches(".rs");
            let message = format!("it has modules in {folder}/: move it to {folder}/mod.rs");
            Finding::new(&file.path, 1, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    #[test]
    fn a_module_beside_its_folder_is_found() {
        let files = Files::made_up(&[
            ("src/a.rs", ""),
            ("src/a/part.rs", ""),
            ("src/b/mod.rs", ""),
            ("src/b/part.rs", ""),
            // Words in a folder are no modules.
            ("src/c.rs", ""),
            ("src/c/words.json", ""),
        ]);
        let found = check(&files);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "src/a.rs");
    }
}
