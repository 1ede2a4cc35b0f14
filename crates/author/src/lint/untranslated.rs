//! Guides that are called from one in another language than theirs, and that nobody has translated.

use std::collections::{BTreeMap, BTreeSet};

use firstline_guide::Guide;
use firstline_guide::diagnostic::{Diagnostic, Example, Rule, Severity, Violation};
use firstline_guide::json;
use firstline_guide::language::{chain, serves};

use super::calls::calls;
use super::{Collector, Role};
use crate::folder::{GuideFolder, Translation};

pub(super) static RULES: &[&Rule] = &[&UNTRANSLATED_BLOCK];

/// The rule of a block that is not translated where its callers are.
static UNTRANSLATED_BLOCK: Rule = Rule {
    id: "untranslated-block",
    severity: Severity::Warning,
    doc: &[
        " A guide that customers choose is translated, and one that it calls is not.",
        "",
        " Customers would read the called one in its own language, in the middle of the other. It is reported once for \
         each language, at the first translation that leads to it. A guide that no translated one calls is not reported: \
         a language need not have all of them.",
    ],
    bad: Example::File("guides/de/no-internet.json, and no guides/de/check-power.json"),
    good: Example::File("guides/de/no-internet.json and guides/de/check-power.json"),
};

struct UntranslatedBlock<'f> {
    called: &'f Guide,
    language: &'f str,
    /// How many other translated guides lead to it.
    others: usize,
}

impl Violation for UntranslatedBlock<'_> {
    fn rule(&self) -> &'static Rule {
        &UNTRANSLATED_BLOCK
    }

    fn message(&self) -> String {
        let (id, language) = (&self.called.id, self.language);
        let others = match self.others {
            0 => "this guide leads".to_owned(),
            1 => "this guide and 1 other lead".to_owned(),
            others => format!("this guide and {others} others lead"),
        };
        format!("{others} to `{id}`, which is not translated into `{language}`")
    }

    fn hint(&self) -> Option<String> {
        let (
            Guide {
                id, language: own, ..
            },
            language,
        ) = (self.called, self.language);
        Some(format!(
            "`firstline translate {language} {id}` prepares the translation; until then customers read it in `{own}`"
        ))
    }
}

pub(super) fn look<'f>(folder: &'f GuideFolder, found: &mut Collector<'f>) {
    let mut lacking: BTreeMap<(&str, &str), Vec<&Translation>> = BTreeMap::new();
    for translation in &folder.translations {
        let guide = folder.guide(translation.source.stem());
        let Some(guide) = guide.filter(|guide| guide.listed && translation.sidecar.is_some())
        else {
            continue;
        };
        let language = translation.language.as_str();
        for called in reached(folder, guide) {
            if !serves(&called.language, language) && !is_translated(folder, &called.id, language) {
                let callers = lacking.entry((language, &called.id)).or_default();
                callers.push(translation);
            }
        }
    }
    for ((language, id), callers) in lacking {
        let first = callers.iter().find(|caller| caller.source.asked);
        let (Some(first), Some(called)) = (first, folder.guide(id)) else {
            continue;
        };
        let text = first.source.usable().unwrap_or_default();
        let (Some(sidecar), Ok(parsed)) = (&first.sidecar, json::parse(text)) else {
            continue;
        };
        let untranslated = UntranslatedBlock {
            called,
            language,
            others: callers.len() - 1,
        };
        let diagnostic = Diagnostic::new(&untranslated, sidecar.guide_span, &parsed.root);
        found.add(&first.source, Role::Translation, diagnostic);
    }
}

/// Whether a guide has a translation into a language or one of its parents. One that cannot be used says so itself.
fn is_translated(folder: &GuideFolder, id: &str, language: &str) -> bool {
    chain(language).any(|tag| {
        let mut translations = folder.translations.iter();
        translations.any(|one| one.language.eq_ignore_ascii_case(tag) && one.source.stem() == id)
    })
}

/// The sound guides that a guide calls, and those that they call.
fn reached<'f>(folder: &'f GuideFolder, guide: &'f Guide) -> Vec<&'f Guide> {
    let mut known = BTreeSet::from([guide.id.as_str()]);
    let mut reached: Vec<&Guide> = Vec::new();
    let mut waiting = vec![guide];
    while let Some(caller) = waiting.pop() {
        let called = calls(caller).filter_map(|(_, called)| folder.guide(called));
        for called in called.filter(|called| known.insert(&called.id)) {
            reached.push(called);
            waiting.push(called);
        }
    }
    reached
}
