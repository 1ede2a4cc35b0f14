//! `cargo xtask book`: the documentation as a book to read in a browser.

use anyhow::Result;

use crate::place;
use crate::report::Report;
use crate::tools;

/// `cargo xtask book`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    report.step("Tool");
    tools::ensure_for_book(report)?;
    report.step("Book");
    let mut mdbook = tools::command("mdbook")?;
    mdbook.arg("build").current_dir(place::root());
    report.stream(&mut mdbook)?;
    report.finish(&format!(
        "open {}",
        place::root().join("target/book/index.html").display()
    ));
    Ok(())
}
