//! Guides and their pictures, from the authors' folder into the [`Site`].

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use firstline_author::folder::{Edition, GuideFolder};
use firstline_relay::Site;
use firstline_relay::site::{Asset, Cache};

/// Publishes an edition of all guides that the provider's customers can choose for each of these
/// languages, and all pictures.
///
/// # Errors
///
/// If a picture cannot be read, or if a language has no guide. A translation that is not whole is
/// published: what it lacks is read in the guide's own words.
pub fn publish(site: &mut Site, folder: &GuideFolder, languages: &[String]) -> anyhow::Result<()> {
    pictures(site, folder)?;
    let mut editions = Editions {
        folder,
        made: BTreeMap::new(),
    };
    for language in languages {
        edition(site, &mut editions, language)?;
    }
    Ok(())
}

/// The editions that were made so far, by their languages.
struct Editions<'f> {
    folder: &'f GuideFolder,
    made: BTreeMap<String, Edition>,
}

impl Editions<'_> {
    fn of(&mut self, language: &str) -> &Edition {
        let made = self.made.entry(language.to_owned());
        made.or_insert_with(|| self.folder.edition(language))
    }
}

/// Publishes the listed guides for readers of this language. Those that are in another one come
/// last.
fn edition(site: &mut Site, editions: &mut Editions<'_>, language: &str) -> anyhow::Result<()> {
    let mut in_language = 0;
    let folder = editions.folder;
    let offer = folder.offer(language);
    let sound = folder.guides.iter();
    let sound = sound.filter_map(|file| Some((file, file.guide.as_ref()?)));
    let mut listed: Vec<_> = sound.filter(|(_, guide)| offer.lists(guide)).collect();
    listed.sort_by_key(|(_, guide)| offer.position(&guide.id));
    for (file, guide) in listed {
        let name = file.source.path.display();
        let spoken = editions.of(language).guides.get(&guide.id);
        let is_spoken = spoken.is_some_and(|spoken| spoken.is_spoken);
        // A guide that stays in its own language calls the others in that one too.
        let own = if is_spoken { language } else { &guide.language };
        let pack = editions
            .of(own)
            .pack(&guide.id)
            .with_context(|| format!("{name}: no pack can be made of it in “{language}”"))?;
        site.publish(language, &pack.entry, pack.bytes, &pack.pictures)
            .map_err(|why| anyhow::anyhow!("{name}: its pack cannot be read: {why}"))?;
        in_language += usize::from(is_spoken);
    }
    if in_language == 0 {
        bail!(
            "no guide in {} that customers can choose is in the language “{language}”: take it out \
             of `languages`, or translate one that is listed; `firstline translate {language}` \
             prepares that",
            folder.path.display()
        );
    }
    let guides = editions.of(language).guides.values();
    let missing: usize = guides.map(|guide| guide.missing).sum();
    if missing > 0 {
        tracing::warn!(
            language,
            texts = missing,
            "some texts are not translated; `firstline translate` with --check names them"
        );
    }
    Ok(())
}

fn pictures(site: &mut Site, folder: &GuideFolder) -> anyhow::Result<()> {
    for picture in &folder.pictures {
        let path = &picture.source.path;
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = &picture.name;
        let asset = Asset::new(name, bytes, Cache::Revalidate);
        let asset = if name.ends_with(".svg") {
            asset.compressed()
        } else {
            asset
        };
        site.files.insert(format!("pictures/{name}"), asset);
    }
    Ok(())
}
