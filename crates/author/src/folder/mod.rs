//! A folder of guides on disk, and all that lies beside them. It is read once; whoever needs a guide
//! gets what was loaded.
//!
//! ```text
//! guides/no-internet.json          a guide
//! guides/de/no-internet.json       its texts in German
//! guides/site/provider.json        the provider
//! guides/site/equipment.json       the boxes that there are
//! guides/pictures/router-back.svg  a picture
//! ```
//!
//! What cannot be read is part of the result ([`Source::fault`]) and keeps nothing else from being
//! read.

mod edition;
mod layout;
mod pictures;
mod source;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use firstline_guide::Guide;
use firstline_guide::json::{self, Node};
use firstline_guide::language::is_language;
use firstline_guide::load::{self, Loaded};

use crate::equipment;
use crate::provider::Offer;
use crate::translate::Sidecar;

pub use edition::{Edition, InLanguage};
pub(crate) use layout::{is_of_translations, is_same, readable};
pub use pictures::{Picture, PictureFault};
pub use source::{Fault, NOT_UTF8, Source, UNREADABLE_FILE};

/// A folder of guides, as it was read.
#[derive(Clone, Debug)]
pub struct GuideFolder {
    /// Its path; empty for the current folder.
    pub path: PathBuf,
    /// The guides, in the order of their file names.
    pub guides: Vec<GuideFile>,
    /// The translations, by language and file name.
    pub translations: Vec<Translation>,
    /// `site/provider.json`, if there is one.
    pub provider: Option<Source>,
    /// What is known of the provider's file where it is missing.
    pub no_provider: Option<NoProvider>,
    /// `site/kano.json`, if there is one.
    pub features: Option<Source>,
    /// `site/equipment.json`, if there is one.
    pub equipment: Option<Catalogue>,
    /// The files in `pictures`, by their names.
    pub pictures: Vec<Picture>,
    /// Folders of translations whose names are no languages.
    pub misnamed: Vec<Misnamed>,
    /// Files and folders that nothing reads, and that seem to be meant.
    pub strays: Vec<Stray>,
}

/// A guide of a folder.
#[derive(Clone, Debug)]
pub struct GuideFile {
    /// The file.
    pub source: Source,
    /// The document; `None` if it is no JSON.
    pub root: Option<Node>,
    /// What came of loading it. A file that cannot be used has no problems here: see
    /// [`Source::problem`].
    pub loaded: Loaded,
    /// The guide, if nothing is wrong with it by itself.
    pub guide: Option<Arc<Guide>>,
}

/// A translation of a folder.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The file.
    pub source: Source,
    /// The language, as the folder says it.
    pub language: String,
    /// Its content, if it can be used.
    pub sidecar: Option<Sidecar>,
}

/// The catalogue of boxes of a folder.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The file.
    pub source: Source,
    /// Its content.
    pub loaded: equipment::Loaded,
}

/// A folder of translations whose name is no language.
#[derive(Clone, Debug, PartialEq)]
pub struct Misnamed {
    /// The first file in it.
    pub source: Source,
    /// The language that is meant, if the name tells.
    pub meant: Option<String>,
}

/// A file or folder that nothing reads, and that seems to be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Stray {
    /// The file, or the first in a folder.
    pub source: Source,
    /// Why it is not read.
    pub why: StrayBecause,
}

/// Why something is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrayBecause {
    /// Its name does not end in `.json`, but nearly.
    Ending {
        /// The name that is meant.
        meant: String,
    },
    /// Its name has bytes that are no UTF-8.
    NotUtf8,
    /// It is a whole guide in the folder of a language, beside one of its name.
    WholeGuide {
        /// The language.
        language: String,
    },
    /// Its folder has copies of guides, and a name that may be a language or not: `old`, `bak`.
    Copies {
        /// The name of the folder.
        name: String,
    },
    /// It is in a folder in which nothing looks for guides.
    InFolder {
        /// The name of the folder.
        name: String,
        /// Whether it is a guide; else it may have been meant as one.
        is_guide: bool,
    },
    /// Its folder is that of a language which another folder is for.
    SecondFolder {
        /// The other folder.
        first: String,
    },
}

/// Guides without the provider's file.
#[derive(Clone, Debug, PartialEq)]
pub struct NoProvider {
    /// The place where it should be, or the file with nearly its name.
    pub source: Source,
    /// Whether there is a file with nearly its name.
    pub is_misnamed: bool,
    /// Whether there is a folder for it.
    pub has_site: bool,
}

impl GuideFolder {
    /// Reads a folder.
    ///
    /// # Errors
    ///
    /// If the folder itself cannot be listed.
    pub fn read(path: &Path) -> io::Result<GuideFolder> {
        let guides = layout::json_files(path)?;
        let provider = site_file(path, layout::PROVIDER);
        let mut folder = GuideFolder {
            path: path.to_owned(),
            guides: guides.iter().map(|path| GuideFile::read(path)).collect(),
            translations: Vec::new(),
            no_provider: provider.is_none().then(|| no_provider(path)),
            provider,
            features: site_file(path, "kano.json"),
            equipment: site_file(path, "equipment.json").map(Catalogue::of),
            pictures: pictures::read(&path.join(layout::PICTURES)),
            misnamed: Vec::new(),
            strays: layout::strays(path)?,
        };
        let mut languages: Vec<String> = Vec::new();
        for inner in layout::folders(path)? {
            let is = |name: &str| inner.file_name().is_some_and(|inner| inner == name);
            if is(layout::SITE) || is(layout::PICTURES) {
                continue;
            }
            let name = layout::name_of(&inner);
            let mut others = languages.iter();
            let first = others
                .find(|other| other.eq_ignore_ascii_case(&name))
                .cloned();
            if folder.read_inner(&inner, first) {
                languages.push(name);
            }
        }
        Ok(folder)
    }

    /// Reads a folder in the folder, which may hold translations. `first` is another folder for the same language. Returns
    /// whether there are translations in it that can be used.
    fn read_inner(&mut self, inner: &Path, first: Option<String>) -> bool {
        let name = layout::name_of(inner);
        let files = match layout::json_files(inner) {
            Ok(files) => files,
            // What is in it nobody knows; of a language it is missed.
            Err(error) if is_language(&name) => {
                self.translations
                    .push(Translation::unreadable(inner, &error, &name));
                return false;
            }
            Err(_) => return false,
        };
        let files: Vec<Source> = files.iter().map(|path| Source::read(path)).collect();
        if is_language(&name) {
            if !layout::holds_translations(inner, &files) {
                self.add_whole_guides(name, inner, files);
            } else if let (Some(first), Some(source)) = (first, files.first()) {
                self.strays.push(Stray {
                    source: source.clone(),
                    why: StrayBecause::SecondFolder { first },
                });
            } else {
                let translations = files.into_iter();
                let translations = translations.map(|file| Translation::of(file, &name));
                let translations: Vec<Translation> = translations.collect();
                let is_used = translations.iter().any(|one| one.sidecar.is_some());
                self.translations.extend(translations);
                return is_used;
            }
        } else if layout::content(&files) == layout::Content::Translations
            && let Some(source) = files.into_iter().next()
        {
            let meant = layout::meant(&name);
            self.misnamed.push(Misnamed { source, meant });
        } else {
            self.add_unread(name, inner);
        }
        false
    }

    /// Keeps the first file of a folder, or of those in it, that is a guide or may have been meant as one: nobody looks for
    /// guides there.
    fn add_unread(&mut self, name: String, folder: &Path) {
        let Some(source) = layout::unread(folder, layout::UNREAD_DEPTH) else {
            return;
        };
        let why = if self.has_guide_of(&source) {
            StrayBecause::Copies { name }
        } else {
            let is_guide = layout::is_guide(&source);
            StrayBecause::InFolder { name, is_guide }
        };
        self.strays.push(Stray { source, why });
    }

    /// Keeps the guides of this folder that lie once more, whole, in a folder with this name. Each was meant to be a
    /// translation, if the name is a language that something else here is written in. Else all of them are copies. Where
    /// there is none, the folder has guides of its own, which nobody looks for.
    fn add_whole_guides(&mut self, name: String, inner: &Path, files: Vec<Source>) {
        let is_spoken =
            self.is_spoken(&name) || files.iter().any(|file| is_written_in(file, &name));
        let mut guides: Vec<Source> = files
            .into_iter()
            .filter(|file| self.has_guide_of(file))
            .collect();
        if guides.is_empty() {
            self.add_unread(name, inner);
            return;
        }
        let why = if is_spoken {
            StrayBecause::WholeGuide { language: name }
        } else {
            guides.truncate(1);
            StrayBecause::Copies { name }
        };
        let strays = guides.into_iter().map(|source| Stray {
            source,
            why: why.clone(),
        });
        self.strays.extend(strays);
    }

    /// Whether the provider has words in a language.
    fn is_spoken(&self, language: &str) -> bool {
        let root = self.provider.as_ref().and_then(root_of);
        let words = root
            .as_ref()
            .and_then(|root| root.get("words")?.as_object());
        let mut words = words.unwrap_or_default().iter();
        words.any(|member| member.key.eq_ignore_ascii_case(language))
    }

    /// Whether a file has the name of a guide of this folder, and is a guide itself.
    fn has_guide_of(&self, file: &Source) -> bool {
        let is_guide = root_of(file).is_some_and(|root| root.get("steps").is_some());
        is_guide && self.named(file.stem()).is_some()
    }

    /// Adds a guide whose file does not end in `.json`.
    pub(crate) fn add_guide(&mut self, path: &Path) {
        self.guides.push(GuideFile::read(path));
    }

    /// Does something with every file.
    pub(crate) fn each_source(&mut self, mut act: impl FnMut(&mut Source)) {
        let guides = self.guides.iter_mut().map(|file| &mut file.source);
        let translations = self.translations.iter_mut().map(|file| &mut file.source);
        let catalogue = self.equipment.iter_mut().map(|file| &mut file.source);
        let pictures = self.pictures.iter_mut().map(|file| &mut file.source);
        let misnamed = self.misnamed.iter_mut().map(|folder| &mut folder.source);
        let no_provider = self.no_provider.iter_mut().map(|near| &mut near.source);
        let strays = self.strays.iter_mut().map(|stray| &mut stray.source);
        guides
            .chain(translations)
            .chain(&mut self.provider)
            .chain(&mut self.features)
            .chain(catalogue)
            .chain(pictures)
            .chain(misnamed)
            .chain(no_provider)
            .chain(strays)
            .for_each(&mut act);
    }

    /// The guide with this id.
    pub fn guide(&self, id: &str) -> Option<&Arc<Guide>> {
        let mut guides = self.guides.iter().filter_map(|file| file.guide.as_ref());
        guides.find(|guide| guide.id == id)
    }

    /// The file that a guide is looked for in by its name.
    pub fn named(&self, name: &str) -> Option<&GuideFile> {
        self.guides.iter().find(|file| file.source.stem() == name)
    }

    /// The file of a guide that perhaps cannot be loaded: by its id, as far as that can be read, else by
    /// the file's name.
    pub fn file_of(&self, id: &str) -> Option<&GuideFile> {
        let mut files = self.guides.iter();
        files
            .find(|file| file.id() == Some(id))
            .or_else(|| self.named(id))
    }

    /// All guides that are sound, by their ids.
    pub fn by_id(&self) -> BTreeMap<&str, &Arc<Guide>> {
        let guides = self.guides.iter().filter_map(|file| file.guide.as_ref());
        guides.map(|guide| (guide.id.as_str(), guide)).collect()
    }

    /// The translation of a guide into exactly this language, if there is one that can be used.
    pub fn sidecar(&self, language: &str, id: &str) -> Option<&Sidecar> {
        let mut translations = self.translations.iter();
        translations.find_map(|translation| {
            let is_it = translation.language.eq_ignore_ascii_case(language)
                && translation.source.stem() == id;
            translation.sidecar.as_ref().filter(|_| is_it)
        })
    }

    /// The provider's offer for readers of this language: its services and addresses.
    pub fn offer(&self, language: &str) -> Offer {
        let source = self.provider.as_ref().and_then(Source::usable);
        source.map_or_else(Offer::default, |source| Offer::read(source, language))
    }

    /// The ids of the provider's boxes, in its order.
    pub fn boxes(&self) -> Vec<String> {
        let provider = self.provider.as_ref().and_then(Source::usable);
        match (provider, &self.equipment) {
            (Some(provider), Some(catalogue)) => {
                equipment::uses::provider(provider, &catalogue.loaded.catalogue).0
            }
            _ => Vec::new(),
        }
    }
}

impl GuideFile {
    /// Reads and loads a guide. What keeps it from being used is part of the result.
    pub fn read(path: &Path) -> GuideFile {
        let source = Source::read(path);
        let mut loaded = match source.usable() {
            Some(text) => load::load(text),
            None => Loaded {
                guide: None,
                raw: None,
                problems: Vec::new(),
            },
        };
        let parsed = source.usable().and_then(|text| json::parse(text).ok());
        GuideFile {
            root: parsed.map(|parsed| parsed.root),
            guide: loaded.guide.take().map(Arc::new),
            loaded,
            source,
        }
    }

    /// The language that it is written in, as far as that can be read.
    pub fn language(&self) -> Option<&str> {
        self.root.as_ref()?.get("language")?.as_str()
    }

    /// Whether customers choose it, as far as that can be read: it may have problems.
    pub fn is_listed(&self) -> bool {
        let Some(root) = &self.root else {
            return false;
        };
        let listed = root.get("listed").map(|listed| &listed.value);
        root.get("steps").is_some() && listed != Some(&json::Value::Bool(false))
    }

    /// Its id, as far as that can be read.
    pub fn id(&self) -> Option<&str> {
        self.root.as_ref()?.get("id")?.as_str()
    }
}

impl Translation {
    /// A folder of translations that cannot be listed stands for what is in it.
    fn unreadable(folder: &Path, error: &io::Error, language: &str) -> Translation {
        Translation {
            source: Source {
                path: folder.to_owned(),
                text: String::new(),
                fault: Some(Fault::Unreadable(error.to_string())),
                asked: true,
            },
            language: language.to_owned(),
            sidecar: None,
        }
    }

    fn of(source: Source, language: &str) -> Translation {
        let sidecar = source.usable().and_then(|text| Sidecar::read(text).0);
        Translation {
            source,
            language: language.to_owned(),
            sidecar,
        }
    }
}

impl Catalogue {
    fn of(source: Source) -> Catalogue {
        let loaded = equipment::read(source.usable().unwrap_or("{}"));
        Catalogue { source, loaded }
    }
}

/// The document of a file; `None` if it cannot be read or is no JSON.
fn root_of(file: &Source) -> Option<Node> {
    let parsed = json::parse(file.usable()?).ok()?;
    Some(parsed.root)
}

/// Whether a guide or a translation says that it is in a language.
fn is_written_in(file: &Source, language: &str) -> bool {
    let root = root_of(file);
    let said = root
        .as_ref()
        .and_then(|root| root.get("language")?.as_str());
    said.is_some_and(|said| said.eq_ignore_ascii_case(language))
}

/// What lies where the provider's file is missed.
fn no_provider(guides: &Path) -> NoProvider {
    let site = guides.join(layout::SITE);
    let entries = std::fs::read_dir(&site).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    let near = names.find(|name| layout::is_nearly(name, layout::PROVIDER));
    let file = near.as_deref().map(Path::new);
    NoProvider {
        source: Source::read(&site.join(file.unwrap_or(Path::new(layout::PROVIDER)))),
        is_misnamed: near.is_some(),
        has_site: site.is_dir(),
    }
}

/// A file of the provider beside the guides; `None` if there is nothing of that name.
fn site_file(guides: &Path, name: &str) -> Option<Source> {
    let path = guides.join(layout::SITE).join(name);
    match std::fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        _ => Some(Source::read(&path)),
    }
}
