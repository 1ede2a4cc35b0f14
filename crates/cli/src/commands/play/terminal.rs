//! How text is set: in colours and broken to the width for a person, plain for a pipe.

use std::io::IsTerminal as _;

use crate::output::printable;

/// As wide as lines get: longer ones are hard to read.
const WIDTH: usize = 80;

/// What the output can show.
pub struct Terminal {
    coloured: bool,
    breaks: bool,
}

impl Terminal {
    /// That of standard output.
    pub fn new() -> Terminal {
        let terminal = std::io::stdout().is_terminal();
        // https://no-color.org: set and not empty means no colour.
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Terminal {
            coloured: terminal && !plain,
            breaks: terminal,
        }
    }

    /// A heading.
    pub fn bold(&self, text: &str) -> String {
        self.styled("1", text)
    }

    /// What is beside the matter.
    pub fn quiet(&self, text: &str) -> String {
        self.styled("2", text)
    }

    /// A warning.
    pub fn warning(&self, text: &str) -> String {
        self.styled("33", text)
    }

    fn styled(&self, style: &str, text: &str) -> String {
        let text = printable(text);
        if self.coloured {
            format!("\x1b[{style}m{text}\x1b[0m")
        } else {
            text
        }
    }

    /// A paragraph behind this mark, whose further lines stand below its first word.
    pub fn paragraph(&self, mark: &str, text: &str) -> String {
        let indent = " ".repeat(mark.chars().count());
        let mut lines = vec![String::new()];
        // Only at blanks: a number and its unit stay together.
        for word in printable(text).split(' ').filter(|word| !word.is_empty()) {
            let line = lines.len() - 1;
            let filled = lines[line].chars().count();
            let wide = indent.len() + filled + 1 + word.chars().count();
            if filled == 0 {
                lines[line].push_str(word);
            } else if self.breaks && wide > WIDTH {
                lines.push(word.to_owned());
            } else {
                lines[line].push(' ');
                lines[line].push_str(word);
            }
        }
        let lines: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(position, line)| {
                let before = if position == 0 { mark } else { &indent };
                format!("{before}{line}\n")
            })
            .collect();
        lines.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::Terminal;

    #[test]
    fn a_paragraph_is_broken_for_people_and_whole_for_programs() {
        let words = "word ".repeat(40);
        let set = |breaks| {
            Terminal {
                coloured: false,
                breaks,
            }
            .paragraph("  1  ", &words)
        };
        assert_eq!(set(false).lines().count(), 1);
        let broken = set(true);
        assert!(broken.lines().count() > 2, "{broken}");
        assert!(
            broken.lines().all(|line| line.chars().count() <= 80),
            "{broken}"
        );
        assert!(
            broken
                .lines()
                .skip(1)
                .all(|line| line.starts_with("     word"))
        );
    }
}
