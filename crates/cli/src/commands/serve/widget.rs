//! The built widget, from a directory or from inside the binary, into the [`Site`].

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use firstline_relay::Site;
use firstline_relay::site::{Asset, Cache};

use super::spoken;

/// What a directory of the built widget must have.
const NEEDED: [&str; 2] = [LOADER, MANIFEST];

/// The script that pages name.
pub(super) const LOADER: &str = "firstline.js";

/// Where everything else is.
pub(super) const MANIFEST: &str = "assets/manifest.json";

/// Files by their path, with slashes.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Publishes the widget: of `directory`, or the one inside the binary where there is none. It speaks
/// those of these languages that it knows. With
/// `sample` the sample page and whatever lies beside it too, and nothing is kept by browsers
/// unasked, because whoever shows the sample is changing things.
pub fn publish(
    site: &mut Site,
    directory: Option<&Path>,
    languages: &[String],
    sample: bool,
) -> anyhow::Result<()> {
    let (mut files, place) = match directory {
        Some(directory) => (read(directory)?, directory.display().to_string()),
        None => match embedded() {
            Some(files) => (files, "the binary".to_owned()),
            None => bail!(
                "there is no widget to serve: this binary does not carry one. Build it with \
                 `cargo xtask widget` and name its directory with --widget target/widget/release"
            ),
        },
    };
    for needed in NEEDED {
        if !files.contains_key(needed) {
            bail!(
                "{place} has no {needed}, so it is not a built widget. `cargo xtask widget` builds \
                 one into target/widget/release"
            );
        }
    }
    if sample && !files.contains_key("index.html") {
        bail!("{place} has no index.html, so there is no sample page to serve");
    }
    spoken::keep(&mut files, languages).with_context(|| format!("the widget of {place}"))?;
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
        if path == "index.html" {
            site.files.insert(String::new(), asset.clone());
        }
        site.files.insert(path.clone(), asset);
    }
    Ok(())
}

fn read(directory: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    let missing = || {
        format!(
            "cannot read the widget's directory {}; `cargo xtask widget` builds it",
            directory.display()
        )
    };
    let mut folders = vec![(directory.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(missing)? {
            let entry = entry.with_context(missing)?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                folders.push((path, format!("{prefix}{name}/")));
            } else {
                let bytes = std::fs::read(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                files.insert(format!("{prefix}{name}"), bytes);
            }
        }
    }
    Ok(files)
}

#[cfg(not(feature = "embed"))]
fn embedded() -> Option<Files> {
    None
}

#[cfg(feature = "embed")]
fn embedded() -> Option<Files> {
    use rust_embed::RustEmbed;

    #[derive(RustEmbed)]
    #[folder = "../../target/widget/small"]
    struct Widget;

    let file = |path: std::borrow::Cow<'static, str>| {
        let file = Widget::get(&path)?;
        Some((path.into_owned(), file.data.into_owned()))
    };
    Some(Widget::iter().filter_map(file).collect())
}
