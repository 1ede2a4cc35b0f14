//! Translations, held to their guides.

use firstline_guide::diagnostic::{Diagnostic, Severity};
use firstline_guide::json::{self, Node, Span};
use firstline_guide::language::chain;

use super::calls::calls;
use super::provider::MISSING_PROVIDER_FACT;
use super::{Collector, Role};
use crate::folder::{GuideFile, GuideFolder, StrayBecause, Translation};
use crate::translate::{self, Problem, Sidecar, Text};

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let translations = folder.translations.iter();
    for translation in translations.filter(|translation| translation.source.asked) {
        let diagnostics = of_file(folder, translation, found);
        found.extend(&translation.source, Role::Translation, diagnostics);
    }
}

fn of_file(
    folder: &GuideFolder,
    translation: &Translation,
    told: &Collector<'_>,
) -> Vec<Diagnostic> {
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
        // One whose file has another name, or that nothing reads where it lies, says so itself.
        if !lies_elsewhere(folder, id) {
            let id = id.to_owned();
            add(sidecar.guide_span, Problem::NoGuide { id });
        }
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
    let differing = translate::compare(&texts, sidecar, text, &parents);
    let doubts = Doubts::of(guide, &texts, told);
    found.extend(differing.into_iter().filter(|one| !doubts.explain(one)));
    found
}

/// Whether there is a guide of this name after all, in a file that is not found by it; or should be, because others call
/// it, and say that it is not there.
fn lies_elsewhere(folder: &GuideFolder, id: &str) -> bool {
    let mut sound = folder.guides.iter().filter_map(|file| file.guide.as_ref());
    if sound.any(|guide| calls(guide).any(|(_, called)| called == id)) {
        return true;
    }
    let mut guides = folder.guides.iter();
    let mut strays = folder.strays.iter();
    guides.any(|file| file.id() == Some(id))
        || strays.any(|stray| match &stray.why {
            StrayBecause::Ending { meant } => meant.strip_suffix(".json") == Some(id),
            _ => stray.role() == Role::Guide && stray.source.stem() == id,
        })
}

/// What is in doubt of a guide: a translation that differs from it may be right.
struct Doubts<'t> {
    /// Whether all of it is.
    all: bool,
    /// The paths of single texts that are.
    texts: Vec<&'t str>,
}

impl<'t> Doubts<'t> {
    fn of(guide: &GuideFile, texts: &'t [Text], told: &Collector<'_>) -> Doubts<'t> {
        let told = told.0.iter();
        let of_guide = told.filter(|told| std::ptr::eq(told.source, &raw const guide.source));
        let of_guide: Vec<&Diagnostic> = of_guide.map(|told| &told.diagnostic).collect();
        let is_error = |told: &&Diagnostic| told.severity == Severity::Error;
        let is_misnamed = guide.id() != Some(guide.source.stem());
        // A name that the provider does not have may be misspelt.
        let is_misspelt = |text: &&Text| {
            let inserts = of_guide
                .iter()
                .filter(|told| told.rule == &MISSING_PROVIDER_FACT);
            let mut spans = inserts.map(|told| told.span);
            spans.any(|span| text.span.start <= span.start && span.end <= text.span.end)
        };
        Doubts {
            all: guide.guide.is_none() || is_misnamed || of_guide.iter().any(is_error),
            texts: texts
                .iter()
                .filter(is_misspelt)
                .map(|text| text.path.as_str())
                .collect(),
        }
    }

    /// Whether a difference may follow from what is wrong with the guide.
    fn explain(&self, difference: &Diagnostic) -> bool {
        if !translate::RULES.contains(&difference.rule) {
            return false;
        }
        let path = difference.pointer.split('/').nth(2);
        self.all || path.is_some_and(|path| self.texts.contains(&path))
    }
}
