//! No phrase in comments and documentation that a reader has to read twice. CONTRIBUTING.md, "Writing", says how we write.

use super::{Files, Finding};

/// What not to write, and what to write instead. Written in two parts, so that this file does not find itself.
const PHRASES: &[(&str, &str)] = &[
    (concat!("what is", " so"), "the result, or what it is"),
    (concat!("where that is", " so"), "if …"),
    (concat!("whether that is", " so"), "whether …"),
    (concat!("none that", " there"), "no such …, or unknown"),
    (concat!("that there is", " not"), "unknown, or missing"),
    (concat!("nou", "ght"), "zero"),
    (concat!("lived", " on"), "used"),
    (
        concat!("told", " of"),
        "hears about, reads about, or who says what",
    ),
];

/// Looks at Rust, scripts, styles and documentation.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.is(&["rs", "js", "css", "md", "toml"]))
    {
        for (number, line) in file.lines() {
            let lower = line.to_lowercase();
            for (phrase, instead) in PHRASES {
                if lower
                    .match_indices(phrase)
                    .any(|(at, _)| is_whole(&lower, at, phrase.len()))
                {
                    findings.push(Finding::new(
                        &file.path,
                        number,
                        format!(
                            "`{phrase}` is hard to read: say {instead} (CONTRIBUTING.md, Writing)"
                        ),
                    ));
                }
            }
        }
    }
    findings
}

fn is_whole(line: &str, at: usize, length: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    !letter(line[..at].chars().next_back()) && !letter(line[at + length..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::{PHRASES, check};
    use crate::tidy::Files;

    #[test]
    fn a_phrase_is_found_whole() {
        let (phrase, _) = PHRASES[5];
        let text = format!("// Rounds away from {phrase}.\n// {phrase}y\n");
        assert_eq!(check(&Files::made_up(&[("a.rs", &text)])).len(), 1);
    }
}
