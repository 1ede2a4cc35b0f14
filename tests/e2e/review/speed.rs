//! The screens of the speed test, which a script draws: put on their stage among the examples, so that whatever is looked at in
//! those is looked at in these.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::harness::paths;

/// What `tests/speed/print.mjs` prints.
#[derive(Deserialize)]
pub struct Screens {
    /// The style sheet that they wear besides.
    pub sheet: String,
    /// By language and name.
    screens: BTreeMap<String, BTreeMap<String, String>>,
}

/// The empty node that the core draws.
const STAGE: &str = "<div id=\"fl-speed\"></div>";

impl Screens {
    /// An example, or all screens of the speed test in its place if it is their stage. What is measured is shown below the
    /// result of the check, the rest before it.
    pub fn on_stage(&self, language: &str, name: &str, html: String) -> Vec<(String, String)> {
        let is_result = match name {
            "speed-to-come" => false,
            "speed-measured" => true,
            _ => return vec![(name.to_owned(), html)],
        };
        assert!(html.contains(STAGE), "{name} has no stage");
        let of_language = self.screens.get(language).expect(language).iter();
        let fitting = of_language.filter(|(_, screen)| screen.contains("fl-figures") == is_result);
        fitting
            .map(|(screen, inner)| {
                let stage = format!("<div id=\"fl-speed\">{inner}</div>");
                let name = format!("speed-{}", screen.replace([' ', ','], "-"));
                (name, html.replace(STAGE, &stage))
            })
            .collect()
    }
}

/// Has Node draw all of them.
pub fn screens() -> Screens {
    let root = paths::root();
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("package.json"), r#"{"type":"module"}"#).unwrap();
    copy(&root.join("embed/speed"), &dir.path().join("speed"));
    std::fs::copy(root.join("embed/ahead.js"), dir.path().join("ahead.js")).unwrap();
    let output = Command::new("node")
        .arg(root.join("tests/speed/print.mjs"))
        .env("SPEED", dir.path().join("speed"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}
