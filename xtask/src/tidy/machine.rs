//! Nothing of one machine: no path of somebody's home or checkout, no address of a private registry.

use std::env;

use super::{Files, Finding};
use crate::place;

/// What a path on somebody's machine begins with. Written in two parts, so that this file does not
/// find itself.
const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:\\Us", "ers\\"),
];

/// Looks for the usual homes and for the paths of the machine that this runs on.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut words: Vec<String> = HOMES.iter().map(|word| (*word).to_owned()).collect();
    let checkout = place::root();
    let mut own = vec![checkout.display().to_string()];
    own.extend(checkout.parent().map(|dir| format!("{}/", dir.display())));
    own.extend(env::var("HOME").ok().map(|home| format!("{home}/")));
    // A checkout in `/` or `/src` says nothing about the machine.
    words.extend(
        own.into_iter()
            .filter(|path| path.len() > 4 && path.matches('/').count() > 1),
    );
    check_for(files, &words)
}

fn check_for(files: &Files, words: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter() {
        for (number, line) in file.lines() {
            if words.iter().any(|word| names(line, word)) {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    "a path of one machine: write it relative to the checkout, or take it from the environment",
                ));
            }
        }
        // A lock file that names where packages came from names it for everybody.
        if file.path.ends_with(".lock") || file.path.ends_with("-lock.json") {
            let foreign = |line: &str| {
                line.contains("://")
                    && !line.contains("registry+https://github.com/rust-lang/crates.io-index")
                    && (line.contains("resolved") || line.contains("source"))
            };
            for (number, line) in file.lines().filter(|(_, line)| foreign(line)) {
                findings.push(Finding::new(
                    &file.path,
                    number,
                    format!(
                        "the lock file names an address that others may not reach: {}",
                        line.trim()
                    ),
                ));
            }
        }
    }
    findings
}

/// Whether the line has the path, and not only a longer one that ends like it.
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}'))
    })
}

#[cfg(test)]
mod tests {
    use super::{HOMES, check, check_for};
    use crate::tidy::Files;

    #[test]
    fn a_path_of_a_machine_is_found_in_any_file() {
        let bad = format!("see {}somebody/firstline\n", HOMES[0]);
        assert_eq!(check(&Files::made_up(&[("README.md", &bad)])).len(), 1);
        let bad = format!("cd {}\n", crate::place::root().join("src").display());
        assert_eq!(check(&Files::made_up(&[("a.sh", &bad)])).len(), 1);
    }

    #[test]
    fn a_longer_path_that_ends_alike_is_not_found() {
        let files = Files::made_up(&[("a.rs", "src/root/mod.rs\n")]);
        assert!(check_for(&files, &[concat!("/ro", "ot/").to_owned()]).is_empty());
    }

    #[test]
    fn a_lock_file_that_names_a_private_registry_is_found() {
        let files = Files::made_up(&[(
            "xtask/tools/package-lock.json",
            "\"resolved\": \"https://npm.isp.example/esbuild.tgz\"\n",
        )]);
        assert_eq!(check(&files).len(), 1);
    }
}
