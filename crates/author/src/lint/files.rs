//! Files that cannot be read, and folders whose names mislead.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::Span;

use super::{Collector, Role};
use crate::folder::{GuideFolder, Misnamed, NOT_UTF8, UNREADABLE_FILE};

pub(super) static RULES: &[&Rule] = &[&UNREADABLE_FILE, &NOT_UTF8, &MISNAMED_FOLDER];

/// The rule of a folder of translations that has another name than a language.
static MISNAMED_FOLDER: Rule = Rule {
    id: "misnamed-folder",
    severity: Severity::Warning,
    doc: &[
        " A folder of translations whose name is no language tag.",
        "",
        " Nothing in it is read. Tags are written with a hyphen: `de`, `de-AT`.",
    ],
    bad: Example::File("guides/de_DE/no-internet.json"),
    good: Example::File("guides/de/no-internet.json"),
};

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let guides = folder.guides.iter();
    let guides = guides.map(|file| (&file.source, Role::Guide));
    let translations = folder.translations.iter();
    let translations = translations.map(|file| (&file.source, Role::Translation));
    let provider = folder.provider.iter().map(|file| (file, Role::Provider));
    let features = folder.features.iter().map(|file| (file, Role::Features));
    let catalogue = folder.equipment.iter();
    let catalogue = catalogue.map(|file| (&file.source, Role::Catalogue));
    for (source, role) in guides
        .chain(translations)
        .chain(provider)
        .chain(features)
        .chain(catalogue)
    {
        found.extend(source, role, source.problem());
    }
    for misnamed in &folder.misnamed {
        let diagnostic = Diagnostic::unplaced(misnamed, Span::default());
        found.add(&misnamed.source, Role::Translation, diagnostic);
    }
}

impl Violation for Misnamed {
    fn rule(&self) -> &'static Rule {
        &MISNAMED_FOLDER
    }

    fn message(&self) -> String {
        let folder = self.source.path.parent();
        let name = folder.and_then(|folder| folder.file_name());
        let name = name.unwrap_or_default().display();
        format!("`{name}` is no language, so no translation in this folder is read")
    }

    fn hint(&self) -> Option<String> {
        Some(match &self.meant {
            Some(meant) => format!("rename the folder to `{meant}`"),
            None => {
                "rename the folder to the tag of its language, such as `de` or `de-AT`".to_owned()
            }
        })
    }
}
