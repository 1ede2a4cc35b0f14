//! Files that cannot be read, and folders whose names mislead.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::Span;

use super::{Collector, Role};
use crate::folder::{GuideFolder, Misnamed, NOT_UTF8, Stray, StrayBecause, UNREADABLE_FILE};

pub(super) static RULES: &[&Rule] = &[&UNREADABLE_FILE, &NOT_UTF8, &MISNAMED_FOLDER, &UNREAD_FILE];

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

/// The rule of a file that nothing reads.
static UNREAD_FILE: Rule = Rule {
    id: "unread-file",
    severity: Severity::Warning,
    doc: &[
        " A file that seems to be a guide or a translation, and that nothing reads.",
        "",
        " Guides lie in the folder itself, and their names end in `.json`. The folder of a language has their texts alone, \
         and there is one for each language. In any folder but these, `site` and `pictures` nobody looks for guides: its first \
         file is reported that is a guide, seems to be one, or cannot be read as JSON. Copies of guides are kept elsewhere.",
    ],
    bad: Example::File(
        "guides/no-internet.JSON, guides/topics/no-internet.json, or a whole guide as guides/de/no-internet.json",
    ),
    good: Example::File("guides/no-internet.json, and its texts in guides/de/no-internet.json"),
};

impl Stray {
    /// What it was meant to be.
    pub(super) fn role(&self) -> Role {
        match self.why {
            StrayBecause::Ending { .. }
            | StrayBecause::NotUtf8
            | StrayBecause::Copies { .. }
            | StrayBecause::InFolder { .. } => Role::Guide,
            StrayBecause::WholeGuide { .. } | StrayBecause::SecondFolder { .. } => {
                Role::Translation
            }
        }
    }
}

impl Violation for Stray {
    fn rule(&self) -> &'static Rule {
        &UNREAD_FILE
    }

    fn message(&self) -> String {
        match &self.why {
            StrayBecause::Ending { .. } => {
                "this seems to be a guide, but its name does not end in `.json`, so nothing reads it"
                    .to_owned()
            }
            StrayBecause::NotUtf8 => {
                "the name of this file has letters that are not written in UTF-8, so nothing reads it"
                    .to_owned()
            }
            StrayBecause::WholeGuide { language } => format!(
                "this is a guide, not a translation into `{language}`, so nothing reads it here"
            ),
            StrayBecause::Copies { name } => format!(
                "this is a copy of a guide, and nothing reads the guides in the folder `{name}`"
            ),
            StrayBecause::InFolder {
                name,
                is_guide: true,
            } => format!("this is a guide, and nothing reads the guides in the folder `{name}`"),
            StrayBecause::InFolder {
                name,
                is_guide: false,
            } => format!(
                "this may be meant as a guide, and nothing reads the files in the folder `{name}`"
            ),
            StrayBecause::SecondFolder { first } => {
                format!("the folder `{first}` is for the same language, so nothing reads this one")
            }
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match &self.why {
            StrayBecause::Ending { meant } => format!("rename it to `{meant}`"),
            StrayBecause::NotUtf8 => {
                "rename it: small letters, digits and hyphens, and `.json`".to_owned()
            }
            StrayBecause::WholeGuide { language } => {
                let id = self.source.stem();
                format!(
                    "move it away, run `firstline translate {language} {id}`, and fill in the texts that it writes"
                )
            }
            StrayBecause::Copies { name } => format!(
                "keep `{name}` elsewhere; if it is for translations, let `firstline translate` write them"
            ),
            StrayBecause::InFolder { .. } => {
                "move it up, beside the other guides: of the folders there, only those of languages, `site` and `pictures` \
                 are read"
                    .to_owned()
            }
            StrayBecause::SecondFolder { first } => {
                format!("move its files into `{first}`, and remove it")
            }
        })
    }
}

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
    for stray in &folder.strays {
        let diagnostic = Diagnostic::unplaced(stray, Span::default());
        found.add(&stray.source, stray.role(), diagnostic);
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
