//! No Rust file that no `mod` declares: it looks like code, and the compiler never sees it. This is
//! what a screen, a probe or a lint rule looks like that was written and not registered.

use super::source::{code, lines_naming};
use super::{Files, Finding};

/// Looks from each file below a `src` to the module above it.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is(&["rs"])) {
        let Some((package, path)) = split_at_src(&file.path) else {
            continue;
        };
        let mut parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        if parts.last() == Some(&"mod") {
            parts.pop();
        }
        let Some(name) = parts.pop() else { continue };
        let at_root = parts.is_empty();
        if at_root && matches!(name, "lib" | "main") || parts == ["bin"] {
            continue;
        }
        let above = parts.join("/");
        let candidates = if at_root {
            vec![format!("{package}lib.rs"), format!("{package}main.rs")]
        } else {
            vec![
                format!("{package}{above}/mod.rs"),
                format!("{package}{above}.rs"),
            ]
        };
        let declared = candidates
            .iter()
            .filter_map(|path| files.get(path))
            .any(|above| declares(&above.text, name) || lists(&above.text, name))
            || files
                .get(&format!("{package}registry.rs"))
                .is_some_and(|registry| above == "checks" && registers(&registry.text, name));
        if !declared {
            findings.push(Finding::new(
                &file.path,
                1,
                format!(
                    "nothing declares this file: add `mod {name};` to {}, and its line to the registry there",
                    candidates.join(" or ")
                ),
            ));
        }
    }
    findings
}

/// `crates/guide/src/json/read.rs` -> (`crates/guide/src/`, `json/read.rs`).
fn split_at_src(path: &str) -> Option<(&str, &str)> {
    let at = if path.starts_with("src/") {
        0
    } else {
        path.find("/src/")? + 1
    };
    Some(path.split_at(at + "src/".len()))
}

fn declares(text: &str, name: &str) -> bool {
    let line = format!("mod {name};");
    // The whole text: tests in a file of their own are declared below `#[cfg(test)]`.
    let with_tests = text.replace("#[cfg(test)]", "");
    !lines_naming(&code(&with_tests), &line).is_empty() || code(&with_tests).contains(&line)
}

/// Whether a registry has a line for this module, which a macro then declares.
fn registers(text: &str, name: &str) -> bool {
    let last = format!("{name},");
    code(text)
        .lines()
        .any(|line| line.split_whitespace().last() == Some(&last))
}

/// Whether a module hands this one to a macro of its own that declares what it is given, a line each.
fn lists(text: &str, name: &str) -> bool {
    let text = code(text);
    let line = format!("{name},");
    text.contains("macro_rules!")
        && text.contains("pub mod $")
        && text.lines().any(|listed| listed.trim() == line)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    #[test]
    fn a_probe_that_is_not_registered_is_found() {
        let files = Files::made_up(&[
            ("src/lib.rs", "pub mod probes;\n"),
            ("src/probes/mod.rs", "mod isp;\n// mod latency;\n"),
            ("src/probes/isp.rs", ""),
            ("src/probes/latency.rs", ""),
        ]);
        let findings = check(&files);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].file, "src/probes/latency.rs");
    }

    #[test]
    fn a_rule_is_declared_by_its_line_in_the_list() {
        let list = "macro_rules! rules {\n($($r:ident,)*) => {$(pub mod $r;)*};\n}\n\
                    rules! {\n    syntax,\n    // markup,\n}\n";
        let files = Files::made_up(&[
            ("crates/x/src/lib.rs", "mod rules;\n"),
            ("crates/x/src/rules/mod.rs", list),
            ("crates/x/src/rules/syntax.rs", ""),
            ("crates/x/src/rules/markup.rs", ""),
        ]);
        let findings = check(&files);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].file, "crates/x/src/rules/markup.rs");
    }

    #[test]
    fn a_check_is_declared_by_its_line_in_the_registry() {
        let registry = "macro_rules! each {\n    Isp \"isp\" isp,\n    // Dns \"dns\" dns,\n}\n";
        let files = Files::made_up(&[
            ("crates/x/src/lib.rs", "mod checks;\nmod registry;\n"),
            ("crates/x/src/registry.rs", registry),
            ("crates/x/src/checks/mod.rs", ""),
            ("crates/x/src/checks/isp/mod.rs", ""),
            ("crates/x/src/checks/dns/mod.rs", ""),
        ]);
        let findings = check(&files);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].file, "crates/x/src/checks/dns/mod.rs");
    }

    #[test]
    fn declared_files_of_every_form_are_not_found() {
        let files = Files::made_up(&[
            (
                "crates/x/src/lib.rs",
                "mod a;\npub(crate) mod b;\n#[cfg(test)]\nmod tests;\n",
            ),
            ("crates/x/src/a.rs", "mod deep;\n"),
            ("crates/x/src/a/deep.rs", ""),
            ("crates/x/src/b/mod.rs", ""),
            ("crates/x/src/tests.rs", ""),
        ]);
        assert!(check(&files).is_empty());
    }
}
