//! The translations that we ship: whole where we say so, sound everywhere.

// Helpers of tests may fail as tests do.
#![allow(clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use firstline_author::pack;
use firstline_author::translate::{self, Sidecar};
use firstline_guide::diagnostic::line_column;
use firstline_guide::json::{self, Node};
use firstline_guide::language::is_language;
use firstline_guide::load;

/// The languages in which every guide is complete.
const COMPLETE: &[&str] = &["de"];

/// The languages in which [`FIRST_TOPICS`] are, with all that these call.
const BEGUN: &[&str] = &["ar", "zh"];

/// What most customers come for.
const FIRST_TOPICS: &[&str] = &[
    "fault-here",
    "no-internet",
    "drops",
    "slow-internet",
    "weak-wifi",
    "wifi-password",
    "one-device",
    "router-lights",
    "new-line",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guides")
}

/// The JSON files of a folder, by their names without the ending.
fn json_in(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("it is text");
            files.insert(name.into_owned(), text);
        }
    }
    files
}

/// The translations by language, and those by the id of their guide.
fn translations() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder()).expect("the guides are there") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && is_language(&name) {
            found.insert(name, json_in(&path));
        }
    }
    assert!(found.contains_key("de"));
    found
}

/// Everything that is reported about a language's translations, a line each.
fn told(of_language: &BTreeMap<String, String>, tell: impl Fn(&str) -> bool) -> String {
    let guides = json_in(&folder());
    let mut lines = Vec::new();
    for (id, text) in of_language {
        let Some(guide) = guides.get(id) else {
            lines.push(format!("{id}: there is no such guide"));
            continue;
        };
        let root = json::parse(guide).expect("a guide is JSON").root;
        let (sidecar, mut problems) = Sidecar::read(text);
        if let Some(sidecar) = sidecar {
            let texts = translate::texts(&root);
            problems.extend(translate::compare(&texts, &sidecar, text, &[]));
        }
        for problem in problems.iter().filter(|problem| tell(problem.rule.id)) {
            let (line, column) = line_column(text, problem.span.start);
            lines.push(format!("{id}:{line}:{column}: {}", problem.message));
        }
    }
    lines.join("\n")
}

#[test]
fn a_complete_language_has_every_text_of_every_guide_as_it_is_now() {
    let translations = translations();
    for language in COMPLETE {
        let of_language = &translations[*language];
        let without: Vec<String> = json_in(&folder())
            .into_keys()
            .filter(|id| !of_language.contains_key(id))
            .collect();
        assert!(without.is_empty(), "{language} has no {without:?}");
        let told = told(of_language, |_| true);
        assert!(told.is_empty(), "{language}:\n{told}");
    }
}

/// Texts may lag behind, guides may not: a block in English would be half of a topic.
#[test]
fn a_begun_language_has_the_first_topics_with_all_that_they_call() {
    let guides = json_in(&folder());
    let mut reached: Vec<String> = FIRST_TOPICS.iter().map(|id| (*id).to_owned()).collect();
    let mut at = 0;
    while at < reached.len() {
        let guide = load::load(&guides[&reached[at]]).guide.expect("it loads");
        for (_, called) in guide.calls() {
            if !reached.iter().any(|known| known == called) {
                reached.push(called.to_owned());
            }
        }
        at += 1;
    }
    let translations = translations();
    for language in BEGUN {
        let of_language = &translations[*language];
        let without: Vec<_> = reached
            .iter()
            .filter(|id| !of_language.contains_key(*id))
            .collect();
        assert!(without.is_empty(), "{language} has no {without:?}");
    }
}

/// Whoever changes a guide need not speak every language.
#[test]
fn other_languages_may_lag_behind_and_are_sound() {
    for (language, of_language) in translations() {
        let told = told(&of_language, |rule| {
            !matches!(
                rule,
                "missing-translation" | "stale-translation" | "superfluous-translation"
            )
        });
        assert!(told.is_empty(), "{language}:\n{told}");
    }
}

#[test]
fn every_translation_is_written_as_firstline_translate_writes_it() {
    let guides = json_in(&folder());
    for (language, of_language) in translations() {
        for (id, text) in of_language {
            let Some(guide) = guides.get(&id) else {
                continue;
            };
            let texts = translate::texts(&json::parse(guide).expect("JSON").root);
            let sidecar = Sidecar::read(&text).0.expect("a sidecar");
            let written = translate::update(&id, &language, &texts, Some(&sidecar), &[]);
            assert!(written == text, "run `firstline translate {language} {id}`");
        }
    }
}

/// The guides as they are read in a language.
fn spoken<'g>(
    guides: &'g BTreeMap<String, String>,
    language: &str,
    of_language: &BTreeMap<String, String>,
) -> BTreeMap<&'g str, String> {
    let speak = |(id, guide): (&'g String, &'g String)| {
        let sidecar = |tag: &str| {
            let text = of_language.get(id).filter(|_| tag == language)?;
            Sidecar::read(text).0
        };
        let spoken = translate::speak(guide, language, sidecar).expect("JSON");
        (&**id, spoken.source.into_owned())
    };
    guides.iter().map(speak).collect()
}

#[test]
fn guides_are_as_sound_in_every_language_as_in_their_own() {
    let guides = json_in(&folder());
    for (language, of_language) in translations() {
        let spoken = spoken(&guides, &language, &of_language);
        for (id, source) in &spoken {
            let problems = load::load(source).problems;
            assert!(problems.is_empty(), "{language}/{id}: {problems:?}");
            let packed = pack::pack(id, |id| spoken.get(id).map(String::as_str));
            assert!(packed.is_ok(), "{language}/{id}: {packed:?}");
        }
    }
}

/// Whoever reads that another guide helps should not have to look for it.
#[test]
fn an_end_that_names_another_guide_leads_to_it() {
    let guides = json_in(&folder());
    let mut languages = translations();
    languages.insert("en".to_owned(), BTreeMap::new());
    let mut nowhere = Vec::new();
    let mut named = 0;
    for (language, of_language) in languages {
        let spoken = spoken(&guides, &language, &of_language);
        let read = |(id, source): (&&str, &String)| {
            let root = json::parse(source).expect("JSON").root;
            ((*id).to_owned(), root)
        };
        let roots: BTreeMap<String, Node> = spoken.iter().map(read).collect();
        let listed = roots
            .iter()
            .filter(|(_, root)| root.get("listed").is_none());
        let titles: Vec<(&String, &str)> = listed
            .filter_map(|(id, root)| Some((id, root.get("title")?.as_str()?)))
            .collect();
        for (id, root) in &roots {
            let steps = root.get("steps").and_then(Node::as_object);
            for step in steps.expect("a guide has steps") {
                if step.value.get("ends").is_none() {
                    continue;
                }
                let says = ["title", "text", "hint"].map(|key| step.value.get(key));
                let says: Vec<&str> = says.into_iter().flatten().flat_map(texts).collect();
                let names = |title: &str| {
                    let quoted = QUOTES.map(|(open, close)| format!("{open}{title}{close}"));
                    says.iter()
                        .any(|text| quoted.iter().any(|quoted| text.contains(quoted)))
                };
                let leads = step.value.get("guide").and_then(Node::as_str);
                for (other, title) in &titles {
                    if *other == id || !names(title) {
                        continue;
                    }
                    named += 1;
                    if leads != Some(other.as_str()) {
                        nowhere.push(format!("{language}/{id}/{}: {title}", step.key));
                    }
                }
            }
        }
    }
    assert!(nowhere.is_empty(), "{}", nowhere.join("\n"));
    assert!(named > 60, "only {named} are named");
}

/// How the languages quote a title.
const QUOTES: [(&str, &str); 3] = [("“", "”"), ("„", "“"), ("«", "»")];

/// A text, or the texts of a list.
fn texts(node: &Node) -> Vec<&str> {
    let of_list = node.as_array().unwrap_or_default().iter();
    of_list.chain([node]).filter_map(Node::as_str).collect()
}
