//! The built widget, into the [`Site`].

use std::path::Path;

use anyhow::bail;
use firstline_relay::Site;
use firstline_relay::site::{Asset, Cache};
use firstline_wire::bundle::{LOADER, MANIFEST};

use super::bundle;

/// The sample page.
const SAMPLE: &str = "index.html";

/// Publishes the widget of `directory`, or the one inside the binary if there is no directory. It
/// speaks those of these languages that it knows. With `sample` it publishes the sample page and
/// whatever lies beside it too, and browsers keep nothing unasked, because whoever shows the sample
/// is changing things.
pub fn publish(
    site: &mut Site,
    directory: Option<&Path>,
    languages: &[String],
    sample: bool,
) -> anyhow::Result<()> {
    let files = bundle::open(directory, languages)?;
    if sample && !files.contains_key(SAMPLE) {
        bail!("the widget has no {SAMPLE}, so there is no sample page to serve");
    }
    for (path, bytes) in &files {
        let compressed = |extension: &str| {
            files
                .get(&format!("{path}.{extension}"))
                .map(|bytes| bytes.clone().into())
        };
        if let Some(plain) = path
            .strip_suffix(".br")
            .or_else(|| path.strip_suffix(".gz"))
            && files.contains_key(plain)
        {
            continue;
        }
        let cache = match &**path {
            MANIFEST => Cache::Revalidate,
            path if path.starts_with("assets/") => Cache::Immutable,
            LOADER if !sample => Cache::Short,
            LOADER => Cache::Revalidate,
            _ if sample => Cache::Revalidate,
            _ => continue,
        };
        let mut asset = Asset::new(path, bytes.clone(), cache);
        asset.br = compressed("br");
        asset.gz = compressed("gz");
        if asset.br.is_none() {
            asset = asset.compressed();
        }
        if path == SAMPLE {
            site.files.insert(String::new(), asset.clone());
        }
        site.files.insert(path.clone(), asset);
    }
    Ok(())
}
