//! No file too long to read in one go.

use super::{Files, Finding};

/// As many lines as a file may have.
const MOST: usize = 500;
/// As many as tests may have in one file: they are tables of cases, looked up and not read.
const MOST_OF_TESTS: usize = 700;

/// Files that may be longer, up to the number given, with the reason.
const LONGER: &[(&str, usize, &str)] = &[];

/// Looks at what people write by hand: code, styles, scripts, prose.
pub fn check(files: &Files) -> Vec<Finding> {
    check_with(files, LONGER)
}

fn check_with(files: &Files, longer: &[(&str, usize, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.is(&["rs", "js", "mjs", "css", "html", "md"]))
        // Written by `cargo xtask docs`, and looked up.
        .filter(|file| !file.path.starts_with("docs/reference/"))
    {
        let most = longer
            .iter()
            .find(|(path, ..)| *path == file.path)
            .map_or(usual(&file.path), |(_, most, _)| *most);
        let lines = file.text.lines().count();
        if lines > most {
            findings.push(Finding::new(
                &file.path,
                lines,
                format!(
                    "{lines} lines, and {most} are the most: split it by subject, or list it in \
                     xtask/src/tidy/length.rs with the reason"
                ),
            ));
        }
    }
    for (path, ..) in longer {
        if files
            .get(path)
            .is_none_or(|file| file.text.lines().count() <= usual(path))
        {
            findings.push(Finding::new(
                "xtask/src/tidy/length.rs",
                1,
                format!("{path} needs its exception no longer: remove it from LONGER"),
            ));
        }
    }
    findings
}

/// The most that a file of this path may have without an exception.
fn usual(path: &str) -> usize {
    let of_tests =
        path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs");
    if of_tests { MOST_OF_TESTS } else { MOST }
}

#[cfg(test)]
mod tests {
    use super::check_with;
    use crate::tidy::Files;

    #[test]
    fn a_long_file_is_found_and_a_listed_one_is_not() {
        let text = "line\n".repeat(501);
        let files = Files::made_up(&[("src/app.rs", &text)]);
        assert_eq!(check_with(&files, &[]).len(), 1);
        assert!(check_with(&files, &[("src/app.rs", 600, "one table")]).is_empty());
        assert_eq!(
            check_with(&files, &[("src/app.rs", 500, "one table")]).len(),
            1
        );
    }

    #[test]
    fn an_exception_that_is_not_needed_is_found() {
        let files = Files::made_up(&[("src/app.rs", "short\n")]);
        assert_eq!(
            check_with(&files, &[("src/app.rs", 600, "one table")]).len(),
            1
        );
        assert_eq!(
            check_with(&files, &[("src/gone.rs", 600, "one table")]).len(),
            1
        );
    }
}
