//! The provider's boxes, from the authors' directory into the [`Site`].

use std::path::Path;

use anyhow::Context as _;
use firstline_author::equipment::{self, uses};
use firstline_relay::Site;

/// Publishes the boxes that the provider names, in its order. Without a catalogue, or where it
/// names none, there are none: customers are asked in words.
///
/// # Errors
///
/// Where a file cannot be read. What is wrong in them was told when the guides were looked at.
pub fn publish(site: &mut Site, directory: &Path) -> anyhow::Result<()> {
    let folder = directory.join("site");
    let file = folder.join("equipment.json");
    if !file.exists() {
        return Ok(());
    }
    let read = |file: &Path| {
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
    };
    let catalogue = equipment::read(&read(&file)?).catalogue;
    let provider = read(&folder.join("provider.json"))?;
    let (selected, _) = uses::provider(&provider, &catalogue);
    if selected.is_empty() {
        return Ok(());
    }
    site.publish_boxes(equipment::publish(&catalogue, &selected))
        .map_err(|why| anyhow::anyhow!("{}: its boxes cannot be read: {why}", file.display()))
}
