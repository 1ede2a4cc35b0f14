//! Scripts of `embed/`, run by Node.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot begin says why, and fails"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs the cases in this folder of `tests`, and panics with what Node says where one fails. They find the scripts where the
/// variable `EMBED` says.
pub fn passes(cases: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().expect("a directory");
    // Node takes a script for a module where its folder says so; browsers need no such file.
    fs::write(dir.path().join("package.json"), r#"{"type":"module"}"#).expect("written");
    copy(&root.join("embed"), dir.path());
    let output = Command::new("node")
        .args(websocket())
        .arg("--test")
        .arg(root.join("tests").join(cases))
        .env("EMBED", dir.path())
        .output()
        .expect("Node is there: `cargo xtask` installs it with the widget's tools");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The flag by which this Node has WebSockets, if it needs one: before version 22. Before 20 it has none, and the cases that
/// need them are skipped.
fn websocket() -> Option<&'static str> {
    const FLAG: &str = "--experimental-websocket";
    let known = Command::new("node")
        .args([
            "-p",
            "process.allowedNodeEnvironmentFlags.has(process.argv[1])",
            FLAG,
        ])
        .output()
        .expect("Node is there");
    (known.stdout.trim_ascii() == b"true").then_some(FLAG)
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            fs::create_dir_all(&target).expect("made");
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}
