//! What happens to Trunk's output before it is served: optimise, minify, put the style sheet into the panel, write the
//! words of loader and panel, compress.
//!
//! Trunk calls this (`xtask finish`) after it has laid its files into the staging directory; what
//! stands there when this returns is the finished widget.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use firstline_wire::bundle::{self, APART, ASSETS, CORE, LOADER, PANEL, SECOND, SHEET, WORDS};
use serde_json::{Map, json};

use super::shorten::{self, Renamed};
use super::{Profile, binary, names, sheet, speed, split, words};
use crate::place;
use crate::report::Report;
use crate::tools;

/// The variable that carries the profile: Trunk's own says `release` for every optimised one.
pub const PROFILE: &str = "FIRSTLINE_WIDGET_PROFILE";
/// The name of the widget's package, which the two files of wasm-bindgen have too.
const NAME: &str = "firstline-widget";
const GLUE: &str = "firstline-widget.js";
const WASM: &str = "firstline-widget_bg.wasm";
/// The place for the style sheet in the panel: one answer brings both.
const SHEET_PLACE: &str = "__FIRSTLINE_SHEET__";

/// The measured flags. Not `--all-features`, whose output browsers refuse.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--converge",
    // The stack comes first and grows downwards: nothing lies at the lowest addresses, so an offset
    // may be folded into a load (0.7 kB).
    "--low-memory-unused",
    // What it gains in raw bytes it loses to brotli twice (0.6 kB).
    "--skip-pass=local-cse",
    // A function that is called once stays one if it is larger: brotli does better with many alike than with few that
    // are long (1.1 kB).
    "--one-caller-inline-max-function-size=80",
    // The plain form of it alone; what it gains in raw bytes beyond the others, brotli loses (0.2 kB).
    "--skip-pass=simplify-locals",
    // Before the names go: like stands beside like, which brotli finds (0.7 kB).
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];
/// The last, of the core alone: it prints what it called what crosses, and `shorten` makes the glue follow.
const SHORTENED: &[&str] = &["--minify-imports-and-exports-and-modules"];

/// `xtask finish`, called by Trunk.
pub fn run(report: &mut Report, arguments: &[String]) -> Result<()> {
    crate::no_arguments(arguments)?;
    let (Ok(profile), Some(stage)) = (env::var(PROFILE), env::var_os("TRUNK_STAGING_DIR")) else {
        bail!("build the widget by `cargo xtask widget`: Trunk alone does not know what to do");
    };
    finish(report, Profile::named(&profile)?, Path::new(&stage))
}

/// Turns the staging directory into the finished widget.
fn finish(report: &Report, profile: Profile, stage: &Path) -> Result<()> {
    fs::create_dir_all(stage.join(ASSETS))?;
    let embed = place::root().join("embed");

    let wasm = take(&stage.join(WASM))?;
    let glue = String::from_utf8(take(&stage.join(GLUE))?)?;
    let (wasm, glue) = match profile {
        Profile::Small => {
            let parts = split::split(report, NAME)?;
            // With its names, for `cargo xtask size --origin`.
            fs::write(with_names(CORE), &parts.core)?;
            fs::write(with_names(SECOND), &parts.second)?;
            let (wasm, printed) = optimised(report, "core", &parts.core, SHORTENED)?;
            let renamed = Renamed::read(&printed)?;
            let (second, _) = optimised(report, "second", &parts.second, &[])?;
            fs::write(stage.join(SECOND), split::follow(&second, &renamed)?)?;
            (wasm, shorten::shorten(&parts.glue, &renamed)?)
        }
        Profile::Release => {
            // All is in the core; the panel asks for a second part all the same.
            fs::write(stage.join(SECOND), binary::HEADER)?;
            (wasm, glue)
        }
    };
    fs::write(stage.join(CORE), &wasm)?;

    ensure!(
        glue.contains(WASM),
        "the glue does not name {WASM} any more"
    );
    let core = CORE.trim_start_matches(ASSETS);
    fs::write(
        stage.join(bundle::GLUE),
        minified(&glue.replace(WASM, core), "js", &["--format=esm"])?,
    )?;

    let look = read(&embed.join("look.js"))?;
    let written = sheet::read(&embed).context("cannot read the style sheet")?;
    let css = sheet::served(&written, &look);
    let css = sheet::tight(&minified(&css, "css", &[])?);
    fs::write(stage.join(SHEET), &css)?;

    let words = words::read_all()?;
    for one in &words {
        fs::write(stage.join(bundle::words_of(&one.language)), &one.json)?;
        let path = stage.join(bundle::speed_words_of(&one.language));
        fs::write(path, speed::words(&one.language)?)?;
    }

    for path in APART {
        let script = read(&embed.join(path.trim_start_matches(ASSETS)))?;
        let script = esbuild(&script, "js", &["--bundle", "--format=esm"], &embed)?;
        fs::write(stage.join(path), sheet::tight(&script))?;
    }

    let panel = read(&embed.join("panel.js"))?;
    let panel = sheet::tight(&esbuild(
        &panel,
        "js",
        &["--bundle", "--format=esm"],
        &embed,
    )?);
    let panel = bundle::fill(&panel, SHEET_PLACE, &css.into()).context(PANEL)?;
    // A line of the sheet ends with its rule; nothing else in the loader ends so.
    let loader = minified(&read(&embed.join(LOADER))?, "js", &[])?.replace("}\n", "}");
    bundle::fill(&loader, bundle::BUILD_PLACE, &json!("")).context(LOADER)?;
    let mut by_script = Map::new();
    for (path, script) in [(PANEL, panel), (LOADER, loader)] {
        let (script, by_language) = words::of_script(&script, &words).context(path)?;
        fs::write(stage.join(path), script)?;
        by_script.insert(path.to_owned(), by_language.into());
    }
    fs::write(stage.join(WORDS), json!(by_script).to_string())?;

    compress_all(profile, stage)?;
    report.note(&format!(
        "the core has {} kB raw, {} kB brotli",
        wasm.len() / 1000,
        fs::metadata(stage.join(format!("{CORE}.br")))?.len() / 1000
    ));
    Ok(())
}

/// One of the modules of the last small build, [`CORE`] or [`SECOND`], before it lost its names.
pub fn with_names(module: &str) -> PathBuf {
    let name = module.trim_start_matches(ASSETS);
    place::target()
        .join("widget")
        .join(format!("small-with-names-{name}"))
}

/// Runs wasm-opt, or takes what this version of it gave for the same bytes before: it needs longer
/// than all else. Gives also what it printed.
fn optimised(report: &Report, stem: &str, wasm: &[u8], more: &[&str]) -> Result<(Vec<u8>, String)> {
    let kept = place::target().join("widget").join("optimised").join(stem);
    fs::create_dir_all(&kept)?;
    let flags = [WASM_OPT, more].concat();
    let mut key = format!("{} {}", tools::wasm_opt_version()?, flags.join(" ")).into_bytes();
    key.extend_from_slice(wasm);
    let out = kept.join(names::hashed(stem, "wasm", &key));
    let printed = out.with_extension("txt");
    if !out.is_file() {
        for old in fs::read_dir(&kept)? {
            fs::remove_file(old?.path())?;
        }
        let input = kept.join("input.wasm");
        let unfinished = kept.join("unfinished.wasm");
        fs::write(&input, wasm)?;
        let mut command = tools::command("wasm-opt")?;
        command.args(&flags).arg(&input).arg("-o").arg(&unfinished);
        report.logged("wasm-opt", &mut command)?;
        fs::write(&printed, report.log("wasm-opt")?)?;
        // Renamed when whole: a build that is stopped must not leave half a file under this name.
        fs::rename(&unfinished, &out)?;
        fs::remove_file(&input)?;
    }
    Ok((fs::read(&out)?, read(&printed)?))
}

/// Minifies script or style.
fn minified(source: &str, loader: &str, more: &[&str]) -> Result<String> {
    esbuild(source, loader, more, &place::root())
}

/// Runs esbuild, which keeps what every browser of 2020 understands. What the source imports is
/// looked for in `dir`.
fn esbuild(source: &str, loader: &str, more: &[&str], dir: &Path) -> Result<String> {
    use std::io::Write;
    let mut child = tools::command("esbuild")?
        .current_dir(dir)
        .args(["--minify", "--legal-comments=none", "--charset=utf8"])
        .arg(format!("--loader={loader}"))
        .arg("--target=es2020,chrome94,firefox93,safari15.4")
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start esbuild")?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(source.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    ensure!(
        output.status.success(),
        "esbuild refused the {loader} (see above)"
    );
    Ok(String::from_utf8(output.stdout)?)
}

/// Writes `.br` and `.gz` beside every file.
fn compress_all(profile: Profile, dir: &Path) -> Result<()> {
    let quality = match profile {
        Profile::Small => firstline_compress::BEST,
        Profile::Release => firstline_compress::QUICK,
    };
    for file in files(dir)? {
        let bytes = fs::read(&file)?;
        fs::write(
            with_suffix(&file, "br"),
            firstline_compress::brotli(&bytes, quality)?,
        )?;
        fs::write(with_suffix(&file, "gz"), firstline_compress::gzip(&bytes)?)?;
    }
    Ok(())
}

/// All files below a directory.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Reads a file and removes it: it goes on under another name.
fn take(file: &Path) -> Result<Vec<u8>> {
    let bytes =
        fs::read(file).with_context(|| format!("Trunk did not leave {}", file.display()))?;
    fs::remove_file(file)?;
    Ok(bytes)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}
