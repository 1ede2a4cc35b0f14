//! Small file systems in memory, to be filled up or set read-only.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

/// A file system of its own; gone when dropped.
pub struct Mount(PathBuf);

impl Mount {
    /// Mounts one of so many megabytes there. `None` where this user must not.
    pub fn new(at: &Path, megabytes: u32) -> Result<Option<Mount>> {
        std::fs::create_dir_all(at)?;
        let options = format!("size={megabytes}m,mode=700");
        let mounted = mount(&["-t", "tmpfs", "-o", &options, "firstline-chaos"], at);
        Ok(mounted.then(|| Mount(at.to_owned())))
    }

    /// Gives it another size, or other rights: `size=40m`, `ro`.
    pub fn change(&self, options: &str) -> Result<()> {
        if !mount(&["-o", &format!("remount,{options}")], &self.0) {
            bail!("cannot remount {} with {options}", self.0.display());
        }
        Ok(())
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Somebody may still look at it: it goes when they are done.
        let _ = quiet(Command::new("umount").arg("--lazy").arg(&self.0));
    }
}

fn mount(words: &[&str], at: &Path) -> bool {
    quiet(Command::new("mount").args(words).arg(at))
}

fn quiet(command: &mut Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Why an attack that needs one was not made.
pub const NOT_MADE: &str =
    "this user must not mount a file system of a few megabytes; run it as root";
