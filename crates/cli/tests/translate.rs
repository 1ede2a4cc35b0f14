//! `firstline translate`, and what `lint` says of translations, as translators meet them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A guide of three texts.
const GUIDE: &str = r#"{
  "format": 1, "id": "help", "version": "1", "language": "en", "title": "Help", "summary": "For all.",
  "start": "end", "stuck": "end",
  "steps": { "end": { "kind": "outcome", "ends": "hand-over", "title": "Call us" } },
  "scenarios": [{ "name": "at once", "expect": "end" }]
}
"#;

/// Its German, finished.
const GERMAN: &str = r#"{
  "format": 1,
  "guide": "help",
  "language": "de",
  "texts": {
    "title": { "of": "b79cac92", "text": "Hilfe" },
    "summary": { "of": "ae02c9f0", "text": "Für alle." },
    "steps.end.title": { "of": "8061108b", "text": "Rufen Sie an" }
  }
}
"#;

/// A provider who names no guide.
const PROVIDER: &str = r#"{ "format": 1, "name": "Example",
  "contacts": { "support": { "phone": "0808 157 0142" } } }
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        folder.write("guides/help.json", GUIDE);
        folder.write("guides/site/provider.json", PROVIDER);
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// Runs the binary here: exit code, what it prints, what it complains of.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        self.run_in(Path::new(""), arguments)
    }

    fn run_in(&self, folder: &Path, arguments: &[&str]) -> (i32, String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_firstline"))
            .args(arguments)
            .current_dir(self.0.path().join(folder))
            .env_remove("NO_COLOR")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }
}

#[test]
fn a_translation_is_prepared_filled_and_found_complete() {
    let folder = Folder::new();
    let (code, said, _) = folder.run(&["translate", "de", "--check"]);
    assert_eq!((code, &*said), (1, "guides/de/help.json: is not there\n"));
    assert!(!folder.path("guides/de").exists(), "a check writes nothing");

    let (code, said, _) = folder.run(&["translate", "de"]);
    assert_eq!(code, 0);
    assert!(said.contains("3 texts are not translated yet"), "{said}");
    assert!(
        said.ends_with("guides/de/help.json: 0 of 3 texts translated, new\n"),
        "{said}"
    );
    let prepared = folder.read("guides/de/help.json");
    assert_eq!(prepared.matches("\"text\": \"\"").count(), 3, "{prepared}");

    // A translator fills in the texts, and need not care for fingerprints.
    let filled = prepared
        .replacen("\"text\": \"\"", "\"text\": \"Hilfe\"", 1)
        .replacen("\"text\": \"\"", "\"text\": \"Für alle.\"", 1);
    let end = filled
        .lines()
        .find(|line| line.contains("steps.end"))
        .unwrap();
    let filled = filled.replace(end, "\"steps.end.title\": {\"text\":\"Rufen Sie an\"}");
    folder.write("guides/de/help.json", &filled);
    assert_eq!(folder.run(&["translate", "de", "help", "--check"]).0, 1);
    assert_eq!(
        folder.read("guides/de/help.json"),
        filled,
        "a check writes nothing"
    );
    let (code, said, _) = folder.run(&["translate", "de", "guides/help.json"]);
    assert_eq!(
        (code, &*said),
        (
            0,
            "guides/de/help.json: 3 of 3 texts translated, brought up to date\n"
        )
    );
    assert_eq!(folder.read("guides/de/help.json"), GERMAN);
    for arguments in [&["translate", "de"][..], &["translate", "de", "--check"]] {
        let (code, said, _) = folder.run(arguments);
        assert_eq!(
            (code, &*said),
            (0, "guides/de/help.json: 3 of 3 texts translated\n")
        );
    }
    assert_eq!(folder.read("guides/de/help.json"), GERMAN);
}

#[test]
fn lint_warns_of_translations_and_fails_only_where_it_is_told_to() {
    let folder = Folder::new();
    folder.write("guides/de/help.json", GERMAN);
    folder.write("guides/help.json", &GUIDE.replace("Call us", "Call us now"));
    let (code, said, _) = folder.run(&["lint"]);
    assert_eq!(code, 0, "{said}");
    insta::assert_snapshot!("stale", said);
    let (code, denied, _) = folder.run(&["lint", "--deny-warnings"]);
    assert_eq!((code, &denied), (1, &said));

    let (_, document, _) = folder.run(&["lint", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["translations"], 1);
    let problem = &document["problems"][0];
    assert_eq!(problem["severity"], "warning");
    assert_eq!(problem["rule"], "stale-translation");
    assert_eq!(problem["file"], "guides/de/help.json");
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&8.into(), &52.into())
    );
    assert_eq!(problem["pointer"], "/texts/steps.end.title/text");

    // A file or a folder of translations may be named alone, from anywhere.
    let one = "1 warning in 1 of 1 translation\n";
    for (from, path) in [
        ("", "guides/de/help.json"),
        ("", "guides/de"),
        ("guides", "de"),
        ("guides/de", "help.json"),
        ("guides/de", "."),
    ] {
        let (code, said, errors) = folder.run_in(Path::new(from), &["lint", path]);
        assert!(
            code == 0 && said.ends_with(one),
            "{from} {path}: {said}{errors}"
        );
    }
    // Of a single guide its own translations are read.
    folder.write(
        "guides/other.json",
        &GUIDE
            .replace("\"help\"", "\"other\"")
            .replace("\"title\": \"Help\"", "\"title\": \"Other help\""),
    );
    let (_, said, _) = folder.run(&["lint", "guides/other.json"]);
    assert_eq!(said, "1 guide, no problems\n");
    let (_, said, _) = folder.run(&["lint", "guides/help.json"]);
    assert!(
        said.ends_with("1 warning in 1 of 1 translation\n"),
        "{said}"
    );

    folder.write("guides/de/help.json", &GERMAN.replace("8061108b", ""));
    folder.write("guides/help.json", GUIDE);
    assert_eq!(folder.run(&["translate", "de", "help"]).0, 0);
    let (_, said, _) = folder.run(&["lint"]);
    assert_eq!(said, "2 guides and 1 translation, no problems\n");
}

#[test]
fn a_translation_that_cannot_be_used_is_an_error_and_never_written_over() {
    for (text, error) in [
        (GERMAN.replace("\"Hilfe\" }", "\"Hilfe }"), "error[syntax]"),
        (
            GERMAN.replace("\"help\"", "\"halp\""),
            "error[misplaced-translation]",
        ),
        (
            GERMAN.replace("\"de\"", "\"fr\""),
            "error[misplaced-translation]",
        ),
        (
            GERMAN.replace("\"text\": \"Hilfe\"", "\"txt\": \"Hilfe\""),
            "error[unknown-key]",
        ),
    ] {
        let folder = Folder::new();
        folder.write("guides/de/help.json", &text);
        let (code, said, _) = folder.run(&["lint"]);
        assert!(code == 1 && said.contains(error), "{error}: {said}");
        if !error.contains("misplaced") {
            let (code, _, errors) = folder.run(&["translate", "de"]);
            assert!(code == 2 && errors.contains("was left alone"), "{errors}");
            assert_eq!(folder.read("guides/de/help.json"), text);
        }
    }
    let folder = Folder::new();
    folder.write(
        "guides/de/halp.json",
        &GERMAN.replace("\"help\"", "\"halp\""),
    );
    let (code, said, _) = folder.run(&["lint"]);
    assert!(code == 0 && said.contains("warning[needless-translation]: there is no guide `halp`"));
}

#[test]
fn what_cannot_be_translated_is_said() {
    let folder = Folder::new();
    folder.write("empty/README.md", "");
    for (arguments, why) in [
        (
            &["translate", "german"][..],
            "“german” is not a language tag",
        ),
        (&["translate", "en"], "nothing to translate"),
        (&["translate", "en", "help"], "is written in en"),
        (
            &["translate", "de", "halp"],
            "there is no guide `halp` in guides; did you mean `help`?",
        ),
        (
            &["translate", "de", "guides/halp.json"],
            "did you mean `help`?",
        ),
        (
            &["translate", "de", "--guides", "nowhere", "help"],
            "cannot read the folder of the guides, nowhere: ",
        ),
        (&["translate", "de", "--guides", "nowhere"], "nowhere"),
        (
            &["translate", "de", "--guides", "empty"],
            "nothing to translate",
        ),
        (&["translate"], "<LANGUAGE>"),
    ] {
        let (code, said, errors) = folder.run(arguments);
        assert_eq!((code, &*said), (2, ""), "{arguments:?}");
        assert!(errors.contains(why), "{arguments:?}: {errors}");
    }
}
