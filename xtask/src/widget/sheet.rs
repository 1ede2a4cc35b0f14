//! The style sheet as it is served: what `embed/widget.css` and its parts say for those who read it, and a
//! browser need not be told.

use std::path::Path;
use std::{fs, io};

/// The sheet as it is written: `widget.css` in this folder, with what it imports in the place of the line that says so. Fails
/// if one of the files cannot be read.
pub fn read(embed: &Path) -> io::Result<String> {
    let mut sheet = String::new();
    for line in fs::read_to_string(embed.join("widget.css"))?.lines() {
        let imported = line.strip_prefix("@import \"./");
        match imported.and_then(|rest| rest.strip_suffix("\";")) {
            Some(file) => sheet.push_str(&fs::read_to_string(embed.join(file))?),
            None => sheet.push_str(line),
        }
        sheet.push('\n');
    }
    Ok(sheet)
}

/// The sheet for a panel that looks like this (`embed/look.js`).
pub fn served(sheet: &str, look: &str) -> String {
    let sheet = with_dark_by_preference(&without_tokens_of(look, sheet));
    with_spaces_written_out(&sheet)
}

/// The sheet with its dark tokens a second time, for customers whose system is dark. The source has
/// them once, for the attribute; CSS has no way to say "or" between an attribute and a preference.
fn with_dark_by_preference(sheet: &str) -> String {
    const BY_ATTRIBUTE: &str = ".fl-root[data-theme=\"dark\"] {";
    const BY_PREFERENCE: &str = ".fl-root:not([data-theme=\"light\"]) {";
    let Some((before, rest)) = sheet.split_once(BY_ATTRIBUTE) else {
        return sheet.to_owned();
    };
    let tokens = rest.split('}').next().unwrap_or_default();
    format!(
        "{before}@media (prefers-color-scheme: dark) {{\n{BY_PREFERENCE}{tokens}}}\n}}\n\
         {BY_ATTRIBUTE}{rest}"
    )
}

/// The sheet without the tokens that the panel has declared before it comes: line for line the same
/// (`tests/widget/loader.rs` holds it), and 0.2 kB of every first use.
fn without_tokens_of(look: &str, sheet: &str) -> String {
    let theme = |name: &str| {
        let (_, rest) = look.split_once(&format!("const {name} = `\n"))?;
        Some(rest.split_once('`')?.0)
    };
    let themes = ["LIGHT", "DARK"].into_iter().filter_map(theme);
    let declared: Vec<&str> = themes.flat_map(str::lines).collect();
    let kept = sheet
        .lines()
        .filter(|line| !declared.contains(&line.trim()));
    kept.collect::<Vec<_>>().join("\n")
}

/// The sheet with its steps of space as lengths: `--fl-4: 16px;` and `var(--fl-4)` become `16px`. No
/// page changes them; names that nobody sets are 45 bytes.
fn with_spaces_written_out(sheet: &str) -> String {
    let mut out = sheet.to_owned();
    for line in sheet.lines() {
        let declared = line.trim().strip_prefix("--fl-");
        let Some((step, length)) = declared.and_then(|rest| rest.split_once(": ")) else {
            continue;
        };
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            out = out
                .replace(&format!("{line}\n"), "")
                .replace(&format!("var(--fl-{step})"), length.trim_end_matches(';'));
        }
    }
    out
}

/// A minified sheet, or a script with one in it, without the space that minifiers leave in
/// `--fl-ink: #10192b`, because what a page sets may begin with one.
pub fn tight(minified: &str) -> String {
    let mut parts = minified.split("--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("--");
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        match part.split_once(": ") {
            Some((name, value)) if !name.is_empty() && name.chars().all(is_name) => {
                out.push_str(name);
                out.push(':');
                out.push_str(value);
            }
            _ => out.push_str(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{
        read, served, tight, with_dark_by_preference, with_spaces_written_out, without_tokens_of,
    };
    use std::path::{Path, PathBuf};

    /// The folder of the sources, from wherever these tests are taken in.
    fn embed() -> PathBuf {
        let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        above
            .find_map(|dir| Some(dir.join("embed")).filter(|embed| embed.is_dir()))
            .unwrap()
    }

    #[test]
    fn dark_by_preference_and_by_attribute_are_the_same() {
        let sheet = with_dark_by_preference(&read(&embed()).unwrap());
        let block = |start: &str| {
            let (_, rest) = sheet.split_once(start).unwrap();
            rest.split('}').next().unwrap().to_owned()
        };
        let dark = block("\n.fl-root[data-theme=\"dark\"] {");
        assert!(dark.contains("color-scheme: dark;"), "{dark}");
        let by_preference =
            "@media (prefers-color-scheme: dark) {\n.fl-root:not([data-theme=\"light\"]) {";
        assert_eq!(block(by_preference), dark);
    }

    #[test]
    fn the_parts_stand_where_they_are_imported_and_none_is_left_out() {
        let embed = embed();
        let sheet = served(&read(&embed).unwrap(), "");
        assert!(!sheet.contains("@import"), "{sheet}");
        for part in std::fs::read_dir(embed.join("sheet")).unwrap() {
            let part = std::fs::read_to_string(part.unwrap().path()).unwrap();
            let title = part.lines().next().unwrap();
            assert!(sheet.contains(title), "nothing imports {title}");
        }
        let place = |title: &str| sheet.find(title).unwrap();
        assert!(place("/* ── Tokens") < place("/* ── Motion"));
    }

    #[test]
    fn the_sheet_leaves_out_what_the_panel_has_declared() {
        let panel = "// `x`\nconst LIGHT = `\n--fl-ink: #10192b;\n`;\nconst DARK = `\n--fl-ink: #eef2f8;\n`; `.fl-a`";
        let sheet =
            ".fl-root {\n  --fl-ink: #10192b;\n  --fl-good: #0d7048;\n}\n.fl-a {\n  color: red;\n}";
        assert_eq!(
            without_tokens_of(panel, sheet),
            ".fl-root {\n  --fl-good: #0d7048;\n}\n.fl-a {\n  color: red;\n}"
        );
    }

    #[test]
    fn tokens_lose_the_space_before_their_value_and_nothing_else_does() {
        assert_eq!(
            tight("a{--fl-1: 2px;--fl-ink-2: var(--x, 1px)} // a: b -- c: d\nx-- : y"),
            "a{--fl-1:2px;--fl-ink-2:var(--x, 1px)} // a: b -- c: d\nx-- : y"
        );
    }

    #[test]
    fn steps_of_space_become_lengths_and_other_tokens_stay() {
        let sheet = ".fl-root {\n  --fl-1: 4px;\n  --fl-ink-2: #465063;\n}\n.fl-a {\n  gap: 0 var(--fl-1);\n  color: var(--fl-ink-2);\n}";
        assert_eq!(
            with_spaces_written_out(sheet),
            ".fl-root {\n  --fl-ink-2: #465063;\n}\n.fl-a {\n  gap: 0 4px;\n  color: var(--fl-ink-2);\n}"
        );
    }
}
