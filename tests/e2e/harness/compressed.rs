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
fn link_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let _ = fs::hard_link(entry.path(), to.join(entry.file_name()))
            .or_else(|_| fs::copy(entry.path(), to.join(entry.file_name())).map(|_| ()));
    }
}
