//! The tools that the commands need, installed by themselves.
//!
//! A tool on `PATH` is taken when its version is the pinned one. Otherwise it is installed into the
//! cache (see [`place::cache`]), which several checkouts share and `cargo clean` leaves alone.

mod apt;
mod cargo;
mod npm;
mod pins;
mod published;
mod rust;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::place;
use crate::report::Report;

pub use npm::{axe, ensure_packages, wasm_opt_version};
pub use published::{Published, tmf621};
pub use rust::{ensure_std_source, ensure_wasm_target, sysroot};

/// Installs the tools that build the widget: the wasm target, Trunk, wasm-bindgen, esbuild and wasm-opt.
pub fn ensure_for_widget(report: &Report) -> Result<()> {
    ensure_wasm_target(report)?;
    cargo::ensure(report, &pins::WASM_BINDGEN)?;
    cargo::ensure(report, &pins::TRUNK)?;
    npm::ensure_build_tools(report)
}

/// Installs the tools of the end-to-end tests: two browsers with their drivers, and axe-core.
pub fn ensure_for_browsers(report: &Report) -> Result<()> {
    npm::ensure_axe(report)?;
    apt::ensure(report, &apt::CHROMIUM)?;
    apt::ensure(report, &apt::FIREFOX)?;
    cargo::ensure(report, &pins::GECKODRIVER)
}

pub use apt::is_root;

/// Installs the helpdesks that tests deliver to.
pub fn ensure_for_helpdesks(report: &Report) -> Result<()> {
    apt::ensure(report, &apt::REQUEST_TRACKER)?;
    apt::ensure(report, &apt::MAIL_SERVER)
}

/// Installs the database that tests run on besides SQLite.
pub fn ensure_for_database(report: &Report) -> Result<()> {
    apt::ensure(report, &apt::POSTGRESQL)
}

/// Installs the tools that make the book.
pub fn ensure_for_book(report: &Report) -> Result<()> {
    cargo::ensure(report, &pins::MDBOOK)
}

/// Installs the tool that checks licences and advisories.
pub fn ensure_for_deny(report: &Report) -> Result<()> {
    cargo::ensure(report, &pins::CARGO_DENY)
}

/// What `cargo xtask chaos` makes use of. Without it one attack is not made, which is said.
pub fn ensure_for_chaos(report: &Report) {
    if let Err(error) = apt::ensure(report, &apt::FAKETIME) {
        report.note(&format!("the clock cannot be attacked: {error:#}"));
    }
}

/// Installs the server beside which the relay is measured, and the tool that measures.
pub fn ensure_for_load(report: &Report) -> Result<()> {
    apt::ensure(report, &apt::NGINX_AND_WRK)
}

/// The library by which `faketime` sets the clock of a program with several threads.
pub fn faketime() -> Option<String> {
    let mut folders = vec![PathBuf::from("/usr/lib64")];
    for folder in ["/usr/lib", "/usr/local/lib"] {
        folders.push(PathBuf::from(folder));
        let inner = std::fs::read_dir(folder).into_iter().flatten().flatten();
        folders.extend(inner.map(|entry| entry.path()));
    }
    folders
        .iter()
        .map(|folder| folder.join("faketime").join("libfaketimeMT.so.1"))
        .find(|file| file.is_file())
        .map(|file| file.display().to_string())
}

/// Installs the tools of fuzzing.
pub fn ensure_for_fuzz(report: &Report) -> Result<()> {
    cargo::ensure(report, &pins::CARGO_FUZZ)
}

/// `cargo xtask tools`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    report.step("Tools");
    ensure_for_widget(report)?;
    ensure_std_source(report)?;
    ensure_for_browsers(report)?;
    ensure_for_helpdesks(report)?;
    ensure_for_database(report)?;
    report.finish("the tools are there");
    Ok(())
}

/// `PATH` for whatever uses the tools: the cache first (it holds only pinned versions), then the
/// directory of this program (the hook in Trunk.toml calls it by name), then the person's own.
pub fn search_path() -> Result<OsString> {
    let mut dirs = vec![bin_dir()?, npm::bin_dir()?];
    let this = env::current_exe()?;
    dirs.extend(this.parent().map(Path::to_path_buf));
    if let Some(own) = env::var_os("PATH") {
        dirs.extend(env::split_paths(&own));
    }
    env::join_paths(dirs).context("a directory of PATH has a colon in its name")
}

/// A command that finds the tools.
pub fn command(program: &str) -> Result<Command> {
    let path = search_path()?;
    // Looked up here: the standard library would use the parent's PATH on some systems.
    let found = find(program, &path).unwrap_or_else(|| PathBuf::from(program));
    let mut command = Command::new(found);
    command.env("PATH", path).current_dir(place::root());
    Ok(command)
}

/// A cargo command on this workspace, free of what `cargo run` left in the environment: some build
/// scripts would take it for a change and build everything again.
pub fn cargo(arguments: &[&str]) -> Result<Command> {
    let mut command = command("cargo")?;
    clean_environment(&mut command);
    command.args(arguments);
    Ok(command)
}

/// Removes the variables that `cargo run` sets for the program it runs.
pub fn clean_environment(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let left_over = text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text.starts_with("CARGO_BIN_")
            || text == "CARGO_CRATE_NAME"
            || text == "CARGO_PRIMARY_PACKAGE";
        if left_over {
            command.env_remove(name);
        }
    }
}

/// Where tools built by cargo lie.
fn bin_dir() -> Result<PathBuf> {
    Ok(place::cache()?.join("tools").join("bin"))
}

/// The file that a program's name leads to.
fn find(program: &str, path: &OsString) -> Option<PathBuf> {
    env::split_paths(path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

/// Whether a program is on our search path at all.
fn exists(program: &str) -> Result<bool> {
    Ok(find(program, &search_path()?).is_some())
}

/// Whether `program --version` answers with this version.
fn fits(program: &str, version: &str) -> Result<bool> {
    if !exists(program)? {
        return Ok(false);
    }
    let output = command(program)?
        .arg("--version")
        .stdin(Stdio::null())
        .output();
    Ok(output.is_ok_and(|output| says_version(&String::from_utf8_lossy(&output.stdout), version)))
}

/// `trunk 0.21.14`, `wasm-opt version 132 (version_132)`, `mdbook v0.5.4` and plain `0.28.2` all name a version as a
/// word of its own.
fn says_version(text: &str, version: &str) -> bool {
    let mut words = text.split_whitespace();
    words.any(|word| word.strip_prefix('v').unwrap_or(word) == version)
}

#[cfg(test)]
mod tests {
    use super::says_version;

    #[test]
    fn a_version_is_read_from_the_ways_in_which_tools_say_it() {
        assert!(says_version("trunk 0.21.14\n", "0.21.14"));
        assert!(says_version("wasm-opt version 132 (version_132)", "132"));
        assert!(says_version("0.28.2\n", "0.28.2"));
        assert!(says_version("mdbook v0.5.4\n", "0.5.4"));
        assert!(!says_version("trunk 0.21.140", "0.21.14"));
        assert!(!says_version("", "132"));
    }
}
