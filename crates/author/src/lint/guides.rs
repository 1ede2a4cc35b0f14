//! Each guide by itself.

use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json::{Node, Span, Value};
use firstline_guide::names::is_kebab_case;

use super::{Collector, Role};
use crate::folder::{GuideFile, GuideFolder};

pub(super) static RULES: &[&Rule] = &[&FILE_NAME, &MISSING_PICTURE];

/// The rule of a guide whose file has another name.
static FILE_NAME: Rule = Rule {
    id: "file-name",
    severity: Severity::Error,
    doc: &[
        " A guide whose file has another name than its id.",
        "",
        " A guide is found by its file's name where authors name it, and by its id everywhere else.",
    ],
    bad: Example::File("`\"id\": \"no-internet\"` in no-connection.json"),
    good: Example::File("`\"id\": \"no-internet\"` in no-internet.json"),
};

/// The rule of a picture that is not there.
pub(super) static MISSING_PICTURE: Rule = Rule {
    id: "missing-picture",
    severity: Severity::Error,
    doc: &[" A picture that does not lie in `pictures/` beside the guides."],
    bad: Example::File("\"picture\": { \"file\": \"ruoter-back.svg\", \"alt\": \"…\" }"),
    good: Example::File("\"picture\": { \"file\": \"router-back.svg\", \"alt\": \"…\" }"),
};

struct OtherName<'g> {
    id: &'g str,
    file: &'g str,
}

impl Violation for OtherName<'_> {
    fn rule(&self) -> &'static Rule {
        &FILE_NAME
    }

    fn message(&self) -> String {
        format!("the guide `{}` lies in `{}.json`", self.id, self.file)
    }

    fn hint(&self) -> Option<String> {
        let OtherName { id, file } = self;
        if !is_kebab_case(file) {
            return Some(format!(
                "rename the file, and its translations, to `{id}.json`; if it is a copy, give it a name and an id of its own"
            ));
        }
        Some(format!(
            "rename the file, and its translations, to `{id}.json`; or write `\"id\": \"{file}\"`, and so \
             where `{id}` is called"
        ))
    }
}

/// A picture that is not there.
pub(super) struct MissingPicture<'p> {
    pub(super) name: &'p str,
    pub(super) folder: &'p GuideFolder,
}

impl Violation for MissingPicture<'_> {
    fn rule(&self) -> &'static Rule {
        &MISSING_PICTURE
    }

    fn message(&self) -> String {
        let pictures = self.folder.path.join("pictures");
        format!(
            "there is no picture `{}` in {}",
            self.name,
            pictures.display()
        )
    }

    fn hint(&self) -> Option<String> {
        Some("put it there, or name one that is there".to_owned())
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    for file in folder.guides.iter().filter(|file| file.source.asked) {
        found.extend(&file.source, Role::Guide, file.loaded.problems.clone());
        found.extend(&file.source, Role::Guide, other_name(file));
        if let Some(root) = file.root.as_ref().filter(|_| file.guide.is_some()) {
            missing_pictures(folder, file, root, found);
        }
    }
}

fn other_name(file: &GuideFile) -> Option<Diagnostic> {
    let id = file.loaded.raw.as_ref()?.id.as_ref()?;
    let name = file.source.stem();
    let mut problems = file.loaded.problems.iter();
    // Another rule reports an id that is no name at all.
    if id.value == name || name.is_empty() || problems.any(|other| other.span == id.span) {
        return None;
    }
    let other = OtherName {
        id: &id.value,
        file: name,
    };
    Some(Diagnostic::new(&other, id.span, file.root.as_ref()?))
}

fn missing_pictures<'f>(
    folder: &'f GuideFolder,
    file: &'f GuideFile,
    root: &Node,
    found: &mut Collector<'f>,
) {
    let mut names = Vec::new();
    pictures(root, &mut names);
    for (name, span) in names {
        if !folder.pictures.iter().any(|picture| picture.name == name) {
            let missing = MissingPicture { name, folder };
            let diagnostic = Diagnostic::new(&missing, span, root);
            found.add(&file.source, Role::Guide, diagnostic);
        }
    }
}

/// The names of the pictures that a document shows, with their places.
fn pictures<'n>(node: &'n Node, names: &mut Vec<(&'n str, Span)>) {
    match &node.value {
        Value::Object(members) => {
            for member in members {
                let file = member.value.get("file").filter(|_| member.key == "picture");
                match file.map(|file| (file.as_str(), file.span)) {
                    Some((Some(name), span)) => names.push((name, span)),
                    _ => pictures(&member.value, names),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| pictures(item, names)),
        _ => {}
    }
}
