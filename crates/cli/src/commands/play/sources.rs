//! Guides from their folder, and the pack that is walked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use firstline_author::pack::{self, PackError};
use firstline_author::translate;
use firstline_guide::{Guide, Library, load};
use firstline_relay::Provider;

use crate::commands::lint;

/// The guides of a folder, as they are written, in one language.
pub struct Sources {
    folder: PathBuf,
    /// By id.
    texts: BTreeMap<String, String>,
    provider: Option<Provider>,
}

/// A guide with all that it calls.
pub struct Packed {
    /// The guides.
    pub library: Arc<Library>,
    /// The guide that is opened.
    pub entry: String,
    /// The hash of the pack.
    pub hash: String,
}

impl Sources {
    /// Reads the folder, and the provider's file in it where there is one.
    ///
    /// # Errors
    ///
    /// It cannot be read, it has no guide, or the provider's file is wrong.
    pub fn read(folder: &Path, language: Option<&str>) -> anyhow::Result<Sources> {
        let cannot = || format!("cannot read the guides' folder {}", folder.display());
        let mut texts = BTreeMap::new();
        for entry in std::fs::read_dir(folder).with_context(cannot)? {
            let path = entry.with_context(cannot)?.path();
            let stem = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
            let Some(id) = stem.filter(|_| path.extension().is_some_and(|end| end == "json"))
            else {
                continue;
            };
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            texts.insert(id, text);
        }
        if texts.is_empty() {
            bail!("there are no guides (*.json) in {}", folder.display());
        }
        if let Some(language) = language {
            translate(&mut texts, folder, language)?;
        }
        let file = folder.join("site").join("provider.json");
        let provider = match std::fs::read_to_string(&file) {
            Ok(text) => Some(Provider::read(&text, &file)?),
            Err(_) => None,
        };
        Ok(Sources {
            folder: folder.to_owned(),
            texts,
            provider,
        })
    }

    /// The guides that can be read, those that customers choose from first.
    pub fn guides(&self) -> Vec<Guide> {
        let read = self
            .texts
            .values()
            .filter_map(|text| load::load(text).guide);
        let mut guides: Vec<Guide> = read.collect();
        guides.sort_by_key(|guide| !guide.listed);
        guides
    }

    /// Whose guides they are.
    pub fn provider(&self) -> Option<&Provider> {
        self.provider.as_ref()
    }

    /// Packs a guide as it is packed for browsers, and reads that pack as they do.
    ///
    /// # Errors
    ///
    /// There is no such guide, or something is wrong with it.
    pub fn pack(&self, entry: &str) -> anyhow::Result<Packed> {
        let none = BTreeMap::new();
        let links = self.provider.as_ref().map_or(&none, Provider::links);
        let packed = pack::pack_for(links, entry, |id| self.texts.get(id).map(String::as_str));
        let packed = packed.map_err(|error| match &error {
            PackError::NoGuide { id, caller: None } => {
                let known: Vec<&str> = self.texts.keys().map(String::as_str).collect();
                anyhow!(
                    "there is no guide `{id}` in {}; there are {}",
                    self.folder.display(),
                    known.join(", ")
                )
            }
            _ => anyhow!(
                "{error}; `firstline lint {}` says what is wrong",
                self.folder.display()
            ),
        })?;
        let library = firstline_guide::pack::read(&packed.bytes)
            .map_err(|error| anyhow!("the pack of `{entry}` cannot be read: {error:?}"))?;
        Ok(Packed {
            library: Arc::new(library),
            entry: entry.to_owned(),
            hash: packed.hash,
        })
    }
}

/// Puts what is translated into this language into the guides, as it is published.
fn translate(
    texts: &mut BTreeMap<String, String>,
    folder: &Path,
    language: &str,
) -> anyhow::Result<()> {
    let mut in_language = false;
    for (id, text) in texts {
        let sidecar = |tag: &str| lint::translation(folder, tag, id);
        let spoken = translate::speak(text, language, sidecar)
            .map_err(|_| anyhow!("the guide `{id}` is no JSON; `firstline lint` says where"))?;
        in_language |= spoken.in_language;
        *text = spoken.source.into_owned();
    }
    if !in_language {
        bail!(
            "no guide in {} is in the language “{language}”; `firstline translate {language}` \
             prepares that",
            folder.display()
        );
    }
    Ok(())
}
