//! What the relay publishes, given to it as a value: widget, packs, pictures, and what the index
//! says of them. Whoever starts the relay makes it; the relay never looks at a file of these.

use std::collections::BTreeMap;

use axum::body::Bytes;
use firstline_compress::{BEST, brotli, gzip};
use firstline_guide::language::{nearest, serves};
use firstline_guide::{Guide, pack};
use firstline_wire::Boxes;
use firstline_wire::index::{GuideEntry, Language};
use sha2::{Digest, Sha256};

use crate::operator::languages;

/// Everything that is published.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Files by their path, without a leading slash. The empty path is the page at `/`.
    pub files: BTreeMap<String, Asset>,
    /// The guides of each language, the one to fall back to first.
    pub editions: Vec<Edition>,
    /// The provider's boxes, and where they are published.
    pub boxes: Option<(String, Boxes)>,
}

/// The guides of one language.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    /// Its BCP 47 tag.
    pub language: String,
    /// The guides that the welcome screen lists, in its order: those in another language last.
    pub guides: Vec<GuideEntry>,
}

/// How long a file may be kept by browsers and caches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// For ever: its name changes with its content.
    Immutable,
    /// For five minutes: the loader, which every page of the provider asks for.
    Short,
    /// It is asked each time whether it is still the same.
    Revalidate,
}

impl Cache {
    /// The value of `Cache-Control`.
    pub fn control(self) -> &'static str {
        match self {
            Cache::Immutable => "public, max-age=31536000, immutable",
            Cache::Short => "public, max-age=300, stale-while-revalidate=86400",
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
        }
    }

    /// The same, compressed now. For small texts: what is large comes compressed already.
    pub fn compressed(mut self) -> Asset {
        let smaller = |packed: std::io::Result<Vec<u8>>| {
            let packed = packed.ok().filter(|packed| packed.len() < self.bytes.len());
            packed.map(Bytes::from)
        };
        self.br = smaller(brotli(&self.bytes, BEST));
        self.gz = smaller(gzip(&self.bytes));
        self
    }
}

impl Site {
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

    /// The languages of all editions, in their order.
    pub fn languages(&self) -> Vec<Language> {
        let language = |edition: &Edition| Language {
            tag: edition.language.clone(),
            name: languages::name(&edition.language),
        };
        self.editions.iter().map(language).collect()
    }
}

/// The first 16 hex digits of the SHA-256 of these bytes: how packs and assets are named.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
            }
            text
        })
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
