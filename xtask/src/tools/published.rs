//! Files that others publish on the web and that are in no registry of packages: kept in the cache, never committed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::place;

/// A published file, at one version of it.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// What it is called in the cache.
    pub name: &'static str,
    /// Where it is published.
    pub address: &'static str,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'static str,
}

/// TM Forum's definitions of TMF621 (Apache 2.0), versions 5.0.1 and 4.0.0.
const TMF621: [Published; 2] = [
    Published {
        name: "v5.yaml",
        address: "https://raw.githubusercontent.com/tmforum-apis/TMF621_TroubleTicket/f5b8ffb5975f523b17d8d55c25537d5d3533ecdb/TMF621-Trouble_Ticket-v5.0.1.oas.yaml",
        sha256: "dd3d242c643d132833c9a883c562bb56401ad3ef9e79c942a1f987e950be5017",
    },
    Published {
        name: "v4.json",
        address: "https://raw.githubusercontent.com/tmforum-apis/TMF621_TroubleTicket/f5b8ffb5975f523b17d8d55c25537d5d3533ecdb/TMF621-TroubleTicket-v4.0.0.swagger.json",
        sha256: "84c58dbfb6b9818684509ea1332fb76a0d28108cd56770da69bdb0a72827ffed",
    },
];

/// The folder with the definitions of TMF621, `v5.yaml` and `v4.json`.
///
/// # Errors
///
/// If one is not there and cannot be fetched, or is not what was pinned.
pub fn tmf621() -> Result<PathBuf> {
    let folder = place::cache()?.join("tmf621");
    for file in TMF621 {
        file.ensure(&folder)?;
    }
    Ok(folder)
}

impl Published {
    /// Fetches it into a folder, if it is not there.
    ///
    /// # Errors
    ///
    /// If it cannot be fetched, or is not what was pinned; it says what to do.
    pub fn ensure(&self, folder: &Path) -> Result<PathBuf> {
        let file = folder.join(self.name);
        if !file.is_file() {
            fs::create_dir_all(folder)?;
            let part = folder.join([self.name, ".part"].concat());
            let fetched = Command::new("curl")
                .args(["--fail", "--silent", "--show-error", "--location"])
                .args(["--max-time", "30", "--output"])
                .arg(&part)
                .arg(self.address)
                .output()
                .context("cannot start curl")?;
            ensure!(
                fetched.status.success(),
                "{}; put {} there by hand: {}",
                String::from_utf8_lossy(&fetched.stderr).trim(),
                self.address,
                file.display()
            );
            fs::rename(&part, &file)?;
        }
        let digest = Sha256::digest(&fs::read(&file)?);
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        ensure!(
            hash == self.sha256,
            "{} is not what was pinned; delete it",
            file.display()
        );
        Ok(file)
    }
}
