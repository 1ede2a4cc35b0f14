//! `firstline tickets export`: everything of every ticket, out of a real store.

// Helpers of tests fail by panicking, like the tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod added;

#[path = "../support/mod.rs"]
mod support;

use std::io::Read as _;
use std::process::{Output, Stdio};

use firstline_relay::Store;
use firstline_relay::store::NewTicket;
use firstline_relay::store::following::NewMessage;
use jiff::Timestamp;
use serde_json::{Value, json};
use support::{Place, firstline};

/// A store in a place, with these tickets: when each was stored, and what its customer wrote.
struct Stored {
    place: Place,
    store: Store,
}

impl Stored {
    async fn new(tickets: &[(&str, &str)]) -> Stored {
        let place = Place::new();
        let store = Store::open(&place.path().join("data")).await.unwrap();
        let stored = Stored { place, store };
        for (at, note) in tickets {
            stored.add(at, note).await;
        }
        stored
    }

    /// Stores a ticket and gives its number.
    async fn add(&self, at: &str, note: &str) -> String {
        self.add_with(at, note, request(note)).await
    }

    /// Stores a ticket whose request this is.
    async fn add_with(&self, at: &str, note: &str, request: String) -> String {
        let key = format!("key of {at} {note}");
        let ticket = NewTicket {
            key: key.clone(),
            fingerprint: "f1".to_owned(),
            stored: at.parse::<Timestamp>().unwrap().as_millisecond(),
            guide: "no-internet".to_owned(),
            category: Some("line".to_owned()),
            severity: None,
            unverified: note
                .contains("odd")
                .then(|| "does-not-fit: at 2".to_owned()),
            summary: format!("=No internet, \"{note}\""),
            text: format!("What the agent reads:\n{note}\n"),
            request,
            ..NewTicket::default()
        };
        let answer = |number: &str| format!("{{\"number\":\"{number}\"}}");
        let inserted = self.store.insert(ticket, answer).await.unwrap();
        inserted.unwrap().0
    }

    fn export(&self, arguments: &[&str]) -> Output {
        firstline(self.place.path())
            .env("TZ", "Europe/Berlin")
            .args(["tickets", "export", "--data", "data"])
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What a good export prints.
    fn exported(&self, arguments: &[&str]) -> String {
        let output = self.export(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a bad one says, and that it prints nothing.
    fn refused(&self, arguments: &[&str], code: i32) -> String {
        let output = self.export(arguments);
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(output.stdout, b"");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// A request as a client may write it: with line breaks, an unusual number, and white space.
fn request(note: &str) -> String {
    format!(
        "{{\n  \"format\": 1,\r\n  \"contact\": {{ \"name\": \"Zoë,  \\\"Zo\\\"\", \
         \"phone\": \"+49 30 5550\" }},\n  \"note\": {},\n  \"consent\": {{ \"id\": \
         \"support-ticket\", \"version\": \"1\", \"at\": 1795345200000 }},\n  \"trail\": \
         {{ \"format\": 1, \"guide\": \"no-internet\", \"version\": \"2026.1\", \"began\": \
         1795345200000, \"visits\": [ 1.50, 12345678901234567890123 ] }},\n  \"removed\": \
         [\"isp\", \"environment\"]\n}}\n",
        Value::from(note)
    )
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn notes(text: &str) -> Vec<String> {
    let note = |line: &Value| line["request"]["note"].as_str().unwrap().to_owned();
    lines(text).iter().map(note).collect()
}

#[tokio::test]
async fn a_line_holds_all_of_a_ticket_and_its_request_token_by_token() {
    let stored = Stored::new(&[]).await;
    let number = stored.add("2026-11-22T11:00:00.007Z", "It is\nodd.").await;
    let text = stored.exported(&[]);
    assert_eq!(text.lines().count(), 1);
    assert!(text.ends_with("}\n"));
    let mut line = lines(&text).remove(0);
    let sent = line.as_object_mut().unwrap().remove("request").unwrap();
    assert_eq!(
        line,
        json!({
            "number": number,
            "stored": "2026-11-22T11:00:00.007Z",
            "key": "key of 2026-11-22T11:00:00.007Z It is\nodd.",
            "fingerprint": "f1",
            "guide": "no-internet",
            "category": "line",
            "severity": null,
            "verified": false,
            "unverified": "does-not-fit: at 2",
            "summary": "=No internet, \"It is\nodd.\"",
            "text": format!(
                "Ticket {number}\nWhat the agent reads:\nIt is\nodd.\n\n== As JSON ==\n{}\n",
                request("It is\nodd.").replace('\r', "")
            ),
            "added": [],
            "solved": false,
        })
    );
    let written: Value = serde_json::from_str(&request("It is\nodd.")).unwrap();
    assert_eq!(sent, written);
    // What no reader of JSON keeps by itself.
    assert!(text.contains("[1.50,12345678901234567890123]"), "{text}");
    assert!(text.contains(r#""Zoë,  \"Zo\"""#), "{text}");
}

#[tokio::test]
async fn a_ticket_that_was_sent_comes_out_as_it_came() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let contact = json!({ "name": "Maria", "phone": "030 5550 1234" });
    let body = support::ticket(contact, "no-internet");
    let number = support::number_in(support::send(&serving.url(""), 1, &body).await).await;
    // The relay runs, and goes on writing.
    let output = firstline(place.path())
        .args(["tickets", "export"])
        .output()
        .unwrap();
    let exported = lines(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(exported.len(), 1);
    assert_eq!(exported[0]["request"], body);
    assert_eq!(exported[0]["number"], number);
    assert_eq!(exported[0]["key"], "00000000-0000-4000-8000-000000000001");
    assert_eq!(exported[0]["verified"], false);
}

#[tokio::test]
async fn a_period_is_from_the_first_day_to_the_end_of_the_last() {
    // In Berlin a day of November begins at 23:00 of the day before in UTC.
    let stored = Stored::new(&[
        ("2026-10-31T22:59:59.999Z", "first"),
        ("2026-10-31T23:00Z", "second"),
        ("2026-11-02T10:00Z", "third"),
        ("2026-11-02T22:59:59.999Z", "fourth"),
        ("2026-11-02T23:00Z", "fifth"),
    ])
    .await;
    for (arguments, expected) in [
        (
            &[][..],
            &["first", "second", "third", "fourth", "fifth"][..],
        ),
        (
            &["--since", "2026-11-01"],
            &["second", "third", "fourth", "fifth"],
        ),
        (
            &["--until", "2026-11-02"],
            &["first", "second", "third", "fourth"],
        ),
        (
            &["--since", "2026-11-02", "--until", "2026-11-02"],
            &["third", "fourth"],
        ),
        (
            &[
                "--since",
                "2026-11-02T10:00Z",
                "--until",
                "2026-11-02T10:00:00.001Z",
            ],
            &["third"],
        ),
        (&["--since", "2027-01-01"], &[]),
    ] {
        assert_eq!(
            notes(&stored.exported(arguments)),
            expected,
            "{arguments:?}"
        );
    }
}

#[tokio::test]
async fn more_tickets_than_are_read_at_once_come_out_each_once() {
    let stored = Stored::new(&[]).await;
    // Many of one moment: what tells them apart is the order in which they were stored.
    for number in 0..320 {
        let at = format!("2026-11-22T11:00:0{}Z", number / 150);
        stored.add(&at, &format!("note {number}")).await;
    }
    let expected: Vec<String> = (0..320).map(|number| format!("note {number}")).collect();
    assert_eq!(notes(&stored.exported(&[])), expected);
}

#[tokio::test]
async fn a_table_has_stable_columns_and_starts_no_formula() {
    let stored = Stored::new(&[]).await;
    let note = "=HYPERLINK(\"http://x\";\"y\")\r\nsecond, line";
    let number = stored.add("2026-11-22T11:00Z", note).await;
    stored.add("2026-11-22T12:00Z", "fine").await;
    let text = stored.exported(&["--format", "csv"]);
    let header = "\"number\",\"stored\",\"guide\",\"category\",\"severity\",\"verified\",\
        \"unverified\",\"summary\",\"name\",\"email\",\"phone\",\"account\",\"address\",\"times\",\
        \"note\",\"consent\",\"consent_version\",\"consented\",\"guide_version\",\"began\",\
        \"answers\",\"removed\",\"user_agent\",\"language\",\"widget\",\"text\",\"added\",\"photos\",\"solved\"\r\n";
    assert!(text.starts_with(header), "{text}");
    let first = format!(
        "\"{number}\",\"2026-11-22T11:00:00.000Z\",\"no-internet\",\"line\",\"\",\"yes\",\"\",\
         \"'=No internet, \"\"=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\nsecond, line\"\"\",\
         \"Zoë,  \"\"Zo\"\"\",\"\",\"'+49 30 5550\",\"\",\"\",\"\",\
         \"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\nsecond, line\",\"support-ticket\",\"1\",\
         \"2026-11-22T11:00:00.000Z\",\"2026.1\",\"2026-11-22T11:00:00.000Z\",\"2\",\
         \"isp environment\",\"\",\"\",\"\",\"Ticket {number}\nWhat the agent reads:\n\
         '=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\nsecond, line\n\n'== As JSON ==\n"
    );
    assert_eq!(&text[header.len()..][..first.len()], first);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(&rows[1][14], "fine");
    // A program that separates by something else finds its cells within ours.
    for cell in rows
        .iter()
        .flatten()
        .flat_map(|cell| cell.split([';', '\t', '\n']))
    {
        let cell = cell.trim_start_matches(' ');
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell}"
        );
    }
}

#[tokio::test]
async fn a_file_is_private_and_replaced_only_when_that_is_said() {
    let stored = Stored::new(&[("2026-11-22T11:00Z", "one")]).await;
    let file = stored.place.path().join("tickets.jsonl");
    assert_eq!(stored.exported(&["--out", "tickets.jsonl"]), "");
    let first = std::fs::read_to_string(&file).unwrap();
    assert_eq!(notes(&first), ["one"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "others can read it");
    }
    stored.add("2026-11-22T12:00Z", "two").await;
    let why = stored.refused(&["--out", "tickets.jsonl"], 1);
    assert!(
        why.contains("tickets.jsonl is there already; --force replaces it"),
        "{why}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), first);
    stored.exported(&["--out", "tickets.jsonl", "--force"]);
    assert_eq!(
        notes(&std::fs::read_to_string(&file).unwrap()),
        ["one", "two"]
    );
    let why = stored.refused(&["--out", "nowhere/tickets.jsonl"], 1);
    assert!(why.contains("cannot write nowhere/tickets.jsonl"), "{why}");
    std::fs::create_dir(stored.place.path().join("folder")).unwrap();
    let why = stored.refused(&["--out", "folder", "--force"], 1);
    assert!(why.contains("cannot write folder"), "{why}");
    // Nothing is left of what was written on the way.
    let left = std::fs::read_dir(stored.place.path()).unwrap();
    let parts = left.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains(".part")
    });
    assert_eq!(parts.count(), 0);
}

#[tokio::test]
async fn a_trail_that_cannot_be_read_keeps_no_ticket_out_of_the_table() {
    let stored = Stored::new(&[("2026-11-22T11:00Z", "one")]).await;
    for trail in [
        "1e999".to_owned(),
        "\"\\ud800\"".to_owned(),
        "[".repeat(1000) + &"]".repeat(1000),
    ] {
        let odd = request("odd").replace("1.50", &trail);
        // A name of a key is the same however it is spelled.
        let odd = odd.replace("\"contact\"", "\"\\u0063ontact\"");
        stored.add_with("2026-11-22T12:00Z", &trail, odd).await;
    }
    let table = stored.exported(&["--format", "csv"]);
    assert_eq!(table.matches("\"Zoë,  \"\"Zo\"\"\"").count(), 4, "{table}");
    assert_eq!(table.matches(",\"2026.1\",").count(), 1, "{table}");
}

#[tokio::test]
async fn an_export_that_fails_leaves_the_file_that_was_there() {
    let stored = Stored::new(&[("2026-11-22T11:00Z", "one")]).await;
    stored.exported(&["--out", "tickets.csv", "--format", "csv"]);
    let before = std::fs::read(stored.place.path().join("tickets.csv")).unwrap();
    let broken = NewTicket {
        key: "broken".to_owned(),
        fingerprint: String::new(),
        stored: 0,
        guide: String::new(),
        category: None,
        severity: None,
        unverified: None,
        summary: String::new(),
        text: String::new(),
        request: "{ \"format\": ".to_owned(),
        ..NewTicket::default()
    };
    let inserted = stored.store.insert(broken, |_| String::new()).await;
    let (number, _) = inserted.unwrap().unwrap();
    for format in ["csv", "jsonl"] {
        let arguments = ["--out", "tickets.csv", "--format", format, "--force"];
        let why = stored.refused(&arguments, 1);
        assert!(
            why.contains(&format!("the request of ticket {number} is no JSON")),
            "{why}"
        );
        let after = std::fs::read(stored.place.path().join("tickets.csv")).unwrap();
        assert_eq!(after, before);
    }
    let why = stored.refused(&["--out", "new.jsonl"], 1);
    assert!(why.contains("is no JSON"), "{why}");
    assert!(!stored.place.path().join("new.jsonl").exists());
}

#[tokio::test]
async fn whoever_reads_may_stop_reading() {
    let stored = Stored::new(&[]).await;
    for number in 0..120 {
        // More than a pipe holds.
        let note = format!("{number} {}", "long ".repeat(400));
        stored.add("2026-11-22T11:00Z", &note).await;
    }
    let mut child = firstline(stored.place.path())
        .args(["tickets", "export", "--data", "data"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut some = [0; 64];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut some).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert_eq!(errors, "");
}

#[tokio::test]
async fn what_the_command_line_says_wrongly_is_named() {
    let stored = Stored::new(&[]).await;
    for (arguments, code, said) in [
        (
            &["--since", "yesterday"][..],
            2,
            "--since: “yesterday” is no date; write 2026-11-01",
        ),
        (
            &["--since", "2026-11-02", "--until", "2026-11-01"],
            2,
            "so there is nothing",
        ),
        (&["--format", "xml"], 2, "jsonl, csv"),
        (&["--force"], 2, "--out"),
        (&["--data", "nowhere"], 2, "--data"),
    ] {
        let why = stored.refused(arguments, code);
        assert!(why.contains(said), "{arguments:?}: {why}");
    }
    // An empty store has an empty export, and a table its columns.
    assert_eq!(stored.exported(&[]), "");
    assert_eq!(stored.exported(&["--format", "csv"]).lines().count(), 1);
}

#[test]
fn the_help_says_that_it_is_personal_data() {
    let place = Place::new();
    let output = firstline(place.path())
        .args(["tickets", "export", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("personal data"), "{help}");
    assert!(help.contains("apostrophe"), "{help}");
}
