//! What the relay publishes, given to it as a value: widget, packs, pictures, and what the index
//! says of them. Whoever starts the relay makes it; the relay never looks at a file of these.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use firstline_compress::{BEST, QUICK, brotli, gzip, hash, hex};
use firstline_guide::language::{nearest, serves};
use firstline_guide::{Guide, pack};
use firstline_wire::index::{GuideEntry, Language};
use firstline_wire::kano::Feature;
use firstline_wire::{Boxes, Index};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::operator::{Provider, languages};

/// Everything that is published.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Files by their path, without a leading slash. The empty path is the page at `/`.
    pub files: BTreeMap<String, Asset>,
    /// The guides of each language, the one to fall back to first.
    pub editions: Vec<Edition>,
    /// The provider's boxes, and where they are published.
    pub boxes: Option<(String, Boxes)>,
    /// The features of the service that customers are asked about.
    pub features: Vec<Feature>,
}

/// The guides of one language.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    /// Its BCP 47 tag.
    pub language: String,
    /// The guides that the welcome screen lists, in its order: those in another language last.
    pub guides: Vec<GuideEntry>,
    /// The first screens, drawn ahead: of a guide by its id, of the welcome screen under the empty one.
    pub first: BTreeMap<String, Asset>,
}

/// How long a file may be kept by browsers and caches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// For ever: its name changes with its content.
    Immutable,
    /// For five minutes: the loader, which every page of the provider asks for.
    Short,
    /// For fifteen seconds: what is known of faults.
    Brief,
    /// It is asked each time whether it is still the same.
    Revalidate,
}

impl Cache {
    /// The value of `Cache-Control`.
    pub fn control(self) -> &'static str {
        match self {
            Cache::Immutable => "public, max-age=31536000, immutable",
            Cache::Short => "public, max-age=300, stale-while-revalidate=86400",
            Cache::Brief => "public, max-age=15",
            Cache::Revalidate => "no-cache",
        }
    }
}

/// A file with its headers.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Bytes,
    /// The same, brotli.
    pub br: Option<Bytes>,
    /// The same, gzip.
    pub gz: Option<Bytes>,
    /// Its media type.
    pub content_type: String,
    /// How long it may be kept.
    pub cache: Cache,
    /// The first 16 hex digits of the SHA-256 of its bytes.
    pub hash: String,
    /// Whether it is to be compressed before it is served.
    compress: bool,
}

impl Asset {
    /// A file, with the media type of its name's extension.
    pub fn new(name: &str, bytes: impl Into<Bytes>, cache: Cache) -> Asset {
        let bytes = bytes.into();
        let hash = hash(&bytes);
        let content_type = content_type(name).to_owned();
        Asset {
            bytes,
            br: None,
            gz: None,
            content_type,
            cache,
            hash,
            compress: false,
        }
    }

    /// As it was published by an earlier version.
    pub fn published(
        [bytes, br, gz]: [Option<Vec<u8>>; 3],
        content_type: String,
        hash: String,
    ) -> Asset {
        Asset {
            bytes: bytes.unwrap_or_default().into(),
            br: br.map(Bytes::from),
            gz: gz.map(Bytes::from),
            content_type,
            cache: Cache::Immutable,
            hash,
            compress: false,
        }
    }

    /// The same, to be compressed when the site is complete ([`Site::compress`]).
    pub fn compressed(self) -> Asset {
        Asset {
            compress: true,
            ..self
        }
    }

    /// The same, compressed now as small as can be.
    pub fn compressed_now(self) -> Asset {
        let (br, gz) = packed(&self.bytes, BEST);
        Asset { br, gz, ..self }
    }

    /// The same, compressed now in a moment, for what changes often.
    pub fn compressed_quickly(self) -> Asset {
        let (br, gz) = packed(&self.bytes, QUICK);
        Asset { br, gz, ..self }
    }

    /// How many bytes it takes in memory.
    pub fn size(&self) -> usize {
        let of = |packed: &Option<Bytes>| packed.as_ref().map_or(0, Bytes::len);
        self.bytes.len() + of(&self.br) + of(&self.gz)
    }
}

/// Brotli and gzip of these bytes, each if it is smaller than they are.
fn packed(bytes: &[u8], quality: i32) -> (Option<Bytes>, Option<Bytes>) {
    let smaller = |packed: std::io::Result<Vec<u8>>| {
        let packed = packed.ok().filter(|packed| packed.len() < bytes.len());
        packed.map(Bytes::from)
    };
    (smaller(brotli(bytes, quality)), smaller(gzip(bytes)))
}

impl Site {
    /// The index of an edition, as it is at a moment: the provider's facts change with the clock.
    pub fn index(
        &self,
        edition: &Edition,
        config: &Config,
        provider: &Provider,
        now: Timestamp,
    ) -> Index {
        let language = &edition.language;
        Index {
            format: 1,
            language: language.clone(),
            languages: self.languages(),
            provider: provider.shown(language),
            guides: edition.guides.clone(),
            checks: config.checks.clone(),
            consent: config.consent_in(language),
            equipment: self.boxes.as_ref().map(|(path, _)| path.clone()),
            facts: provider.facts(language, now),
        }
    }

    /// Publishes a guide's pack (what `firstline_author::pack` makes) and lists the guide in the
    /// edition of this language, behind the others if it is in another language itself. `pictures`
    /// are the file names of those that the pack shows; they are listed, not published.
    ///
    /// # Errors
    ///
    /// Where browsers could not read the pack, or find another guide in it.
    pub fn publish(
        &mut self,
        language: &str,
        guide: &Guide,
        pack: Vec<u8>,
        pictures: &[String],
    ) -> Result<(), String> {
        let Guide { id, title, .. } = guide;
        let own = &guide.language;
        let library = pack::read(&pack).map_err(|error| error.to_string())?;
        if library.guide(id).is_none() {
            return Err(format!("it has no guide `{id}`"));
        }
        let listing = guide.listing.clone().unwrap_or_default();
        let asset = Asset::new(".pack", pack, Cache::Immutable).compressed();
        let path = format!("guides/{id}.{own}.{}.pack", asset.hash);
        let listed = GuideEntry {
            id: id.clone(),
            language: (!serves(own, language)).then(|| own.clone()),
            title: title.clone(),
            summary: listing.summary,
            search_words: listing.search_words,
            group: listing.group,
            pack: path.clone(),
            hash: asset.hash.clone(),
            pictures: pictures
                .iter()
                .map(|file| format!("pictures/{file}"))
                .collect(),
        };
        self.files.insert(path, asset);
        match self
            .editions
            .iter_mut()
            .find(|edition| edition.language == language)
        {
            Some(edition) => {
                edition.guides.push(listed);
                edition.guides.sort_by_key(|guide| guide.language.is_some());
            }
            None => self.editions.push(Edition {
                language: language.to_owned(),
                guides: vec![listed],
                first: BTreeMap::new(),
            }),
        }
        Ok(())
    }

    /// Publishes the provider's boxes (what `firstline_author::equipment` makes). Their pictures
    /// are listed there, not published.
    ///
    /// # Errors
    ///
    /// If it is something else.
    pub fn publish_boxes(&mut self, json: String) -> Result<(), String> {
        let boxes: Boxes = serde_json::from_str(&json).map_err(|error| error.to_string())?;
        let asset = Asset::new("equipment.json", json, Cache::Immutable).compressed();
        let path = format!("guides/equipment.{}.json", asset.hash);
        self.files.insert(path.clone(), asset);
        self.boxes = Some((path, boxes));
        Ok(())
    }

    /// The edition for a language tag: the tag's own, else that of its parents (`de-AT`, `de`),
    /// else the first.
    pub fn edition(&self, tag: &str) -> Option<&Edition> {
        let of = |wanted: &str| {
            let mut editions = self.editions.iter();
            editions.find(|edition| edition.language.eq_ignore_ascii_case(wanted))
        };
        nearest(tag, of).or(self.editions.first())
    }

    /// Compresses what is to be compressed. What was compressed before is taken from this folder, in
    /// which files lie under the hash of what they are made from: so a relay that starts again need
    /// not do it again.
    pub fn compress(&mut self, folder: Option<&Path>) {
        let folder = folder.and_then(|folder| Kept::open(folder).ok());
        let kept = folder.as_ref();
        let first = self
            .editions
            .iter_mut()
            .flat_map(|edition| edition.first.values_mut());
        let all = self.files.values_mut().chain(first);
        let mut waiting: Vec<&mut Asset> = all.filter(|asset| asset.compress).collect();
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        let share = waiting.len().div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            for assets in waiting.chunks_mut(share) {
                scope.spawn(move || {
                    for asset in assets {
                        (asset.br, asset.gz) = match kept.and_then(|kept| kept.get(asset)) {
                            Some(found) => found,
                            None => {
                                let made = packed(&asset.bytes, BEST);
                                if let Some(kept) = kept {
                                    kept.put(asset, &made);
                                }
                                made
                            }
                        };
                        asset.compress = false;
                    }
                });
            }
        });
        if let Some(kept) = kept {
            kept.forget_all_but(&self.files);
        }
    }

    /// The languages of all editions, in their order.
    pub fn languages(&self) -> Vec<Language> {
        let language = |edition: &Edition| Language {
            tag: edition.language.clone(),
            name: languages::name(&edition.language),
        };
        self.editions.iter().map(language).collect()
    }
}

/// A folder of compressed files.
struct Kept(PathBuf);

type Packed = (Option<Bytes>, Option<Bytes>);

impl Kept {
    fn open(folder: &Path) -> std::io::Result<Kept> {
        if !folder.is_dir() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(Kept(folder.to_owned()))
    }

    /// The whole hash, and not its beginning: nobody must find two files of one name.
    fn name(&self, asset: &Asset, ending: &str) -> PathBuf {
        self.0
            .join(format!("{}.{ending}", hex(&Sha256::digest(&asset.bytes))))
    }

    /// What was kept; an empty file says that compressing gains nothing.
    fn get(&self, asset: &Asset) -> Option<Packed> {
        let read = |ending| {
            let bytes = std::fs::read(self.name(asset, ending)).ok()?;
            Some((!bytes.is_empty()).then(|| Bytes::from(bytes)))
        };
        Some((read("br")?, read("gz")?))
    }

    fn put(&self, asset: &Asset, (br, gz): &Packed) {
        for (ending, bytes) in [("br", br), ("gz", gz)] {
            let bytes = bytes.as_deref().unwrap_or_default();
            let name = self.name(asset, ending);
            let beside = name.with_extension(format!("{ending}.{}.part", std::process::id()));
            // On disk before it has its name: a file is whole or not there.
            let done = std::fs::File::create(&beside)
                .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
                .and_then(|()| std::fs::rename(&beside, &name));
            if done.is_err() {
                let _ = std::fs::remove_file(&beside);
            }
        }
    }

    /// Removes what nothing is served from any more.
    fn forget_all_but(&self, files: &BTreeMap<String, Asset>) {
        let served: Vec<PathBuf> = files
            .values()
            .flat_map(|asset| ["br", "gz"].map(|ending| self.name(asset, ending)))
            .collect();
        let there = std::fs::read_dir(&self.0).into_iter().flatten().flatten();
        for file in there
            .map(|entry| entry.path())
            .filter(|file| !served.contains(file))
        {
            let _ = std::fs::remove_file(file);
        }
    }
}

/// The media type of a file, by its name.
pub fn content_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "pack" => "application/octet-stream",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(texts: &[&str]) -> Site {
        let mut site = Site::default();
        for (position, text) in texts.iter().enumerate() {
            let asset = Asset::new("a.svg", text.repeat(50), Cache::Revalidate).compressed();
            site.files.insert(format!("pictures/{position}.svg"), asset);
        }
        site
    }

    #[test]
    fn what_was_compressed_once_is_not_compressed_again() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("compressed");
        let names = || {
            let mut names: Vec<String> = std::fs::read_dir(&folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        let mut first = site(&["one ", "two "]);
        first.compress(Some(&folder));
        let asset = &first.files["pictures/0.svg"];
        assert!(asset.br.as_ref().unwrap().len() < asset.bytes.len());
        assert_eq!(names().len(), 4);
        // What lies there is taken: so it was not made again.
        let name = names()
            .into_iter()
            .find(|name| name.ends_with(".br"))
            .unwrap();
        std::fs::write(folder.join(&name), "as it was kept").unwrap();
        let mut again = site(&["one ", "two "]);
        again.compress(Some(&folder));
        let kept = again
            .files
            .values()
            .filter(|asset| asset.br.as_deref() == Some(b"as it was kept".as_slice()));
        assert_eq!(kept.count(), 1);
        // What is served no longer is removed, and another text is another file.
        let mut later = site(&["three "]);
        later.compress(Some(&folder));
        assert_eq!(names().len(), 2);
        assert!(!names().contains(&name));
        // Without a folder it is compressed all the same.
        let mut without = site(&["one "]);
        without.compress(None);
        assert!(without.files["pictures/0.svg"].gz.is_some());
    }

    #[test]
    fn screens_that_are_drawn_ahead_are_compressed_too() {
        let mut site = site(&["one "]);
        let screen = Asset::new("first.json", "a node ".repeat(50), Cache::Revalidate).compressed();
        site.editions.push(Edition {
            language: "en".to_owned(),
            guides: Vec::new(),
            first: BTreeMap::from([(String::new(), screen)]),
        });
        site.compress(None);
        let screen = &site.editions[0].first[""];
        assert!(screen.br.as_ref().unwrap().len() < screen.bytes.len() / 4);
    }
}
