//! Tools that come from npm: wasm-opt (binaryen), esbuild and axe-core.
//!
//! `xtask/tools/package.json` and its lock file say exactly which.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::apt;
use crate::place;
use crate::report::Report;

const BINARYEN: &str = "binaryen";
const ESBUILD: &str = "esbuild";
const AXE: &str = "axe-core";

/// wasm-opt and esbuild, from `PATH` when both fit.
pub fn ensure_build_tools(report: &Report) -> Result<()> {
    let wasm_opt = wasm_opt_version()?;
    if super::fits("wasm-opt", &wasm_opt)? && super::fits("esbuild", &pinned(ESBUILD)?)? {
        return Ok(());
    }
    install(report)?;
    for (program, version) in [("wasm-opt", wasm_opt), ("esbuild", pinned(ESBUILD)?)] {
        ensure!(
            super::fits(program, &version)?,
            "npm installed {program}, but `{program} --version` does not say {version}"
        );
    }
    Ok(())
}

/// The version that wasm-opt reports: the first part of binaryen's version.
pub fn wasm_opt_version() -> Result<String> {
    let binaryen = pinned(BINARYEN)?;
    Ok(binaryen.split('.').next().unwrap_or(&binaryen).to_owned())
}

/// axe-core, which the tests put into the page.
pub fn ensure_axe(report: &Report) -> Result<()> {
    if axe()?.is_file() && installed(AXE).as_deref() == Some(pinned(AXE)?.as_str()) {
        return Ok(());
    }
    install(report)
}

/// The script of axe-core.
pub fn axe() -> Result<PathBuf> {
    Ok(modules()?.join(AXE).join("axe.min.js"))
}

/// Where npm puts programs.
pub fn bin_dir() -> Result<PathBuf> {
    Ok(modules()?.join(".bin"))
}

fn modules() -> Result<PathBuf> {
    Ok(prefix()?.join("node_modules"))
}

fn prefix() -> Result<PathBuf> {
    Ok(place::cache()?.join("npm"))
}

fn install(report: &Report) -> Result<()> {
    install_into(report, &manifest_dir(), &prefix()?)
}

/// The files of a package.json and its lock file.
const MANIFESTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Installs what `from` pins into a folder of the cache, and gives that folder. Nothing is done where the same
/// lock file was installed there before.
pub fn ensure_packages(report: &Report, from: &Path, name: &str) -> Result<PathBuf> {
    let prefix = place::cache()?.join(name);
    let same = MANIFESTS.iter().all(|file| {
        let read = |folder: &Path| fs::read(folder.join(file)).ok();
        read(from).is_some() && read(from) == read(&prefix)
    });
    if !same || !prefix.join("node_modules").is_dir() {
        install_into(report, from, &prefix)?;
    }
    Ok(prefix)
}

/// `npm ci` of what `from` pins.
fn install_into(report: &Report, from: &Path, prefix: &Path) -> Result<()> {
    apt::ensure(report, &apt::NODE)?;
    fs::create_dir_all(prefix)
        .with_context(|| format!("cannot write to the cache, {}", prefix.display()))?;
    for file in MANIFESTS {
        fs::copy(from.join(file), prefix.join(file))?;
    }
    let mut command = super::command("npm")?;
    // Scripts of packages are not run: esbuild works without its own, and nobody else has one.
    command
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ])
        .arg(prefix)
        .current_dir(prefix);
    report.logged("npm", &mut command)
}

fn manifest_dir() -> PathBuf {
    place::root().join("xtask").join("tools")
}

/// The version that package.json pins.
fn pinned(package: &str) -> Result<String> {
    let file = manifest_dir().join("package.json");
    let json = read(&file)?;
    match json["dependencies"][package].as_str() {
        Some(version) => Ok(version.to_owned()),
        None => bail!("{} does not pin {package}", file.display()),
    }
}

/// The version that lies in the cache.
fn installed(package: &str) -> Option<String> {
    let file = modules().ok()?.join(package).join("package.json");
    Some(read(&file).ok()?["version"].as_str()?.to_owned())
}

fn read(file: &Path) -> Result<Value> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{manifest_dir, read};

    #[test]
    fn every_npm_tool_is_pinned_exactly_and_its_lock_names_no_host() {
        let json = read(&manifest_dir().join("package.json")).unwrap();
        for (name, version) in json["dependencies"].as_object().unwrap() {
            let version = version.as_str().unwrap();
            assert!(
                version.split('.').all(|part| part.parse::<u32>().is_ok()),
                "{name} must be pinned to one version, not {version}"
            );
        }
        let lock = std::fs::read_to_string(manifest_dir().join("package-lock.json")).unwrap();
        assert!(lock.contains("\"integrity\""));
        assert!(
            !lock.contains("\"resolved\""),
            "write the lock file with `npm install --package-lock-only --omit-lockfile-registry-resolved`: \
             the address of one machine's registry is of no use to another"
        );
    }
}
