//! `cargo xtask book`: the documentation as a book to read in a browser.

mod pages;

use std::fs;

use anyhow::{Context, Result};

use crate::place;
use crate::report::Report;
use crate::tools;

/// `cargo xtask book`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    report.step("Tool");
    tools::ensure_for_book(report)?;
    report.step("Book");
    let sources = place::target().join("book-pages");
    if sources.exists() {
        fs::remove_dir_all(&sources)?;
    }
    for (path, text) in pages::made(&place::root())? {
        let file = sources.join(path.trim_start_matches("docs/"));
        let folder = file.parent().context("a page lies in a folder")?;
        fs::create_dir_all(folder)?;
        fs::write(&file, text)?;
    }
    let mut mdbook = tools::command("mdbook")?;
    mdbook
        .arg("build")
        .current_dir(place::root())
        .env("MDBOOK_BOOK__SRC", &sources);
    report.stream(&mut mdbook)?;
    report.finish(&format!(
        "open {}",
        place::root().join("target/book/index.html").display()
    ));
    Ok(())
}
