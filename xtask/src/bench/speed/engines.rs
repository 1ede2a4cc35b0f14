//! The engines that are measured, and the files that their pages need.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use crate::place;
use crate::report::Report;
use crate::tools::{self, Published};

/// LibreSpeed's worker.
const LIBRESPEED: Published = Published {
    name: "librespeed-6.2.1.js",
    address: "https://raw.githubusercontent.com/librespeed/speedtest/v6.2.1/speedtest_worker.js",
    sha256: "3dc577e830a7255eacd9335865af9c4a77ca1d7c115e8bfc7e1717d2c4ed08d0",
};

/// An engine that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// Ours.
    Ours,
    /// Ours, on little data.
    Light,
    /// `@cloudflare/speedtest`.
    Cloudflare,
    /// LibreSpeed's worker.
    LibreSpeed,
    /// `@m-lab/ndt7`.
    Ndt7,
}

impl Engine {
    /// All of them.
    pub const ALL: [Engine; 5] = [
        Engine::Ours,
        Engine::Light,
        Engine::Cloudflare,
        Engine::LibreSpeed,
        Engine::Ndt7,
    ];

    /// Its name on the command line and in the report.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Ours => "ours",
            Engine::Light => "ours-light",
            Engine::Cloudflare => "cloudflare",
            Engine::LibreSpeed => "librespeed",
            Engine::Ndt7 => "ndt7",
        }
    }

    /// The engine of this name.
    pub fn named(name: &str) -> Option<Engine> {
        Engine::ALL.into_iter().find(|engine| engine.name() == name)
    }

    /// Its page.
    pub fn script(self) -> &'static str {
        match self {
            Engine::Ours | Engine::Light => "ours",
            Engine::Cloudflare => "cloudflare",
            Engine::LibreSpeed => "librespeed",
            Engine::Ndt7 => "ndt7",
        }
    }
}

/// Files by their path.
pub type Files = Arc<BTreeMap<String, Vec<u8>>>;

/// The files of all pages. Who cannot be had is left out, which is said.
pub fn files(report: &Report, engines: &mut Vec<Engine>) -> Result<Files> {
    let sources = place::root().join("benches").join("speed");
    let folder = tools::ensure_packages(report, &sources, "bench-speed")?;
    let mut files = BTreeMap::new();
    let mut scripts: Vec<&str> = engines.iter().map(|engine| engine.script()).collect();
    scripts.dedup();
    for script in scripts {
        let out = folder.join("bundled").join(format!("{script}.js"));
        let mut esbuild = tools::command("esbuild")?;
        esbuild
            .arg(sources.join(format!("{script}.js")))
            .args(["--bundle", "--format=esm", "--legal-comments=none"])
            .arg(format!("--outfile={}", out.display()))
            // The sources lie in the checkout, and what they import in the cache.
            .env("NODE_PATH", folder.join("node_modules"));
        report.logged(&format!("bundle-speed-{script}"), &mut esbuild)?;
        files.insert(format!("/{script}.js"), std::fs::read(out)?);
        let page = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>{script}</title><script type=\"module\" src=\"/{script}.js\"></script>"
        );
        files.insert(format!("/{script}.html"), page.into_bytes());
    }
    for worker in ["ndt7-download-worker.js", "ndt7-upload-worker.js"] {
        let file = folder.join("node_modules/@m-lab/ndt7/src").join(worker);
        files.insert(format!("/{worker}"), std::fs::read(file)?);
    }
    if engines.contains(&Engine::LibreSpeed) {
        match LIBRESPEED.ensure(&folder) {
            Ok(worker) => {
                files.insert("/speedtest_worker.js".to_owned(), std::fs::read(worker)?);
            }
            Err(why) => {
                report.note(&format!("LibreSpeed is left out: {why:#}"));
                engines.retain(|engine| *engine != Engine::LibreSpeed);
            }
        }
    }
    Ok(Arc::new(files))
}
