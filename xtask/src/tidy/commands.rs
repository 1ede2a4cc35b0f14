//! Commands never import one another: what two of them need has a home below both.

use super::source::code;
use super::{Files, Finding, TextFile};

/// The commands, one file or folder each.
const COMMANDS: &str = "crates/cli/src/commands/";

/// Looks at the files of the commands.
pub fn check(files: &Files) -> Vec<Finding> {
    let rust = files.iter().filter(|file| file.is(&["rs"]));
    let of_commands: Vec<&TextFile> = rust
        .filter(|file| file.path.starts_with(COMMANDS))
        .collect();
    let mut commands: Vec<&str> = of_commands
        .iter()
        .filter_map(|file| command(&file.path))
        .collect();
    commands.dedup();
    let mut findings = Vec::new();
    for file in of_commands {
        let Some(own) = command(&file.path) else {
            continue;
        };
        for (at, line) in code(&file.text).lines().enumerate() {
            let others = commands.iter().filter(|other| **other != own);
            for other in others.filter(|other| names(line, own, other, &file.path)) {
                let message = format!(
                    "the command `{own}` uses the command `{other}`. Move what both need to a library \
                     (crates/author, crates/relay), or beside the commands (crates/cli/src)"
                );
                findings.push(Finding::new(&file.path, at + 1, message));
            }
        }
    }
    findings
}

/// The command that a file belongs to; `None` of the file that lists them.
fn command(path: &str) -> Option<&str> {
    let path = path.strip_prefix(COMMANDS)?;
    let name = path.split(['/', '.']).next()?;
    (name != "mod").then_some(name)
}

/// Whether a line of code names another command, from the root or by going up to all commands.
fn names(line: &str, own: &str, other: &str, path: &str) -> bool {
    let below = path.strip_prefix(COMMANDS).unwrap_or_default();
    let inside = below.strip_prefix(own).unwrap_or_default();
    // `super` of the file of a command is all commands; of a file in its folder it is one more.
    let depth = inside.matches('/').count() + usize::from(!below.ends_with("/mod.rs"));
    let depth = if inside.starts_with('/') { depth } else { 1 };
    let up = format!("{}{other}", "super::".repeat(depth.max(1)));
    [format!("commands::{other}"), up]
        .iter()
        .any(|name| names_whole(line, name))
}

fn names_whole(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let before = &line[..at];
        let after = line[at + name.len()..].chars().next();
        !before.ends_with("super::")
            && !before.chars().next_back().is_some_and(is_name)
            && !after.is_some_and(is_name)
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    const OTHERS: [(&str, &str); 2] = [
        ("crates/cli/src/commands/lint.rs", ""),
        ("crates/cli/src/commands/serve/mod.rs", ""),
    ];

    fn found(path: &str, text: &str) -> usize {
        let mut files = OTHERS.to_vec();
        files.push((path, text));
        check(&Files::made_up(&files)).len()
    }

    #[test]
    fn a_command_that_uses_another_is_found() {
        for (path, text) in [
            ("crates/cli/src/commands/translate.rs", "use super::lint;\n"),
            (
                "crates/cli/src/commands/translate.rs",
                "use super::lint::of_translation;\n",
            ),
            (
                "crates/cli/src/commands/play/sources.rs",
                "use crate::commands::lint;\n",
            ),
            (
                "crates/cli/src/commands/play/sources.rs",
                "let a = super::super::serve::x();\n",
            ),
            ("crates/cli/src/commands/play/mod.rs", "use super::lint;\n"),
        ] {
            assert_eq!(found(path, text), 1, "{path}: {text}");
        }
    }

    #[test]
    fn a_command_may_use_its_own_files_and_what_lies_beside_all() {
        for (path, text) in [
            (
                "crates/cli/src/commands/play/player.rs",
                "use super::lint;\nuse crate::report;\n",
            ),
            ("crates/cli/src/commands/mod.rs", "pub mod lint;\n"),
            (
                "crates/cli/src/commands/translate.rs",
                "use super::configuration;\n// super::lint\n",
            ),
        ] {
            assert_eq!(found(path, text), 0, "{path}: {text}");
        }
    }
}
