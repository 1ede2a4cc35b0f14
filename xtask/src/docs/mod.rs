//! `docs`: writes the reference in docs/reference from the code. A test holds it current.

mod checks;
mod config;
mod rules;
mod schema;

use std::fs;

use anyhow::{Context, Result};

use crate::report::Report;
use crate::{no_arguments, place};

/// A page: its file in docs/reference, and how it is made.
struct Page {
    file: &'static str,
    make: fn() -> Result<String>,
}

/// All pages.
const PAGES: &[Page] = &[
    Page {
        file: "rules.md",
        make: rules::page,
    },
    Page {
        file: "checks.md",
        make: checks::page,
    },
    Page {
        file: "config.md",
        make: config::page,
    },
    Page {
        file: "guide.schema.json",
        make: schema::page,
    },
];

/// The first lines of a page in Markdown.
fn head(title: &str, about: &str) -> String {
    format!(
        "# {title}\n\n<!-- Written by `cargo xtask docs` from the code. Change it there. -->\n\n{about}\n"
    )
}

/// Writes every page that is not current.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    no_arguments(arguments)?;
    let folder = place::root().join("docs/reference");
    fs::create_dir_all(&folder).context("cannot make docs/reference")?;
    for page in PAGES {
        let path = folder.join(page.file);
        let made = (page.make)()?;
        let current = fs::read_to_string(&path).is_ok_and(|text| text == made);
        if !current {
            fs::write(&path, made).with_context(|| format!("cannot write {}", path.display()))?;
        }
        let state = if current { "current" } else { "written" };
        println!("docs/reference/{}: {state}", page.file);
    }
    report.finish("the reference is current");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::PAGES;
    use crate::place;

    #[test]
    fn the_reference_is_current() -> anyhow::Result<()> {
        for page in PAGES {
            let path = place::root().join("docs/reference").join(page.file);
            let text = std::fs::read_to_string(path)?;
            assert!(
                text == (page.make)()?,
                "docs/reference/{} is not current: run `cargo xtask docs`",
                page.file
            );
        }
        Ok(())
    }
}
