//! Translations, held to their guides.

use firstline_guide::diagnostic::Diagnostic;
use firstline_guide::json::{self, Node, Span};
use firstline_guide::language::chain;

use super::{Collector, Role};
use crate::folder::{GuideFolder, Translation};
use crate::translate::{self, Problem, Sidecar};

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let translations = folder.translations.iter();
    for translation in translations.filter(|translation| translation.source.asked) {
        let diagnostics = of_file(folder, translation);
        found.extend(&translation.source, Role::Translation, diagnostics);
    }
}

fn of_file(folder: &GuideFolder, translation: &Translation) -> Vec<Diagnostic> {
    let Some(text) = translation.source.usable() else {
        return Vec::new();
    };
    let (_, mut found) = Sidecar::read(text);
    let (Some(sidecar), Ok(parsed)) = (&translation.sidecar, json::parse(text)) else {
        return found;
    };
    let mut add = |span: Span, problem: Problem| {
        found.push(Diagnostic::new(&problem, span, &parsed.root));
    };
    let id = translation.source.stem();
    let tag = &translation.language;
    if sidecar.guide != id {
        let file = id.to_owned();
        add(sidecar.guide_span, Problem::OtherGuide { file });
    }
    if !sidecar.language.eq_ignore_ascii_case(tag) {
        let folder = tag.clone();
        add(sidecar.language_span, Problem::OtherLanguage { folder });
    }
    let Some(guide) = folder.named(id) else {
        let id = id.to_owned();
        add(sidecar.guide_span, Problem::NoGuide { id });
        return found;
    };
    // A guide that is no JSON has problems of its own.
    let Some(root) = &guide.root else {
        return found;
    };
    // One without steps has most texts to come, and says so itself.
    if root.get("steps").and_then(Node::as_object).is_none() {
        return found;
    }
    let own = guide.language();
    if own.is_some_and(|own| own.eq_ignore_ascii_case(tag)) {
        add(sidecar.language_span, Problem::OwnLanguage);
        return found;
    }
    let parents: Vec<Sidecar> = chain(tag)
        .skip(1)
        .filter_map(|parent| folder.sidecar(parent, id).cloned())
        .collect();
    let texts = translate::texts(root);
    found.extend(translate::compare(&texts, sidecar, text, &parents));
    found
}
