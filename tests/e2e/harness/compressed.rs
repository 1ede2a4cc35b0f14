//! What relays have compressed, kept from test to test: a relay compresses all guides when it starts with an empty store,
//! which takes longer than most tests.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::paths;

/// Gives a store that is about to be made what others have compressed.
pub fn lend(store: &Path) {
    let own = store.join("compressed");
    let folders = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&own);
    folders.unwrap();
    link_all(&kept(), &own);
}

/// Keeps what a relay that has started has compressed.
pub fn keep(store: &Path) {
    link_all(&store.join("compressed"), &kept());
}

fn kept() -> PathBuf {
    let folder = paths::target().join("e2e/compressed");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Puts into a folder what it lacks of another. Tests run side by side: another may have been quicker, or have removed a file.
/// What is there already is never written over: it may be the same file by another name, and would be emptied.
fn link_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let (file, name) = (entry.path(), to.join(entry.file_name()));
        if name.exists() || fs::hard_link(&file, &name).is_ok() {
            continue;
        }
        // On another file system: whole before it has its name.
        let beside = name.with_extension(format!("{}.part", std::process::id()));
        let copied = fs::copy(&file, &beside).and_then(|_| fs::rename(&beside, &name));
        if copied.is_err() {
            let _ = fs::remove_file(&beside);
        }
    }
}
