//! Everything that is wrong with guides and with what lies beside them, or could be better.
//!
//! [`read`] finds the folders that paths belong to and reads each once; [`lint`] looks at them. What
//! `firstline serve` refuses is reported here first, so that lint is the gate.
//!
//! - `files`: what cannot be read, and folders with misleading names.
//! - `guides`: each guide by itself, and guides that call each other.
//! - `scenarios`: the walks that authors wrote down.
//! - `facts`, `same_title`, `misnamed_topic`: guides together.
//! - `translations`, `untranslated`, `boxes`, `provider`, `unsold`, `pictures`: what lies beside guides.
//! - `advice`: what could be better in a sound guide, one lint a file.

mod advice;
mod boxes;
mod calls;
mod facts;
mod features;
mod files;
mod guides;
mod misnamed_topic;
mod not_choosable;
mod paths;
mod people;
mod pictures;
mod provider;
mod same_title;
mod scenarios;
mod to_confirm;
mod topics;
mod translations;
mod unsold;
mod untranslated;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use firstline_guide::diagnostic::{Diagnostic, Rule, Severity};
use firstline_guide::json::Span;
use firstline_guide::rules::too_many_problems;

use crate::folder::{GuideFolder, Source};
use crate::{equipment, translate};

pub use paths::{BadPath, read};
pub use provider::Misread;

/// The settings of lint, besides the files.
pub struct Settings<'s> {
    /// The day, `2026-12-25`.
    pub today: &'s str,
    /// Reads the provider's file as whoever serves it does, and says why it cannot be used.
    pub provider: &'s dyn Fn(&str) -> Vec<Misread>,
}

/// The role of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A guide.
    Guide,
    /// The texts of a guide in another language.
    Translation,
    /// The catalogue of boxes, `site/equipment.json`.
    Catalogue,
    /// The provider's file, `site/provider.json`.
    Provider,
    /// The features that customers are asked about, `site/kano.json`.
    Features,
    /// A picture.
    Picture,
}

/// Something that was found in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'f> {
    /// The file.
    pub source: &'f Source,
    /// The role of the file.
    pub role: Role,
    /// The problem.
    pub diagnostic: Diagnostic,
}

/// The files that were checked, and the problems that were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report<'f> {
    /// How many guides were asked for.
    pub guides: usize,
    /// How many translations were asked for.
    pub translations: usize,
    /// The problems, in the order of files and places; those of translations come last.
    pub found: Vec<Found<'f>>,
}

/// More problems than this in one file help nobody.
const MOST_IN_A_FILE: usize = 100;

impl Report<'_> {
    /// Whether there is something worse than a warning.
    pub fn has_errors(&self) -> bool {
        let mut found = self.found.iter();
        found.any(|found| found.diagnostic.severity == Severity::Error)
    }

    /// Whether there is something that could be better, or worse than that. Notes do not count.
    pub fn has_warnings(&self) -> bool {
        let mut found = self.found.iter();
        found.any(|found| found.diagnostic.severity != Severity::Note)
    }

    /// Leaves out warnings and notes.
    pub fn errors(mut self) -> Self {
        self.found
            .retain(|found| found.diagnostic.severity == Severity::Error);
        self
    }
}

/// Looks at folders of guides. Only the files that are asked for are reported on.
pub fn lint<'f>(folders: &'f [GuideFolder], settings: &Settings<'_>) -> Report<'f> {
    let mut report = Report::default();
    for folder in folders {
        let asked = |source: &Source| usize::from(source.asked);
        let guides = folder.guides.iter().map(|file| asked(&file.source));
        report.guides += guides.sum::<usize>();
        let translations = folder.translations.iter();
        report.translations += translations.map(|file| asked(&file.source)).sum::<usize>();
        for stray in &folder.strays {
            let asked = asked(&stray.source);
            match stray.role() {
                Role::Translation => report.translations += asked,
                _ => report.guides += asked,
            }
        }
        // In a folder whose name is no language, the one file that is reported counts.
        let misnamed = folder.misnamed.iter();
        report.translations += misnamed.map(|folder| asked(&folder.source)).sum::<usize>();

        let mut found = Collector::default();
        files::look(folder, &mut found);
        guides::look(folder, &mut found);
        calls::look(folder, &mut found);
        scenarios::look(folder, &mut found);
        boxes::look(folder, &mut found);
        provider::look(folder, settings, &mut found);
        features::look(folder, &mut found);
        topics::look(folder, &mut found);
        people::look(folder, &mut found);
        unsold::look(folder, &mut found);
        same_title::look(folder, &mut found);
        misnamed_topic::look(folder, &mut found);
        facts::look(folder, &mut found);
        to_confirm::look(folder, &mut found);
        pictures::look(folder, &mut found);
        advice::look(folder, settings.today, &mut found);
        // Last, because an error of the guide keeps silent what follows from it in translations.
        translations::look(folder, &mut found);
        untranslated::look(folder, &mut found);
        report.found.extend(found.0);
    }
    report.found.retain(|found| found.source.asked);
    report.found.sort_by(|one, other| {
        let place = |found: &Found<'_>| (found.role, found.diagnostic.span.start);
        // Translations come behind what they follow.
        let file =
            |found: &Found<'f>| (found.role == Role::Translation, found.source.path.as_path());
        let files = file(one).cmp(&file(other));
        files.then_with(|| place(one).cmp(&place(other)))
    });
    cap(&mut report.found);
    report
}

/// The problems that were found so far.
#[derive(Default)]
struct Collector<'f>(Vec<Found<'f>>);

impl<'f> Collector<'f> {
    fn add(&mut self, source: &'f Source, role: Role, diagnostic: Diagnostic) {
        self.0.push(Found {
            source,
            role,
            diagnostic,
        });
    }

    fn extend(
        &mut self,
        source: &'f Source,
        role: Role,
        diagnostics: impl IntoIterator<Item = Diagnostic>,
    ) {
        for diagnostic in diagnostics {
            self.add(source, role, diagnostic);
        }
    }
}

firstline_guide::rule! {
    /// A file has more problems than are shown.
    ///
    /// The first hundred are shown; most of them often have one cause. It is as bad as the worst of those
    /// that are not shown: a hundred warnings keep nothing from being served.
    Error "too-many-problems",
    bad: Example::File("a guide of 2,000 steps whose names are all misspelt"),
    good: Example::File("the same guide with its names put right"),
}

use firstline_guide::diagnostic::Example;

/// The problems of a file that are not shown.
struct LeftOut {
    /// The place of the last problem that is shown.
    last: usize,
    /// How many are not.
    more: usize,
    /// How bad the worst of them is.
    worst: Severity,
    /// Whether there are still more, which were not kept when the file was loaded.
    uncounted: bool,
}

/// Leaves the first problems of each file, and says how many there are more.
fn cap(found: &mut Vec<Found<'_>>) {
    let mut of_file: (Option<&Path>, usize) = (None, 0);
    let mut left_out: Vec<LeftOut> = Vec::new();
    let mut position = 0;
    let is_uncounted = |found: &Found<'_>| found.diagnostic.rule == &too_many_problems::RULE;
    let uncounted: BTreeSet<PathBuf> = found
        .iter()
        .filter(|found| is_uncounted(found))
        .map(|found| found.source.path.clone())
        .collect();
    // It is said once, behind those that are shown.
    found.retain(|found| !is_uncounted(found));
    found.retain(|found| {
        let path = found.source.path.as_path();
        if of_file.0 != Some(path) {
            of_file = (Some(path), 0);
        }
        of_file.1 += 1;
        let kept = of_file.1 <= MOST_IN_A_FILE;
        let severity = found.diagnostic.severity;
        match left_out.last_mut() {
            _ if kept => position += 1,
            Some(left) if left.last + 1 == position => {
                left.more += 1;
                left.worst = left.worst.min(severity);
            }
            _ => left_out.push(LeftOut {
                last: position.saturating_sub(1),
                more: 1,
                worst: severity,
                uncounted: uncounted.contains(path),
            }),
        }
        kept
    });
    for left in left_out.into_iter().rev() {
        let LeftOut {
            last, more, worst, ..
        } = left;
        let Found { source, role, .. } = found[last];
        let end = u32::try_from(source.text.len()).unwrap_or(u32::MAX);
        let diagnostic = Diagnostic {
            rule: &RULE,
            severity: worst,
            message: match left.uncounted {
                true => format!("there are more than {more} problems more in this file"),
                false => format!("there are {more} problems more in this file"),
            },
            hint: Some("mend the first ones, and run `firstline lint` again".to_owned()),
            span: Span { start: end, end },
            pointer: String::new(),
        };
        let summary = Found {
            source,
            role,
            diagnostic,
        };
        found.insert(last + 1, summary);
    }
}

/// All rules of this crate: of guides together and of what lies beside them.
pub fn rules() -> Vec<&'static Rule> {
    let own: &[&[&'static Rule]] = &[
        files::RULES,
        guides::RULES,
        calls::RULES,
        scenarios::RULES,
        features::RULES,
        provider::RULES,
        topics::RULES,
        people::RULES,
        unsold::RULES,
        same_title::RULES,
        misnamed_topic::RULES,
        facts::RULES,
        to_confirm::RULES,
        pictures::RULES,
        equipment::RULES,
        boxes::RULES,
        translate::RULES,
        untranslated::RULES,
        &[&RULE],
    ];
    let mut rules = own.concat();
    rules.extend(advice::rules());
    rules
}
