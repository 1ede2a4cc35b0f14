//! The widget's build: Trunk compiles and runs wasm-bindgen, then its hook calls [`finish`].

pub mod binary;
pub mod finish;
mod names;
mod sheet;
mod shorten;
mod speed;
mod split;
mod words;

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::place;
use crate::report::Report;
use crate::tools;

/// Which build of the widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Plain release: quick to make, a panic says where. For the demo and for development.
    Release,
    /// What customers download: the standard library built for size, a panic is one instruction.
    /// For the tests and for releases.
    Small,
}

impl Profile {
    /// Its name on the command line, in Cargo.toml and below `target/widget`.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Release => "release",
            Profile::Small => "small",
        }
    }

    /// The profile of this name.
    pub fn named(name: &str) -> Result<Profile> {
        match name {
            "release" => Ok(Profile::Release),
            "small" => Ok(Profile::Small),
            _ => bail!(
                "there is no profile `{name}` for the widget; there are `release` and `small`"
            ),
        }
    }
}

/// `cargo xtask widget [small|release]`.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    let profile = match arguments {
        [] => Profile::Release,
        [name] => Profile::named(name)?,
        _ => bail!("expected at most one profile, `release` or `small`"),
    };
    report.step("Tools");
    tools::ensure_for_widget(report)?;
    report.step(&format!("Widget ({})", profile.name()));
    let dir = build(report, profile)?;
    report.finish(&format!("the widget is in {}", dir.display()));
    Ok(())
}

/// Builds the widget and returns the directory in which it lies. The tools must be there.
pub fn build(report: &Report, profile: Profile) -> Result<PathBuf> {
    // Before the compiler has worked for a minute.
    words::read_all()?;
    let dist = place::widget(profile.name());
    fs::create_dir_all(&dist)?;
    // wasm-bindgen's output has one place for all profiles: two builds at once would mix theirs.
    let lock = File::create(place::target().join("widget").join("lock"))?;
    if lock.try_lock().is_err() {
        report.note("waiting for another build of the widget");
        lock.lock()?;
    }
    let mut trunk = tools::command("trunk")?;
    tools::clean_environment(&mut trunk);
    trunk
        .args(["build", "--skip-version-check", "--color", "never"])
        .arg("--dist")
        .arg(&dist)
        .env(finish::PROFILE, profile.name())
        // When the code does not compile, Trunk's own stack is of no interest.
        .env("RUST_BACKTRACE", "0");
    match profile {
        Profile::Release => {
            trunk.arg("--release");
        }
        Profile::Small => {
            tools::ensure_std_source(report)?;
            trunk.args(["--release", "--cargo-profile", "small"]);
            build_std(&mut trunk)?;
        }
    }
    report.stream(&mut trunk)?;
    Ok(dist)
}

/// What Cargo can only be told from outside: the standard library is compiled with the widget, for
/// size, and a panic becomes one trap without the code that would describe it.
///
/// `RUSTC_BOOTSTRAP` opens these still unstable doors of the stable compiler. It is set for this
/// profile only: set for one that is built without it too, everything would be built twice.
fn build_std(trunk: &mut Command) -> Result<()> {
    trunk
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        // A person's own RUSTFLAGS would replace these.
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags()?.join("\x1f"));
    Ok(())
}

fn rust_flags() -> Result<Vec<String>> {
    let mut flags = vec![
        "-Zunstable-options".to_owned(),
        "-Cpanic=immediate-abort".to_owned(),
        // For src/second_part.rs: the core is cut in two, by the relocations that the linker leaves in.
        "--cfg=split".to_owned(),
        "-Clink-arg=--emit-relocs".to_owned(),
    ];
    // The bytes must not depend on where the checkout and the registry lie on this machine.
    let mut homes = vec![(place::root(), "."), (tools::sysroot()?, "rust")];
    if let Some(home) = cargo_home() {
        homes.push((home, "cargo"));
    }
    for (from, to) in homes {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    }
    Ok(flags)
}

fn cargo_home() -> Option<PathBuf> {
    match std::env::var_os("CARGO_HOME") {
        Some(dir) => Some(PathBuf::from(dir)),
        None => Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")),
    }
}
