//! A folder with everything that `firstline serve` needs: one guide, a provider, the files of a widget
//! without anything in them. So neither the widget's build nor the shipped guides are waited for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use firstline_wire::bundle::APART;
use tempfile::TempDir;

use super::ticket::GUIDE;

/// How large the large file is, in bytes: more than the kernel keeps of an answer that nobody reads.
const LARGE: usize = 12 << 20;

/// Where the large file is served.
pub const LARGE_FILE: &str = "assets/large.bin";

const PROVIDER: &str = r#"{ "format": 1, "name": "Chaos Cable", "timeZone": "Europe/London",
  "contacts": { "support": { "phone": "0808 157 0142", "hours": { "mon-sun": "00:00-24:00" } } } }"#;

const CONFIGURATION: &str = "listen = \"127.0.0.1:0\"\nwidget = \"widget\"\n\
                             [status]\nfile = \"status.json\"\n[tickets]\nper_minute = 0\n";

/// A folder of its own, removed when dropped.
pub struct Ground(TempDir);

impl Ground {
    /// Makes the folder.
    pub fn new() -> Result<Ground> {
        let ground = Ground(tempfile::tempdir().context("cannot make a temporary folder")?);
        let loader = "[__FIRSTLINE_WORDS__, __FIRSTLINE_BUILD__]";
        let words = r#"{ "firstline.js": { "en": {} }, "assets/panel.js": { "en": {} } }"#;
        for (path, text) in [
            ("firstline.toml", CONFIGURATION),
            ("guides/no-internet.json", GUIDE),
            ("guides/site/provider.json", PROVIDER),
            ("widget/firstline.js", loader),
            ("widget/assets/panel.js", "[__FIRSTLINE_WORDS__]"),
            ("widget/words.json", words),
            ("widget/index.html", "<!doctype html><title>Chaos</title>"),
            ("widget/assets/core.wasm", "core"),
            ("widget/assets/glue.js", "// glue"),
            ("widget/assets/widget.css", "/* sheet */"),
        ] {
            ground.write(path, text.as_bytes())?;
        }
        for path in APART {
            ground.write(&format!("widget/{path}"), b"// apart")?;
        }
        ground.write("status.json", faults().as_bytes())?;
        Ok(ground)
    }

    /// Adds the large file, which takes a relay some time to begin with.
    pub fn with_large_file(self) -> Result<Ground> {
        self.write("widget/assets/large.bin", &noise(LARGE))?;
        // As if it had been compressed already: nobody here asks for that.
        self.write("widget/assets/large.bin.br", b"large")?;
        self.write("widget/assets/large.bin.gz", b"large")?;
        Ok(self)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The folder of the store.
    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// 200 faults with 150 areas each.
fn faults() -> String {
    let areas = |fault: usize| {
        let areas = (0..150).map(|area| format!("\"{fault:03}{area:03}\""));
        areas.collect::<Vec<_>>().join(",")
    };
    let items: Vec<String> = (0..200)
        .map(|fault| {
            format!(
                r#"{{"id":"{fault}","kind":"outage","title":"A cable is cut","areas":[{}]}}"#,
                areas(fault)
            )
        })
        .collect();
    format!(r#"{{"state":"outage","items":[{}]}}"#, items.join(","))
}

/// Bytes that do not compress, the same ones each time.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}
