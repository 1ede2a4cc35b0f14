//! What is wrong with the catalogue of boxes, with what guides and the provider say of them, and
//! with what guides say of the provider.

use std::path::Path;

use firstline_author::equipment::{self, Catalogue, Problem, uses};
use firstline_author::provider;

use super::collect::{File, Found, Is};

/// Looks at every catalogue, and at the guides and the provider beside it.
pub fn problems(files: &[File], found: &mut Vec<Found>) {
    for (at, file) in files.iter().enumerate() {
        if file.is == Is::Provider {
            facts(files, file, found);
        }
        if file.is == Is::Provider && of(files, folder(file), Is::Catalogue).next().is_none() {
            // Without a catalogue there is no box to name.
            let (_, problems) = uses::provider(&file.text, &Catalogue::default());
            found.extend(problems.iter().map(|problem| shown(at, problem)));
        }
        if file.is != Is::Catalogue {
            continue;
        }
        let folder = folder(file);
        let loaded = equipment::read(&file.text);
        let catalogue = &loaded.catalogue;
        found.extend(loaded.problems.iter().map(|problem| shown(at, problem)));
        missing_pictures(at, catalogue, folder, found);
        // A catalogue that cannot be read makes everything else look wrong.
        if catalogue.boxes.is_empty() {
            continue;
        }
        let mut selected = Vec::new();
        for (at, file) in of(files, folder, Is::Provider) {
            let problems;
            (selected, problems) = uses::provider(&file.text, catalogue);
            found.extend(problems.iter().map(|problem| shown(at, problem)));
        }
        for (at, file) in of(files, folder, Is::Guide) {
            let problems = uses::guide(&file.text, catalogue, &selected);
            found.extend(problems.iter().map(|problem| shown(at, problem)));
        }
    }
}

/// The folder of the guides that a file belongs to.
fn folder(file: &File) -> &Path {
    let parent = file.path.parent().unwrap_or(Path::new(""));
    match file.is {
        Is::Guide => parent,
        Is::Catalogue | Is::Provider | Is::Translation => parent.parent().unwrap_or(Path::new("")),
    }
}

/// What guides say of the provider and its file does not give.
fn facts(files: &[File], file: &File, found: &mut Vec<Found>) {
    let known = provider::facts(&file.text);
    if known.is_empty() {
        return;
    }
    for (at, guide) in of(files, folder(file), Is::Guide) {
        let missing = provider::missing(&guide.text, &known).into_iter();
        found.extend(missing.map(|missing| Found {
            file: at,
            rule: "missing-provider-fact",
            is_warning: true,
            message: missing.message(),
            hint: missing.hint(),
            span: missing.span,
            pointer: missing.pointer,
        }));
    }
}

fn of<'f>(files: &'f [File], folder: &Path, is: Is) -> impl Iterator<Item = (usize, &'f File)> {
    let all = files.iter().enumerate();
    all.filter(move |(_, file)| file.is == is && self::folder(file) == folder)
}

fn shown(file: usize, problem: &Problem) -> Found {
    Found {
        file,
        rule: problem.rule(),
        is_warning: problem.is_warning(),
        message: problem.message(),
        hint: problem.hint(),
        span: problem.span,
        pointer: problem.pointer.clone(),
    }
}

fn missing_pictures(at: usize, catalogue: &Catalogue, folder: &Path, found: &mut Vec<Found>) {
    let pictures = folder.join("pictures");
    for equipment in &catalogue.boxes {
        if let Some((name, span)) = &equipment.picture
            && !pictures.join(name).is_file()
        {
            found.push(Found {
                file: at,
                rule: "missing-picture",
                is_warning: false,
                message: format!("there is no picture `{name}` in {}", pictures.display()),
                hint: None,
                span: *span,
                pointer: format!("/boxes/{}/picture", equipment.id),
            });
        }
    }
}
