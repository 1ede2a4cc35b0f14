//! `firstline tickets`: what an operator without a helpdesk reads.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use support::Place;

/// Exit code, output, errors.
fn tickets(place: &Place, arguments: &[&str]) -> (Option<i32>, String, String) {
    support::run(place.path(), &[&["tickets"], arguments].concat())
}

/// Sends a ticket of this customer, and gives its number.
async fn send(serving: &support::Serving, key: u32, name: &str) -> String {
    let contact = json!({ "name": name, "phone": "030 5550 1234" });
    let ticket = support::ticket(contact, "no-internet");
    support::number_in(support::send(&serving.url(""), key, &ticket).await).await
}

#[tokio::test]
async fn tickets_are_listed_and_shown_while_the_relay_runs_and_after() {
    let place = Place::new();
    let mut serving = place.serve(&[]);
    assert_eq!(tickets(&place, &["list"]).1, "There are no tickets.\n");
    let first = send(&serving, 1, "Maria").await;
    let second = send(&serving, 2, "Jón").await;
    for running in [true, false] {
        if !running {
            assert_eq!(serving.terminate(), Some(0));
        }
        let (code, text, _) = tickets(&place, &["list"]);
        assert_eq!(code, Some(0));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(
            lines[0].starts_with(&second) && lines[1].starts_with(&first),
            "{text}"
        );
        assert!(lines[0].ends_with("(unverified)"), "{text}");
        assert_eq!(
            tickets(&place, &["list", "--most", "1"]).1.lines().count(),
            1
        );

        for typed in [
            first.clone(),
            first.to_lowercase(),
            first[2..].replace('-', ""),
        ] {
            let (code, text, errors) = tickets(&place, &["show", &typed]);
            assert_eq!(code, Some(0), "{errors}");
            assert!(text.contains(&format!("Ticket {first}\n")), "{text}");
            assert!(text.contains("Name: Maria\n"), "{text}");
            assert!(text.contains("Unverified – unreadable-trail"), "{text}");
        }
        let (_, text, _) = tickets(&place, &["show", &first, "--json"]);
        let shown: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(shown["request"]["contact"]["name"], "Maria");
        assert_eq!(shown["number"], Value::from(first.clone()));
        let (_, text, _) = tickets(&place, &["list", "--json"]);
        let listed: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(listed[1]["number"], Value::from(first.clone()));
        assert_eq!(
            listed[1].get("request"),
            None,
            "a list shows no personal data"
        );
    }
}

#[tokio::test]
async fn what_is_asked_wrongly_is_told_apart_from_what_is_not_there() {
    let place = Place::new();
    let (code, _, errors) = tickets(&place, &["list"]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("there is no store here"), "{errors}");
    let serving = place.serve(&[]);
    let number = send(&serving, 1, "Maria").await;
    let mut mistyped = number.clone().into_bytes();
    let last = mistyped.last_mut().unwrap();
    *last = b'0' + (*last - b'0' + 1) % 10;
    let mistyped = String::from_utf8(mistyped).unwrap();
    for (arguments, code, said) in [
        (&["show", &mistyped][..], 2, "a digit is wrong"),
        (&["show", "F-47"], 2, "eight digits"),
        (&["show"], 2, "<NUMBER>"),
        (&["shwo"], 2, "show"),
        (&[], 2, "list"),
        (&["list", "--most", "many"], 2, "--most"),
        (&["list", "--data", "nowhere"], 1, "there is no store here"),
        (
            &["list", "--config", "nowhere.toml"],
            2,
            "cannot read nowhere.toml",
        ),
    ] {
        let (exit, _, errors) = tickets(&place, arguments);
        assert_eq!(exit, Some(code), "{arguments:?}: {errors}");
        assert!(errors.contains(said), "{arguments:?}: {errors}");
    }
    // 5724 is Damm's own example; it is a sound number that nobody has.
    let free = ["00005724", "57240000"]
        .into_iter()
        .find(|free| number.replace(['F', '-'], "") != **free);
    let (code, _, errors) = tickets(&place, &["show", free.unwrap()]);
    assert_eq!(code, Some(1), "{errors}");
    assert!(errors.contains("there is no ticket"), "{errors}");
}

/// Whether these words stand anywhere in the files of the store.
fn is_in_store(place: &Place, words: &str) -> bool {
    let files = std::fs::read_dir(place.path().join("data")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files.filter(|file| file.is_file()).any(|file| {
        let bytes = std::fs::read(file).unwrap();
        bytes
            .windows(words.len())
            .any(|part| part == words.as_bytes())
    })
}

#[tokio::test]
async fn a_ticket_is_forgotten_while_the_relay_runs_and_nothing_of_it_is_left() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let forgotten = send(&serving, 1, "Wilhelmina Quux").await;
    let kept = send(&serving, 2, "Jón").await;
    assert!(is_in_store(&place, "Wilhelmina Quux"));

    // The tests have no terminal to be asked at.
    let (code, _, errors) = tickets(&place, &["delete", &forgotten]);
    assert_eq!(code, Some(1));
    assert!(
        errors.contains("--yes") && errors.contains(&forgotten),
        "{errors}"
    );
    assert!(is_in_store(&place, "Wilhelmina Quux"));

    let (code, text, errors) = tickets(&place, &["delete", &forgotten, "--yes"]);
    assert_eq!((code, &*errors), (Some(0), ""));
    assert!(
        text.starts_with(&format!("Erased ticket {forgotten}, stored ")),
        "{text}"
    );
    assert!(!text.contains("Wilhelmina"), "{text}");
    for left in [
        "Wilhelmina Quux",
        &forgotten,
        "00000000-0000-4000-8000-000000000001",
    ] {
        assert!(!is_in_store(&place, left), "{left}");
    }
    let (_, text, _) = tickets(&place, &["list"]);
    assert!(
        text.starts_with(&kept) && text.lines().count() == 1,
        "{text}"
    );

    for again in [
        &["delete", &forgotten, "--yes"][..],
        &["delete", &forgotten],
    ] {
        let (code, _, errors) = tickets(&place, again);
        assert_eq!(code, Some(1), "{again:?}");
        assert!(
            errors.contains(&format!("there is no ticket {forgotten}")),
            "{errors}"
        );
    }
    assert_eq!(tickets(&place, &["delete", "F-47", "--yes"]).0, Some(2));
    // The relay goes on.
    let third = send(&serving, 3, "Maria").await;
    let (code, text, _) = tickets(&place, &["delete", &third, "--yes", "--json"]);
    let erased: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &erased["number"]), (Some(0), &Value::from(third)));
    assert_eq!(erased["erased"], true);
}

#[tokio::test]
async fn an_operator_answers_and_solves_by_hand() {
    let place = Place::new();
    let mut serving = place.serve(&[]);
    let number = send(&serving, 1, "Maria").await;
    let (code, said, errors) = tickets(
        &place,
        &["answer", &number, "--text", "A technician\u{202e} comes."],
    );
    assert_eq!(code, Some(0), "{errors}");
    assert!(
        said.contains("is answered. The customer reads it"),
        "{said}"
    );
    let (_, shown, _) = tickets(&place, &["show", &number]);
    assert!(
        shown.contains("your people:\n  A technician\u{fffd} comes."),
        "{shown}"
    );
    let (code, said, errors) = tickets(&place, &["solve", &number, "--json"]);
    assert_eq!(code, Some(0), "{errors}");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (&said["solved"], &said["customerCanRead"]),
        (&json!(true), &json!(true))
    );
    assert!(
        tickets(&place, &["show", &number])
            .1
            .contains("Solved: your people say so")
    );
    assert!(
        tickets(&place, &["list"])
            .1
            .contains("solved by your people")
    );
    for (arguments, says) in [
        (vec!["answer", &*number, "--text", " "], "--text is empty"),
        (vec!["answer", "4711", "--text", "a"], "4711"),
        (
            vec!["solve", &*number, "--text", &"a".repeat(4001)],
            "4001 characters",
        ),
    ] {
        let (code, _, errors) = tickets(&place, &arguments);
        assert_ne!(code, Some(0));
        assert!(errors.contains(says), "{errors}");
    }
    assert_eq!(serving.terminate(), Some(0));
}
