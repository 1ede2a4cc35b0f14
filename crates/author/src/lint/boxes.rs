//! The catalogue of boxes, and what guides and the provider say of them.

use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::json;

use super::guides::MissingPicture;
use super::{Collector, Role};
use crate::equipment::{self, uses};
use crate::folder::{Catalogue, GuideFolder, Source};

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    // Without a catalogue there is no box to name.
    let none = equipment::Catalogue::default();
    let catalogue = match &folder.equipment {
        Some(catalogue) => {
            let problems = catalogue.loaded.problems.iter().cloned();
            if catalogue.source.fault.is_none() {
                found.extend(&catalogue.source, Role::Catalogue, problems);
            }
            missing_pictures(folder, catalogue, found);
            // One that cannot be read makes everything else look wrong.
            if catalogue.loaded.catalogue.boxes.is_empty() {
                return;
            }
            &catalogue.loaded.catalogue
        }
        None => &none,
    };
    let mut selected = Vec::new();
    if let Some(source) = &folder.provider {
        // Of a file that cannot be read nobody knows which boxes it names; why is said by `provider`.
        let Some(text) = source.usable().filter(|text| json::parse(text).is_ok()) else {
            return;
        };
        let problems;
        (selected, problems) = uses::provider(text, catalogue);
        found.extend(source, Role::Provider, problems);
    }
    if folder.equipment.is_none() {
        return;
    }
    for file in &folder.guides {
        if let (true, Some(text)) = (file.source.asked, file.source.usable()) {
            let problems = uses::guide(text, catalogue, &selected);
            found.extend(&file.source, Role::Guide, problems);
        }
    }
}

fn missing_pictures<'f>(
    folder: &'f GuideFolder,
    catalogue: &'f Catalogue,
    found: &mut Collector<'f>,
) {
    let text = Source::usable(&catalogue.source);
    let Some(Ok(parsed)) = text.map(json::parse) else {
        return;
    };
    for equipment in &catalogue.loaded.catalogue.boxes {
        if let Some((name, span)) = &equipment.picture
            && !folder.pictures.iter().any(|picture| picture.name == *name)
        {
            let missing = MissingPicture { name, folder };
            let diagnostic = Diagnostic::new(&missing, *span, &parsed.root);
            found.add(&catalogue.source, Role::Catalogue, diagnostic);
        }
    }
}
