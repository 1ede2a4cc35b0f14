//! The provider's boxes, from the authors' folder into the [`Site`].

use firstline_author::equipment;
use firstline_author::folder::GuideFolder;
use firstline_relay::Site;

/// Publishes the boxes that the provider names, in its order. Without a catalogue, or if it names
/// none, there are none: customers are asked in words.
///
/// # Errors
///
/// If the relay cannot read what is published. What is wrong in the files was reported when the
/// folder was looked at.
pub fn publish(site: &mut Site, folder: &GuideFolder) -> anyhow::Result<()> {
    let Some(catalogue) = &folder.equipment else {
        return Ok(());
    };
    let selected = folder.boxes();
    if selected.is_empty() {
        return Ok(());
    }
    let boxes = equipment::publish(&catalogue.loaded.catalogue, &selected);
    let file = catalogue.source.path.display();
    site.publish_boxes(boxes)
        .map_err(|why| anyhow::anyhow!("{file}: its boxes cannot be read: {why}"))
}
