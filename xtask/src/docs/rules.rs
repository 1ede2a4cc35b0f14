//! The page of the rules: what `firstline lint` reports.

use std::collections::BTreeMap;

use anyhow::Result;
use firstline_guide::diagnostic::{Example, Rule};
use firstline_guide::{load, rules};

/// The page.
pub(super) fn page() -> Result<String> {
    let about = "What `firstline lint` reports of guides and of what lies beside them, and why it matters. \
                 An error keeps a guide from being served. A warning does not; on a step or on the guide, \
                 `\"allow\": [\"the-rule\"]` says that it is meant so.\n\n\
                 In the examples, a guide begins at the step `here` and ends at `fixed` or `ticket`.";
    let mut page = super::head("Rules", about);
    // Some rules of guides count for the files beside them too.
    let all: BTreeMap<&str, &Rule> = rules::all()
        .chain(firstline_author::lint::rules())
        .map(|rule| (rule.id, rule))
        .collect();
    page += "\n| rule | | what it means |\n|---|---|---|\n";
    for rule in all.values() {
        let severity = rule.severity.name();
        page += &format!(
            "| [`{0}`](#{0}) | {severity} | {1} |\n",
            rule.id,
            rule.summary()
        );
    }
    for rule in all.values() {
        page += &entry(rule);
    }
    Ok(page)
}

fn entry(rule: &Rule) -> String {
    let mut text = format!(
        "\n## {}\n\n*{}.* {}\n",
        rule.id,
        capital(rule),
        rule.documentation()
    );
    if let Example::Omitted(reason) = rule.bad {
        return text + &format!("\n{reason}\n");
    }
    text += "\nWrong:\n";
    text += &fenced(&rule.bad.text());
    text += &said(rule);
    text += "\nRight:\n";
    text += &fenced(&rule.good.text());
    text
}

fn capital(rule: &Rule) -> &'static str {
    match rule.severity {
        firstline_guide::diagnostic::Severity::Error => "Error",
        firstline_guide::diagnostic::Severity::Warning => "Warning",
        firstline_guide::diagnostic::Severity::Note => "Note",
    }
}

fn fenced(text: &str) -> String {
    // The indent is that of the place in a guide.
    let text = text.replace("\n    ", "\n");
    format!("\n```json\n{text}\n```\n")
}

/// The report of lint for the bad example.
fn said(rule: &Rule) -> String {
    let mut diagnostics = Vec::new();
    let mut guides = Vec::new();
    for source in rule.bad.sources() {
        // Examples of what lies beside guides, or between files, are no guides.
        if !rules::all().any(|of_guides| of_guides == rule) {
            break;
        }
        let loaded = load::load(&source);
        diagnostics.extend(loaded.problems);
        guides.extend(loaded.guide);
    }
    if diagnostics.is_empty() {
        let between = load::library(guides).err().unwrap_or_default();
        diagnostics.extend(between.into_iter().map(|problem| problem.diagnostic));
    }
    let mut of_rule = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.rule == rule);
    let Some(diagnostic) = of_rule.next() else {
        return String::new();
    };
    let mut text = format!("\n> {}\n", diagnostic.message);
    if let Some(hint) = &diagnostic.hint {
        text += &format!(">\n> help: {hint}\n");
    }
    text
}
