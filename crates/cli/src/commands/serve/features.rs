//! The features that customers are asked about, from the authors' folder into the [`Site`].

use firstline_author::features;
use firstline_author::folder::{GuideFolder, Source};
use firstline_relay::Site;
use firstline_wire::kano::Feature;

/// Publishes them. Without a file, nobody is asked. What is wrong in it was reported when the folder was looked
/// at.
pub fn publish(site: &mut Site, folder: &GuideFolder) {
    let text = folder.features.as_ref().and_then(Source::usable);
    let (read, _) = features::read(text.unwrap_or_default());
    let asked = read.into_iter().map(|feature| Feature {
        id: feature.id,
        name: feature.name,
        functional: feature.functional,
        dysfunctional: feature.dysfunctional,
    });
    site.features = asked.collect();
}
