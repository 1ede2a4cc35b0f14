//! `firstline outage` and `firstline status`, beside a relay that runs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

fn firstline(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstline"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

async fn with_store() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config =
        "data = \"data\"\nlanguages = [\"en\", \"de\"]\n[status]\nfile = \"status.json\"\n";
    std::fs::write(folder.path().join("firstline.toml"), config).unwrap();
    // As a relay that was started once leaves it.
    let store = firstline_relay::Store::open(&folder.path().join("data"))
        .await
        .unwrap();
    store.close().await;
    folder
}

#[tokio::test]
async fn a_fault_is_opened_said_more_of_and_closed_by_hand() {
    let folder = with_store().await;
    let run = |args: &[&str]| firstline(folder.path(), args);
    let title = ["--title", "Cable cut", "--title", "de=Kabel durchtrennt"];
    let opened = run(&[
        &["outage", "open"],
        &title[..],
        &["--area", "227*", "--expected", "2h"],
    ]
    .concat());
    let (out, said) = text(&opened);
    assert!(opened.status.success(), "{said}");
    assert_eq!(said, "", "both languages have a title");
    let id = out.lines().next().unwrap().to_owned();
    assert!(out.contains("customers in 227*"), "{out}");
    let (list, _) = text(&run(&["outage", "list"]));
    assert!(
        list.contains(&id) && list.contains("Cable cut") && list.contains("until"),
        "{list}"
    );

    let nothing = run(&["outage", "update", &id]);
    assert!(text(&nothing).1.contains("nothing new is said"));
    let updated = run(&["outage", "update", &id, "--say", "de=Wir graben"]);
    assert!(updated.status.success());
    assert!(
        text(&updated).1.contains("no text for en"),
        "a language is missing"
    );

    let closed = run(&[
        "outage",
        "close",
        &id,
        "--afterwards",
        "Restart your box once.",
    ]);
    assert!(closed.status.success(), "{}", text(&closed).1);
    assert!(!text(&run(&["outage", "list"])).0.contains(&id));
    assert!(text(&run(&["outage", "list", "--all"])).0.contains("ended"));
    // It is over, and can be opened again under its name.
    assert!(text(&run(&["outage", "close", &id])).1.contains("is over"));
    assert!(
        run(&["outage", "open", "--id", &id, "--title", "Again"])
            .status
            .success()
    );
}

#[tokio::test]
async fn work_that_lies_ahead_is_not_told_before_and_a_fault_began_before() {
    let folder = with_store().await;
    let run = |args: &[&str]| text(&firstline(folder.path(), args));
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(10);
    let began = soon.strftime("%H:%M").to_string();
    let words = ["--title", "t", "--began", &began];
    let work = [
        "outage",
        "open",
        "--kind",
        "work",
        "--expected",
        "3h",
        "--id",
        "w",
    ];
    let (out, error) = run(&[&work[..], &words].concat());
    let day = soon.strftime("%Y-%m-%d %H:%M").to_string();
    assert!(out.contains(&format!("from {day}")), "{out}{error}");
    let (out, error) = run(&[&["outage", "open", "--id", "f"][..], &words].concat());
    assert!(out.contains("from now on."), "{out}{error}");
    let day = soon - jiff::SignedDuration::from_hours(24);
    let day = day.strftime("%Y-%m-%d %H:%M").to_string();
    let (list, _) = run(&["outage", "list"]);
    let fault = list.lines().find(|line| line.starts_with("f ")).unwrap();
    assert!(fault.contains(&format!("since {day}")), "{fault}");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_nothing_is_told() {
    let folder = with_store().await;
    for (args, said) in [
        (&["outage", "open"][..], "a title is needed"),
        (
            &[
                "outage",
                "open",
                "--title",
                "fr=Câble",
                "--title",
                "de=Kabel",
            ],
            "not served",
        ),
        (
            &["outage", "open", "--title", "t", "--area", "-"],
            "is no area",
        ),
        (
            &["outage", "open", "--title", "t", "--area=--"],
            "is no area",
        ),
        (
            &["outage", "open", "--title", "t", "--expected", "soon"],
            "is no time",
        ),
        (
            &["outage", "open", "--title", "t", "--kind", "work"],
            "planned work needs",
        ),
        (
            &["outage", "open", "--title", "t", "--id", "a b"],
            "must have letters",
        ),
        (
            &["outage", "open", "--title", "t", "--area", "22*7"],
            "is no area",
        ),
        (
            &["outage", "open", "--title", "fr_FR=Panne"],
            "“fr_FR” is not served",
        ),
        (
            &["outage", "open", "--title", "t", "--service", "telephone"],
            "there is no “telephone”; there are internet, phone",
        ),
        (&["outage", "update", "nothing"], "there is no nothing"),
        (&["outage", "close", "nothing"], "there is no nothing"),
    ] {
        let done = firstline(folder.path(), args);
        let (_, error) = text(&done);
        assert!(!done.status.success(), "{args:?}");
        assert!(error.contains(said), "{args:?}: {error}");
    }
    let (list, _) = text(&firstline(folder.path(), &["outage", "list", "--all"]));
    assert!(list.contains("Nothing goes on"), "{list}");
}

#[tokio::test]
async fn what_a_place_says_is_shown_before_customers_read_it() {
    let folder = with_store().await;
    let run = |args: &[&str]| firstline(folder.path(), args);
    let missing = run(&["status", "test"]);
    assert_eq!(missing.status.code(), Some(1));
    let file = r#"{"state":"ok","items":[{"id":"a","kind":"outage","title":{"de":"Kabel","en":"Cable"},
        "areas":["227*"],"began":"2026-11-22T08:40:00+01:00"}]}"#;
    std::fs::write(folder.path().join("status.json"), file).unwrap();
    let (out, error) = text(&run(&["status", "test"]));
    assert!(
        out.contains("a fault") && out.contains("Cable (a)") && out.contains("227*"),
        "{out}{error}"
    );
    assert!(out.contains("since: 2026-11-22T07:40:00Z"), "{out}");
    let (elsewhere, _) = text(&run(&["status", "test", "--area", "10969"]));
    assert!(elsewhere.contains("no fault"), "{elsewhere}");
    let (german, _) = text(&run(&["status", "test", "--language", "de"]));
    assert!(german.contains("Kabel (a)"), "{german}");
}
