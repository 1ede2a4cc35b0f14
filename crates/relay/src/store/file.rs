//! The file of the store: whose it is, and whether it is still the one that was opened.

use std::fs::Metadata;
use std::io;
use std::path::Path;

use super::error::{Reason, StoreError};

/// Which file it is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity(u64, u64);

impl Identity {
    /// The file of this name now.
    pub fn of(file: &Path) -> io::Result<Identity> {
        Ok(Identity::from(&std::fs::metadata(file)?))
    }

    /// Which file it is among all that ever had its name: a number of a file is given to another one once it is
    /// removed, and then that one was made later. `None` where the file system does not say.
    pub fn of_all_times(file: &Path) -> Option<String> {
        let found = std::fs::metadata(file).ok()?;
        let made = found.created().ok()?;
        let made = made.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(format!("{} {}", Identity::from(&found).1, made.as_nanos()))
    }

    /// That the name still leads to this file.
    ///
    /// # Errors
    ///
    /// If it leads to another one, or to none: what is written then is lost.
    pub fn check(self, file: &Path) -> Result<u64, StoreError> {
        let lost = |why: &str| {
            let file = file.display();
            let message = format!("{file}: this is no longer the store that was opened: {why}");
            StoreError::because(Reason::Lost, message)
        };
        match std::fs::metadata(file) {
            Ok(found) if Identity::from(&found) == self => Ok(found.len()),
            Ok(_) => Err(lost("another file was put in its place")),
            Err(_) => Err(lost("it was removed")),
        }
    }

    #[cfg(unix)]
    fn from(found: &Metadata) -> Identity {
        use std::os::unix::fs::MetadataExt as _;
        Identity(found.dev(), found.ino())
    }

    // Elsewhere a file that is open can be neither removed nor replaced.
    #[cfg(not(unix))]
    fn from(_: &Metadata) -> Identity {
        Identity(0, 0)
    }
}

/// That there is a file.
pub fn is_there(file: &Path) -> Result<(), StoreError> {
    if file.exists() {
        return Ok(());
    }
    let why = format!(
        "{}: there is no store here; name its folder by --data, or the configuration by --config",
        file.display()
    );
    Err(StoreError::new(why))
}

/// Makes directory and file, if they are missing, for this user alone. SQLite gives the files
/// that it puts beside its own the same rights.
pub fn make_private(directory: &Path, file: &Path) -> io::Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        folder.mode(0o700);
        options.mode(0o600);
    }
    folder.recursive(true).create(directory)?;
    options.create(true).append(true).open(file).map(drop)
}

/// Warns of what everyone on this machine could do with the store.
#[cfg(unix)]
pub fn warn_of_others(directory: &Path, file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    for (path, right) in [(directory, "700"), (file, "600")] {
        let Ok(found) = std::fs::metadata(path) else {
            continue;
        };
        let mode = found.permissions().mode();
        let path = path.display();
        if mode & 0o002 != 0 {
            tracing::error!(
                "everyone on this machine can write to {path}, and so replace or erase the tickets; \
                 run: chmod {right} {path}"
            );
        } else if mode & 0o004 != 0 && right == "600" {
            tracing::error!(
                "everyone on this machine can read the tickets in {path}; run: chmod {right} {path}"
            );
        }
    }
}

/// As on Unix, where the rights of files are looked at.
#[cfg(not(unix))]
pub fn warn_of_others(_: &Path, _: &Path) {}
