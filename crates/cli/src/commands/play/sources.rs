//! The pack that is walked, made of a folder of guides as it is made for browsers.

use std::path::Path;
use std::sync::Arc;

use anyhow::{anyhow, bail};
use firstline_author::folder::{Edition, GuideFolder};
use firstline_author::pack::PackError;
use firstline_guide::model::Value;
use firstline_guide::{Guide, Library};
use firstline_relay::Provider;

use crate::guide;

/// The guides of a folder, in one language.
pub struct Sources {
    folder: GuideFolder,
    /// The language that was asked for.
    language: Option<String>,
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

/// What texts may say of the boxes of the catalogue.
fn folder_boxes(folder: &GuideFolder) -> Vec<(String, Value)> {
    let catalogue = folder.equipment.iter();
    let boxes = catalogue.flat_map(|file| &file.loaded.catalogue.boxes);
    boxes.flat_map(|known| known.named_facts()).collect()
}

impl Sources {
    /// Reads the folder, and the provider's file in it if there is one.
    ///
    /// # Errors
    ///
    /// If it cannot be read, has no guide, has none in the language, or if the provider's file is
    /// wrong.
    pub fn read(path: &Path, language: Option<&str>) -> anyhow::Result<Sources> {
        let folder = guide::folder(path)?;
        if folder.guides.is_empty() {
            bail!("there are no guides (*.json) in {}", path.display());
        }
        if let Some(language) = language {
            let edition = folder.edition(language);
            if !edition.guides.values().any(|guide| guide.is_spoken) {
                bail!(
                    "no guide in {} is in the language “{language}”; `firstline translate {language}` \
                     prepares that",
                    path.display()
                );
            }
        }
        let provider = match &folder.provider {
            Some(source) => Some(Provider::read(&source.text, &source.path)?),
            None => None,
        };
        Ok(Sources {
            folder,
            language: language.map(str::to_owned),
            provider,
        })
    }

    /// The guides that can be read, those that customers choose from first.
    pub fn guides(&self) -> Vec<Guide> {
        let sound = self.folder.guides.iter();
        let sound = sound.filter_map(|file| file.guide.as_deref());
        let mut guides: Vec<Guide> = match &self.language {
            None => sound.cloned().collect(),
            Some(language) => {
                let edition = self.folder.edition(language);
                let spoken = edition.guides.into_values();
                spoken.map(|guide| Guide::clone(&guide.guide)).collect()
            }
        };
        guides.sort_by_key(|guide| !guide.listed);
        guides
    }

    /// Whose guides they are.
    pub fn provider(&self) -> Option<&Provider> {
        self.provider.as_ref()
    }

    /// Packs a guide as it is packed for browsers, and reads that pack as they do. Guides that it calls
    /// are in its language.
    ///
    /// # Errors
    ///
    /// If there is no such guide, if it is not in the language that was asked for, or if something is
    /// wrong with it.
    pub fn pack(&self, entry: &str) -> anyhow::Result<Packed> {
        let edition = self.edition(entry)?;
        let path = self.folder.path.display();
        let packed = edition.pack(entry).map_err(|error| match &error {
            PackError::NoGuide { id, .. } if self.folder.file_of(id).is_some() => {
                anyhow!("the guide `{id}` has problems; `firstline lint {path}` says what is wrong")
            }
            _ => anyhow!("{error}; `firstline lint {path}` says what is wrong"),
        })?;
        let library = firstline_guide::pack::read(&packed.bytes)
            .map_err(|error| anyhow!("the pack of `{entry}` cannot be read: {error:?}"))?;
        let mut catalogue = folder_boxes(&self.folder);
        catalogue.extend(super::screen::meanings());
        Ok(Packed {
            library: Arc::new(library.knowing_boxes(catalogue)),
            entry: entry.to_owned(),
            hash: packed.hash,
        })
    }

    /// The guides in the language of this one.
    fn edition(&self, entry: &str) -> anyhow::Result<Edition> {
        let folder = &self.folder;
        let Some(sound) = folder.guide(entry) else {
            guide::find(folder, entry)?;
            bail!(
                "the guide `{entry}` has problems; `firstline lint {}` says what is wrong",
                folder.path.display()
            );
        };
        let language = self.language.as_ref().unwrap_or(&sound.language);
        let edition = folder.edition(language);
        if edition
            .guides
            .get(entry)
            .is_some_and(|guide| !guide.is_spoken)
        {
            bail!(
                "the guide `{entry}` is not in the language “{language}”; \
                 `firstline translate {language} {entry}` prepares that"
            );
        }
        Ok(edition)
    }
}
