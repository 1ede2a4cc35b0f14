//! The guides of a folder as the readers of a language get them.

use std::collections::BTreeMap;
use std::sync::Arc;

use firstline_guide::Guide;
use firstline_guide::load;

use super::GuideFolder;
use crate::pack::{self, Pack, PackError};
use crate::provider::Offer;
use crate::translate::{self, Sidecar};

/// The guides of a folder as the readers of a language get them. Each is translated and loaded once.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The language.
    pub language: String,
    /// The sound guides, by their ids.
    pub guides: BTreeMap<String, InLanguage>,
    /// The provider's offer, as readers of this language get it.
    pub offer: Offer,
}

/// A guide as the readers of a language get it.
#[derive(Clone, Debug, PartialEq)]
pub struct InLanguage {
    /// The guide.
    pub guide: Arc<Guide>,
    /// Whether it is in their language; if not, it is as it was written.
    pub is_spoken: bool,
    /// How many of its texts are not translated.
    pub missing: usize,
}

impl GuideFolder {
    /// The sound guides in this language. One that is not translated stays in its own.
    pub fn edition(&self, language: &str) -> Edition {
        let mut guides = BTreeMap::new();
        for file in &self.guides {
            if let (Some(guide), Some(text)) = (&file.guide, file.source.usable()) {
                let spoken = self.in_language(guide, text, language);
                guides.entry(guide.id.clone()).or_insert(spoken);
            }
        }
        Edition {
            language: language.to_owned(),
            guides,
            offer: self.offer(language),
        }
    }

    fn in_language(&self, guide: &Arc<Guide>, text: &str, language: &str) -> InLanguage {
        let sidecar = |tag: &str| -> Option<Sidecar> { self.sidecar(tag, &guide.id).cloned() };
        let as_written = |missing| InLanguage {
            guide: Arc::clone(guide),
            is_spoken: false,
            missing,
        };
        // The text is JSON, because the guide was loaded from it.
        let Ok(spoken) = translate::speak(text, language, sidecar) else {
            return as_written(0);
        };
        if !spoken.in_language {
            return as_written(spoken.missing);
        }
        let translated = if *spoken.source == *text {
            Some(Arc::clone(guide))
        } else {
            // What the engine would stumble over was not put in.
            load::load(&spoken.source).guide.map(Arc::new)
        };
        match translated {
            Some(guide) => InLanguage {
                guide,
                is_spoken: true,
                missing: spoken.missing,
            },
            None => as_written(spoken.missing),
        }
    }
}

impl Edition {
    /// Packs a guide with those that it calls, for the provider's customers.
    ///
    /// # Errors
    ///
    /// If there is no such guide, or if it does not fit those that it calls.
    pub fn pack(&self, id: &str) -> Result<Pack, PackError> {
        pack::pack_guides(&self.offer, id, |id| {
            let found = self.guides.get(id)?;
            Some(&*found.guide)
        })
    }
}
