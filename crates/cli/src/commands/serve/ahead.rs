//! The first screens, drawn when guides are published, into the [`Site`]: what customers see before the widget's core is
//! there.

use std::collections::BTreeMap;

use firstline_guide::language;
use firstline_relay::site::{Asset, Cache};
use firstline_relay::{Config, Provider, Site};
use firstline_widget::ahead::{self, Published};
use firstline_widget::text::Words;
use firstline_wire::bundle;
use jiff::Timestamp;

/// Draws the welcome screen and each listed guide's first screens, in each language. Comes after guides, boxes and widget are
/// published. If the widget has no words for a language, nothing is drawn in it, and its customers wait for the core.
pub fn publish(site: &mut Site, config: &Config, provider: &Provider) {
    let mut drawn = Vec::new();
    for edition in &site.editions {
        let Some(words) = words(site, &edition.language) else {
            tracing::warn!(
                language = edition.language,
                "the widget has no words for this language, so no screen is drawn ahead"
            );
            drawn.push(BTreeMap::new());
            continue;
        };
        let index = site.index(edition, config, provider, Timestamp::now());
        let pack = |id: &str| {
            let entry = index.guides.iter().find(|guide| guide.id == id)?;
            Some(site.files.get(&entry.pack)?.bytes.to_vec())
        };
        let boxes = site
            .boxes
            .as_ref()
            .and_then(|(path, _)| site.files.get(path));
        let boxes = boxes.and_then(|asset| std::str::from_utf8(&asset.bytes).ok());
        let published = Published {
            index: &index,
            words: &words,
            pack: &pack,
            boxes,
        };
        let mut first = BTreeMap::new();
        let guides = index.guides.iter().map(|guide| &*guide.id);
        let all = std::iter::once("").chain(guides);
        for id in all {
            let screens = match id {
                "" => ahead::welcome(&published),
                id => ahead::guide(&published, id),
            };
            // What is not the same for everybody is left to the core.
            if let Some(screens) = screens {
                let text = serde_json::json!(screens).to_string();
                first.insert(
                    id.to_owned(),
                    Asset::new("first.json", text, Cache::Revalidate).compressed(),
                );
            }
        }
        drawn.push(first);
    }
    for (edition, first) in site.editions.iter_mut().zip(drawn) {
        edition.first = first;
    }
}

/// The widget's own words for readers of a language, from its published files.
fn words(site: &Site, language: &str) -> Option<Words> {
    let file = |tag: &str| {
        let name = bundle::words_of(tag);
        let name = format!("/{}", name.trim_start_matches(bundle::ASSETS));
        let mut assets = site.files.range(bundle::ASSETS.to_owned()..);
        assets
            .find(|(path, _)| path.ends_with(&name))
            .map(|(_, asset)| &asset.bytes)
    };
    let bytes = language::nearest(language, file).or_else(|| file("en"))?;
    Words::read(std::str::from_utf8(bytes).ok()?)
}
