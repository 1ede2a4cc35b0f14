//! The catalogue of boxes, and what guides and the provider say of them.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::{self, Span};

use super::guides::MissingPicture;
use super::{Collector, Role, provider};
use crate::equipment::problem::UNKNOWN_EQUIPMENT;
use crate::equipment::{self, uses};
use crate::folder::{Catalogue, GuideFolder, Source};

pub(super) static RULES: &[&Rule] = &[&NO_EQUIPMENT];

/// The rule of boxes that no file describes.
static NO_EQUIPMENT: Rule = Rule {
    id: "no-equipment",
    severity: Severity::Error,
    doc: &[
        " The provider's file names boxes, and there is no `site/equipment.json` that describes them.",
    ],
    bad: Example::File("\"equipment\": [\"fritz-7590\"], and no guides/site/equipment.json"),
    good: Example::File("the same, and guides/site/equipment.json has the box `fritz-7590`"),
};

struct NoEquipment;

impl Violation for NoEquipment {
    fn rule(&self) -> &'static Rule {
        &NO_EQUIPMENT
    }

    fn message(&self) -> String {
        "there is no site/equipment.json, which describes the boxes that are named here".to_owned()
    }

    fn hint(&self) -> Option<String> {
        Some("write it: guides/README.md, \"Boxes\"; or leave `equipment` out".to_owned())
    }
}

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
        // Where no file describes boxes, it is that which is missing, not each of them.
        let (unknown, problems): (Vec<_>, Vec<_>) = problems
            .into_iter()
            .partition(|problem| folder.equipment.is_none() && problem.rule == &UNKNOWN_EQUIPMENT);
        if let (Some(first), Ok(parsed)) = (unknown.first(), json::parse(text)) {
            let place = provider::at(&parsed.root, "/equipment");
            let first = Diagnostic::new(&NoEquipment, first.span, &parsed.root);
            let span = Span {
                start: place.start,
                end: place.start + 1,
            };
            let whole = Diagnostic::new(&NoEquipment, span, &parsed.root);
            let is_list = place.start < first.span.start;
            found.add(source, Role::Provider, if is_list { whole } else { first });
        }
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
