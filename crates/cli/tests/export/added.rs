//! What customers added to tickets, exported and shown, and all of a person erased.

use super::*;

#[tokio::test]
async fn what_was_added_is_exported_and_shown_with_its_photo() {
    let stored = Stored::new(&[]).await;
    let number = stored.add("2026-11-01T08:00Z", "Nothing works").await;
    let other = stored.add("2026-11-01T09:00Z", "Slow").await;
    let say = async |key: &str, text: &str, solved: bool, photo: Option<Vec<u8>>| {
        let message = NewMessage {
            key: key.to_owned(),
            fingerprint: "f".to_owned(),
            said: "2026-11-02T08:00Z"
                .parse::<Timestamp>()
                .unwrap()
                .as_millisecond(),
            text: text.to_owned(),
            solved,
            photo,
        };
        stored.store.note(&number, &message, false).await.unwrap();
    };
    say("a", "=The lamp\nblinks \u{1b}[31m", false, None).await;
    say("b", "I sent a photo.", false, Some(vec![7; 2100])).await;
    say("c", "", true, None).await;

    let lines = stored.exported(&[]);
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["solved"], true);
    let added = lines[0]["added"].as_array().unwrap();
    assert_eq!(added.len(), 3, "{added:?}");
    assert_eq!(added[0]["by"], "customer");
    assert_eq!(added[0]["at"], "2026-11-02T08:00:00.000Z");
    assert_eq!(added[1]["photoBytes"], 2100);
    assert_eq!(added[2]["solved"], true);
    assert_eq!(
        (&lines[1]["solved"], &lines[1]["added"]),
        (&json!(false), &json!([]))
    );
    let table = stored.exported(&["--format", "csv"]);
    assert!(
        table.contains("2026-11-02T08:00:00.000Z customer: =The lamp"),
        "{table}"
    );
    assert!(table.contains("It works again."), "{table}");
    assert!(table.contains(",\"1\",\"yes\"\r\n"), "{table}");

    let run = |arguments: &[&str]| {
        let output = firstline(stored.place.path())
            .env("TZ", "UTC")
            .args(["tickets", "--data", "data"])
            .args(arguments)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{errors}");
        String::from_utf8(output.stdout).unwrap()
    };
    let text = run(&["show", &number, "--photos", "pictures"]);
    for said in [
        "Solved: the customer says that it works again\n",
        "2026-11-02 08:00, the customer:\n  =The lamp\n  blinks �[31m\n",
        "A photo of 3 kB",
        "Photos: 1, in the store.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let photo = stored.place.path().join(format!("pictures/{number}-1.jpg"));
    assert_eq!(std::fs::read(photo).unwrap(), vec![7; 2100]);
    let text = run(&["list"]);
    let added = "the customer added: 1 note, 1 photo, that it works again";
    assert_eq!(text.matches(added).count(), 1, "{text}");
    assert!(!run(&["show", &other]).contains("Since it was sent"));
    let shown: Value = serde_json::from_str(&run(&["show", &number, "--json"])).unwrap();
    assert_eq!(shown["added"][1]["photoBytes"], 2100);
    assert_eq!(shown["solved"], true);
}

#[tokio::test]
async fn all_of_a_person_is_erased_by_what_they_are_known_by() {
    let stored = Stored::new(&[]).await;
    let of = |email: &str| json!({ "contact": { "email": email, "account": "K-77" } }).to_string();
    for email in ["Sam@isp.example", "sam@isp.example", "kim@isp.example"] {
        stored.add_with("2026-11-01T08:00Z", email, of(email)).await;
    }
    let delete = |arguments: &[&str]| {
        let command = ["tickets", "delete", "--data", "data"];
        support::run(stored.place.path(), &[&command, arguments].concat())
    };
    let left = async || stored.store.newest(9).await.unwrap().len();
    let (code, _, errors) = delete(&["--email", "SAM@isp.example"]);
    assert!(
        code == Some(1) && errors.contains("2 tickets of this person"),
        "{errors}"
    );
    assert_eq!(left().await, 3, "nobody agreed");
    let (code, text, errors) = delete(&["--email", "SAM@isp.example", "--yes"]);
    assert_eq!(code, Some(0), "{errors}");
    assert!(
        text.starts_with("Erased 2 tickets of this person: F-"),
        "{text}"
    );
    assert!(!text.contains("isp.example"), "{text}");
    assert_eq!(left().await, 1);
    assert_eq!(delete(&["--account", "K 78", "--yes"]).0, Some(1));
    let (code, _, errors) = delete(&["--account", "/", "--yes"]);
    assert!(
        code == Some(1) && errors.contains("names nobody"),
        "{errors}"
    );
    assert_eq!(delete(&["--account", "k77", "--yes"]).0, Some(0));
    assert_eq!(left().await, 0);
    assert_eq!(delete(&["--yes"]).0, Some(2), "whose?");
}
