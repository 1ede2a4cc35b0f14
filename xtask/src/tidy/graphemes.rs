//! No emoji: they look different on every device, screen readers read them out, and ours are drawn.

use super::{Files, Finding};

/// Looks at every character of every file.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter() {
        for (number, line) in file.lines() {
            if let Some(c) = line.chars().find(|c| is_emoji(*c)) {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    format!(
                        "U+{:04X} is an emoji: use a word, or an icon of src/parts/icon.rs",
                        u32::from(c)
                    ),
                ));
            }
        }
    }
    findings
}

/// Pictographs, symbols and dingbats, and the mark that turns a letter into one. Arrows and boxes
/// of plain text are not among them.
fn is_emoji(c: char) -> bool {
    matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B50..=0x2B55 | 0xFE0F)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    #[test]
    fn an_emoji_is_found_and_plain_signs_are_not() {
        let found = |text: &str| check(&Files::made_up(&[("README.md", text)])).len();
        assert_eq!(found("Done \u{1F389}\n"), 1);
        assert_eq!(found("ok \u{2705}\n"), 1);
        assert_eq!(
            found("a \u{2192} b, 5 \u{2264} 6, \u{251C}\u{2500} tree, caf\u{e9}\n"),
            0
        );
    }
}
