//! The dependencies that are allowed among our packages.
//!
//! Dev-dependencies are free: a test may bring a server to the widget or a reader to the guide.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Finding;
use crate::tools;

/// Each package, and the packages of ours that it may depend on.
const MAY: &[(&str, &[&str])] = &[
    ("firstline-diagnosis", &[]),
    ("firstline-compress", &[]),
    // Figures from counts: no clock, no store, no guide.
    ("firstline-insights", &[]),
    ("firstline-kano", &["firstline-insights"]),
    // One verdict and one catalogue of checks in the whole product: the vocabulary, never the judging.
    ("firstline-guide", &["firstline-diagnosis"]),
    (
        "firstline-wire",
        &["firstline-guide", "firstline-diagnosis"],
    ),
    (
        "firstline-author",
        // What packs are called.
        &[
            "firstline-guide",
            "firstline-diagnosis",
            "firstline-compress",
        ],
    ),
    (
        "firstline-relay",
        &[
            "firstline-guide",
            "firstline-wire",
            "firstline-diagnosis",
            "firstline-compress",
            "firstline-insights",
            "firstline-kano",
        ],
    ),
    (
        "firstline-widget",
        &["firstline-guide", "firstline-wire", "firstline-diagnosis"],
    ),
    (
        "firstline",
        &[
            "firstline-compress",
            "firstline-diagnosis",
            "firstline-guide",
            "firstline-author",
            "firstline-relay",
            "firstline-widget",
            // How a built widget is laid out, which the build writes and `serve` reads; how foreign
            // text is made harmless.
            "firstline-wire",
        ],
    ),
    // Programs that are never shipped: they feed and measure what others read and write.
    ("firstline-fuzz", &["firstline-guide", "firstline-relay"]),
    (
        "firstline-bench-guides",
        &["firstline-guide", "firstline-author"],
    ),
    // A line to try things on, whatever these are.
    ("firstline-lab", &[]),
    // Measured beside ours, and nothing of ours.
    ("firstline-bench-relay", &[]),
    (
        "xtask",
        &[
            "firstline-author",
            "firstline-guide",
            "firstline-diagnosis",
            "firstline-compress",
            // The words of the checks go to the widget with its others.
            "firstline-diagnosis",
            "firstline-wire",
            // The table of its configuration is a page of the reference.
            "firstline-relay",
            "firstline-lab",
        ],
    ),
];

/// Asks cargo for the packages and compares. `--locked`: a lock file that does not fit is found here.
pub fn check() -> Result<Vec<Finding>> {
    let mut command =
        tools::cargo(&["metadata", "--no-deps", "--format-version", "1", "--locked"])?;
    let output = command.stderr(Stdio::inherit()).output()?;
    ensure!(
        output.status.success(),
        "`cargo metadata --locked` failed: commit Cargo.lock together with Cargo.toml"
    );
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata names no packages")?;
    Ok(packages.iter().flat_map(of_package).collect())
}

fn of_package(package: &Value) -> Vec<Finding> {
    let name = package["name"].as_str().unwrap_or_default();
    let Some((_, may)) = MAY.iter().find(|(known, _)| *known == name) else {
        return vec![Finding::new(
            "xtask/src/tidy/crates.rs",
            1,
            format!(
                "the package {name} is new: say in MAY what it may depend on, and in ARCHITECTURE.md why"
            ),
        )];
    };
    let dependencies = package["dependencies"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    dependencies
        .iter()
        .filter(|dependency| dependency["kind"] != "dev" && dependency["path"].is_string())
        .filter_map(|dependency| {
            let on = dependency["name"].as_str()?;
            (!may.contains(&on)).then(|| {
                Finding::new(
                    package["manifest_path"].as_str().unwrap_or(name),
                    1,
                    format!(
                        "{name} must not depend on {on}. It may depend on: {}. Move the code to where both can \
                         reach it, or pass a value in",
                        if may.is_empty() { "nothing of ours".to_owned() } else { may.join(", ") }
                    ),
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::of_package;
    use serde_json::{Value, json};

    fn package(name: &str, on: &str, kind: Value) -> Value {
        json!({ "name": name, "manifest_path": "Cargo.toml",
                "dependencies": [{ "name": on, "kind": kind, "path": "somewhere" }] })
    }

    #[test]
    fn a_dependency_that_points_back_is_found() {
        assert_eq!(
            of_package(&package("firstline-guide", "firstline-relay", Value::Null)).len(),
            1
        );
        assert_eq!(
            of_package(&package(
                "firstline-widget",
                "firstline-author",
                Value::Null
            ))
            .len(),
            1
        );
    }

    #[test]
    fn tests_may_depend_on_anything() {
        assert!(
            of_package(&package(
                "firstline-widget",
                "firstline-relay",
                json!("dev")
            ))
            .is_empty()
        );
    }

    #[test]
    fn a_package_that_nobody_placed_is_found() {
        assert_eq!(
            of_package(&package("firstline-new", "anyhow", Value::Null)).len(),
            1
        );
    }
}
