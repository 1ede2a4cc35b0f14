//! Every language has its words in as many plural forms as `Intl` knows of it, whoever wrote it: with
//! too few, customers read the last one where another belongs. Node says what `Intl` knows.
#![allow(
    missing_docs,
    clippy::panic,
    clippy::expect_used,
    reason = "tests say what they claim by their names"
)]

use std::process::Command;

use firstline_widget::text::{Key, Words};

/// The plural forms of each language, in lines.
const ASK: &str = "process.argv.slice(1).forEach((language) => console.log(\
    new Intl.PluralRules(language).resolvedOptions().pluralCategories.join('|')))";

#[test]
fn every_language_has_its_words_in_as_many_forms_as_intl_knows_of_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text");
    let mut languages = Vec::new();
    for file in std::fs::read_dir(folder).expect("the words are there") {
        let path = file.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "json") {
            let language = path.file_stem().expect("a name").to_string_lossy();
            languages.push(language.into_owned());
        }
    }
    assert!(languages.len() >= 3, "{languages:?}");
    let output = Command::new("node")
        .args(["-e", ASK])
        .args(&languages)
        .output()
        .expect("Node is there: `cargo xtask` installs it with the widget's tools");
    assert!(output.status.success(), "{output:?}");
    let known = String::from_utf8(output.stdout).expect("it writes text");
    assert_eq!(known.lines().count(), languages.len());
    for (language, known) in languages.iter().zip(known.lines()) {
        let text = Words::of(language).get(Key::SearchFound);
        assert_eq!(
            text.split('|').count(),
            known.split('|').count(),
            "src/text/{language}.json wants the forms {known}, and `search-found` is {text}"
        );
    }
}
