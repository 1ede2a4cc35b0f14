//! The text files of the checkout, or of a test.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::place;

/// One file.
pub struct TextFile {
    /// From the root of the checkout, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl TextFile {
    /// Its lines, numbered from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line))
    }

    /// Whether its name ends so.
    pub fn is(&self, extensions: &[&str]) -> bool {
        extensions
            .iter()
            .any(|extension| self.path.ends_with(&format!(".{extension}")))
    }
}

/// All of them.
pub struct Files(Vec<TextFile>);

impl Files {
    /// The files that git tracks or would track: a new file is held to the rules before its commit.
    pub fn of_checkout() -> Result<Files> {
        let root = place::root();
        let output = Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(&root)
            .output()
            .context("cannot start git, which knows the files of the checkout")?;
        ensure!(output.status.success(), "`git ls-files` failed");
        let names = String::from_utf8(output.stdout)?;
        let mut files = Vec::new();
        for path in names.split('\0').filter(|name| !name.is_empty()) {
            // Removed but not yet committed, or an image: neither has text to look at.
            let Ok(bytes) = fs::read(root.join(path)) else {
                continue;
            };
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(TextFile {
                    path: path.to_owned(),
                    text,
                });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Ok(Files(files))
    }

    /// In order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = &TextFile> {
        self.0.iter()
    }

    /// The file of this path.
    pub fn get(&self, path: &str) -> Option<&TextFile> {
        self.0.iter().find(|file| file.path == path)
    }

    /// Made up, for the tests of the rules.
    #[cfg(test)]
    pub fn made_up(files: &[(&str, &str)]) -> Files {
        let made = files.iter().map(|(path, text)| TextFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        });
        Files(made.collect())
    }
}
