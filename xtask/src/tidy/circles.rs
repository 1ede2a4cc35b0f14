//! No circle: two modules of one folder that use each other, over however many others, are one module in two
//! files, and neither can be read alone. In Rust and in JavaScript.
//!
//! What counts is siblings. `a/b.rs` that uses `crate::c::d` is an arrow from `a` to `c`; that a module uses what the one above
//! it declares, and is declared by it, is no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{joined, paths_named};
use super::source::code;
use super::{Files, Finding, TextFile};

/// Looks at every package and every script.
pub fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for arrows in [rust(files), scripts(files)] {
        for (folder, graph) in arrows {
            if let Some(circle) = graph.circle() {
                let file = graph.file_of(&circle);
                findings.push(Finding::new(
                    &file,
                    1,
                    format!(
                        "a circle in {folder}: {}. Move what both need into a module below both, or what one needs of the \
                         other up to whoever uses them",
                        circle.join(" -> ")
                    ),
                ));
            }
        }
    }
    findings
}

/// The arrows among the modules of one folder, each with the file that it begins in.
#[derive(Default)]
struct Graph {
    arrows: BTreeMap<String, BTreeMap<String, String>>,
}

impl Graph {
    fn add(&mut self, from: &str, to: &str, file: &str) {
        let arrows = self.arrows.entry(from.to_owned()).or_default();
        arrows
            .entry(to.to_owned())
            .or_insert_with(|| file.to_owned());
    }

    /// A circle, its first module at both ends.
    fn circle(&self) -> Option<Vec<String>> {
        let mut done = BTreeSet::new();
        self.arrows
            .keys()
            .find_map(|start| self.walk(start, &mut Vec::new(), &mut done))
    }

    fn walk<'a>(
        &'a self,
        at: &'a str,
        way: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<String>> {
        if let Some(start) = way.iter().position(|known| *known == at) {
            let circle = way[start..].iter().chain([&at]);
            return Some(circle.map(|name| (*name).to_owned()).collect());
        }
        if !done.insert(at) {
            return None;
        }
        way.push(at);
        let next = self.arrows.get(at).into_iter().flat_map(BTreeMap::keys);
        for name in next {
            if let Some(circle) = self.walk(name, way, done) {
                return Some(circle);
            }
        }
        way.pop();
        None
    }

    /// The file that the first arrow of a circle begins in.
    fn file_of(&self, circle: &[String]) -> String {
        let arrow = circle.first().zip(circle.get(1));
        let file = arrow.and_then(|(from, to)| self.arrows.get(from)?.get(to));
        file.cloned().unwrap_or_default()
    }
}

/// The graphs of all folders of Rust files, by the folder.
fn rust(files: &Files) -> BTreeMap<String, Graph> {
    let mut sources: BTreeMap<&str, Vec<(&TextFile, Vec<&str>)>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.is(&["rs"])) {
        if let Some((package, path)) = split(&file.path) {
            sources
                .entry(package)
                .or_default()
                .push((file, module(path)));
        }
    }
    let mut graphs: BTreeMap<String, Graph> = BTreeMap::new();
    for (package, files) in sources {
        let modules: BTreeSet<Vec<&str>> = files.iter().map(|(_, module)| module.clone()).collect();
        for (file, own) in files.iter().filter(|(_, own)| own.last() != Some(&"tests")) {
            for path in paths_named(&code(&file.text), own) {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let Some((shared, from, to)) = siblings(own, &path) else {
                    continue;
                };
                // A name that is no module is something that the folder's own mod.rs declares or hands on.
                let to_module = [&own[..shared], &[to]].concat();
                if modules.iter().any(|known| known.starts_with(&to_module)) {
                    let folder = format!("{package}{}", own[..shared].join("/"));
                    graphs.entry(folder).or_default().add(from, to, &file.path);
                }
            }
        }
    }
    graphs
}

/// How many modules two paths share from the root, and where they part; nothing if one is above the other.
fn siblings<'a>(own: &[&'a str], path: &[&'a str]) -> Option<(usize, &'a str, &'a str)> {
    let shared = own.iter().zip(path).take_while(|(a, b)| a == b).count();
    Some((shared, *own.get(shared)?, *path.get(shared)?))
}

/// A package's sources, and the path below them.
fn split(path: &str) -> Option<(&str, &str)> {
    let at = if path.starts_with("src/") {
        0
    } else {
        path.find("/src/")? + 1
    };
    Some(path.split_at(at + "src/".len()))
}

/// `session/walk.rs` is the module `session::walk`; the root of a crate is none.
fn module(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
        parts.pop();
    }
    parts
}

/// The graphs of all folders of scripts, which name each other by relative paths.
fn scripts(files: &Files) -> BTreeMap<String, Graph> {
    let mut graphs: BTreeMap<String, Graph> = BTreeMap::new();
    for file in files.iter().filter(|file| file.is(&["js", "mjs"])) {
        for line in file
            .text
            .lines()
            .filter(|line| line.starts_with("import ") || line.starts_with("} from "))
        {
            let Some((_, named)) = line.split_once("from \"") else {
                continue;
            };
            let named = named.split('"').next().unwrap_or_default();
            if named.starts_with('.') {
                let to = resolved(&file.path, named);
                graphs
                    .entry("the scripts".to_owned())
                    .or_default()
                    .add(&file.path, &to, &file.path);
            }
        }
    }
    graphs
}

/// Where a relative path leads from a file.
fn resolved(from: &str, path: &str) -> String {
    let (folder, _) = from.rsplit_once('/').unwrap_or_default();
    joined(folder, path)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Files;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let found = check(&Files::made_up(files));
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn modules_that_use_each_other_are_found_over_others_too() {
        let found = circles(&[
            ("src/a.rs", "use crate::b::B;"),
            ("src/b.rs", "use super::c::{C, D};"),
            ("src/c/mod.rs", "use crate::{a::A, x};"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("a circle in src/: a -> b -> c -> a"),
            "{found:?}"
        );
    }

    #[test]
    fn files_inside_folders_count_for_their_folders() {
        let found = circles(&[
            ("crates/x/src/a/one.rs", "use crate::b::two::Two;"),
            ("crates/x/src/b/two.rs", "fn f() { crate::a::one::g(); }"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        let found = circles(&[
            ("crates/x/src/a/one.rs", "use super::two::Two;"),
            ("crates/x/src/a/two.rs", "use crate::a::one::One;"),
        ]);
        assert!(
            found[0].contains("crates/x/src/a: one -> two -> one"),
            "{found:?}"
        );
    }

    #[test]
    fn a_module_and_the_one_above_it_are_no_circle() {
        let found = circles(&[
            ("src/a/mod.rs", "mod one; use one::One; pub struct A;"),
            ("src/a/one.rs", "use super::A; use crate::b::B;"),
            ("src/b.rs", "\n#[cfg(test)]\nmod tests { use crate::a::A; }"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn scripts_that_import_each_other_are_found() {
        let found = circles(&[
            ("embed/a.js", "import { b } from \"./b.js\";"),
            ("embed/b.js", "import {\n  a,\n} from \"../embed/a.js\";"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains("embed/a.js -> embed/b.js -> embed/a.js"),
            "{found:?}"
        );
    }
}
