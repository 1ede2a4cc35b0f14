//! Guides and their pictures, from the authors' directory into the [`Site`].

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use firstline_author::pack;
use firstline_author::translate;
use firstline_guide::Guide;
use firstline_guide::load;
use firstline_relay::Site;
use firstline_relay::site::{Asset, Cache};

use crate::commands::lint;

/// The provider's links, by their names.
type Links = BTreeMap<String, String>;

/// A guide as it was written.
struct Source {
    file: PathBuf,
    text: String,
    guide: Guide,
}

/// Publishes an edition of all listed guides for each of these languages, and all pictures. Where guides
/// lead to the provider, they lead to these links.
///
/// # Errors
///
/// Where a guide has a problem (all are printed), a picture is missing, or a language has no
/// guide: what is half right is not served. A translation that is not whole is: what it lacks is
/// read in the guide's own words.
pub fn publish(
    site: &mut Site,
    directory: &Path,
    languages: &[String],
    links: &Links,
) -> anyhow::Result<()> {
    if let Some(problems) = lint::explained(directory, std::io::stderr().is_terminal())? {
        eprint!("{problems}");
        bail!("the guides have problems, so nothing is served");
    }
    let sources = read(directory)?;
    pictures(site, &directory.join("pictures"))?;
    for language in languages {
        edition(site, directory, &sources, language, links)?;
    }
    Ok(())
}

/// Publishes the listed guides for readers of this language. Those that are in another one come
/// last.
fn edition(
    site: &mut Site,
    directory: &Path,
    sources: &[Source],
    language: &str,
    links: &Links,
) -> anyhow::Result<()> {
    let mut spoken = BTreeMap::new();
    for Source { text, guide, .. } in sources {
        let sidecar = |tag: &str| lint::translation(directory, tag, &guide.id);
        let guide_spoken = translate::speak(text, language, sidecar)
            .map_err(|_| anyhow::anyhow!("the guide `{}` is no JSON", guide.id))?;
        spoken.insert(&*guide.id, guide_spoken);
    }
    let written: BTreeMap<&str, &str> = sources
        .iter()
        .map(|source| (&*source.guide.id, &*source.text))
        .collect();
    let mut in_language = 0;
    for source in sources.iter().filter(|source| source.guide.listed) {
        let id = &*source.guide.id;
        let name = source.file.display();
        // A guide that stays in its own language calls the others in that one too.
        let translated = spoken.get(id).is_some_and(|spoken| spoken.in_language);
        let text = |id: &str| match translated {
            true => spoken.get(id).map(|spoken| &*spoken.source),
            false => written.get(id).copied(),
        };
        let pack = pack::pack_for(links, id, text)
            .with_context(|| format!("{name}: no pack can be made of it in “{language}”"))?;
        site.publish(language, &pack.entry, pack.bytes, &pack.pictures)
            .map_err(|why| anyhow::anyhow!("{name}: its pack cannot be read: {why}"))?;
        in_language += usize::from(translated);
    }
    if in_language == 0 {
        bail!(
            "no guide in {} that customers can choose is in the language “{language}”: take it out \
             of `languages`, or translate one that is listed; `firstline translate {language}` \
             prepares that",
            directory.display()
        );
    }
    let missing: usize = spoken.values().map(|spoken| spoken.missing).sum();
    if missing > 0 {
        tracing::warn!(
            language,
            texts = missing,
            "some texts are not translated; `firstline translate` with --check names them"
        );
    }
    Ok(())
}

/// All guides of a directory, in the order of their file names.
fn read(directory: &Path) -> anyhow::Result<Vec<Source>> {
    let entries = std::fs::read_dir(directory)
        .with_context(|| format!("cannot read the guides' directory {}", directory.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    let mut sources = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        if let Some(guide) = load::load(&text).guide {
            sources.push(Source { file, text, guide });
        }
    }
    Ok(sources)
}

fn pictures(site: &mut Site, directory: &Path) -> anyhow::Result<()> {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Ok(());
    };
    for entry in entries.filter_map(Result::ok) {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = entry.path();
        if !path.is_file() || name.starts_with('.') {
            continue;
        }
        let bytes =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let asset = Asset::new(&name, bytes, Cache::Revalidate);
        let asset = if name.ends_with(".svg") {
            asset.compressed()
        } else {
            asset
        };
        site.files.insert(format!("pictures/{name}"), asset);
    }
    Ok(())
}
