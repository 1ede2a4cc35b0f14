//! Customers in their language, agents in theirs.

use firstline_author::translate::{Sidecar, speak};
use firstline_relay::Site;
use serde_json::{Value, json};

use crate::support::{GUIDE, KEY, key, publish, spawn_in, spawn_with, ticket, walked_in};

/// The sample guide in German, as it is published.
fn german(guide: &str) -> String {
    let texts = [
        ("title", "Kein Internet"),
        ("summary", "Nichts lädt, auf keinem Gerät."),
        ("steps.line.title", "Wir prüfen Ihre Leitung"),
        ("steps.restart.title", "Starten Sie den Router neu"),
        ("steps.restart.actions.0", "Ziehen Sie den Stecker."),
        ("steps.restart.actions.1", "Stecken Sie ihn wieder ein."),
        ("steps.restart.verify.ask", "Geht es jetzt?"),
        ("steps.tone.title", "Hören Sie am Telefon einen Ton?"),
        ("steps.fixed.title", "Sie sind wieder online"),
        (
            "steps.ticket-line.title",
            "Ihre Leitung braucht unsere Hilfe",
        ),
    ];
    let texts: serde_json::Map<String, Value> = texts
        .into_iter()
        .map(|(path, text)| (path.to_owned(), json!({ "text": text })))
        .collect();
    let sidecar = json!({ "format": 1, "guide": "no-internet", "language": "de", "texts": texts });
    let (sidecar, problems) = Sidecar::read(&sidecar.to_string());
    assert_eq!(problems, []);
    let spoken = speak(guide, "de", |tag| sidecar.clone().filter(|_| tag == "de")).unwrap();
    assert!(spoken.in_language);
    spoken.source.into_owned()
}

#[tokio::test]
async fn every_edition_names_all_languages_and_lists_other_ones_last() {
    let relay = spawn_with(|config, site| {
        config.consent_texts = [("de".to_owned(), "Ja.".to_owned())].into();
        publish(site, "de", GUIDE);
        let second = german(&GUIDE.replace("\"id\": \"no-internet\"", "\"id\": \"a-first\""));
        publish(site, "de", &second);
    })
    .await;
    let german: Value = relay
        .get("/guides/index.de-AT.json")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(
        german["languages"],
        json!([{ "tag": "en", "name": "English" }, { "tag": "de", "name": "Deutsch" }])
    );
    assert_eq!(german["language"], "de");
    assert_eq!(german["provider"]["hours"], "Täglich rund um die Uhr");
    assert_eq!(german["consent"]["text"], "Ja.");
    let guides = &german["guides"];
    assert_eq!(guides[0]["id"], "a-first");
    assert_eq!(guides[0]["title"], "Kein Internet");
    assert_eq!(guides[0].get("language"), None);
    // One that is not translated yet is the very pack of its own language.
    assert_eq!(guides[1]["id"], "no-internet");
    assert_eq!(guides[1]["language"], "en");
    let english = relay.index().await;
    assert_eq!(guides[1]["pack"], english["guides"][0]["pack"]);
    assert_eq!(english["languages"], german["languages"]);
    assert_eq!(english["provider"]["hours"], "Every day, around the clock");
    assert_ne!(english["consent"]["text"], "Ja.");
    assert_eq!(english["consent"]["version"], german["consent"]["version"]);
}

#[tokio::test]
async fn faults_are_told_in_the_language_that_is_asked_for() {
    let relay = spawn_with(|config, _| {
        let file = config.data.with_file_name("status.json");
        let feed = r#"{ "state": "outage", "items": [{ "id": "a", "kind": "outage",
            "title": { "de": "Kabel durchtrennt", "en": "Cable cut" }, "text": "F-118" }] }"#;
        std::fs::write(&file, feed).unwrap();
        config.status.file = Some(file);
    })
    .await;
    for (asked, title) in [
        ("?language=de-AT", "Kabel durchtrennt"),
        ("?language=en&area=BW7", "Cable cut"),
        ("?language=fr", "Cable cut"),
        ("?language=", "Cable cut"),
        ("?language=%20", "Cable cut"),
        ("", "Cable cut"),
    ] {
        let answer = relay.get(&format!("/api/v1/status{asked}")).await;
        let status: Value = answer.json().await.unwrap();
        assert_eq!(status["items"][0]["title"], title, "{asked}");
        assert_eq!(status["items"][0]["text"], "F-118", "{asked}");
    }
}

#[tokio::test]
async fn agents_read_what_a_german_customer_did_in_the_first_language() {
    let german = german(GUIDE);
    let relay = spawn_with(|_, site| publish(site, "de", &german)).await;
    let body = ticket(&walked_in(&german));
    assert_eq!(relay.post(KEY, &body).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    assert_eq!(stored.unverified, None);
    assert_eq!(stored.category.as_deref(), Some("line"));
    assert!(
        stored
            .summary
            .starts_with("No internet connection – Your line needs our help (line, critical)"),
        "{}",
        stored.summary
    );
    for line in [
        "3. 12:00:45  Is there a dial tone on your phone?",
        "   → Done; Does it work now? No",
        "- Restart the router",
        "Read in: Deutsch (de); told here in English (en)",
    ] {
        assert!(
            stored.text.lines().any(|said| said == line),
            "{line}: {}",
            stored.text
        );
    }
    let (words, _) = stored.text.split_once("== As JSON ==").unwrap();
    assert!(!words.contains("Leitung"), "{words}");
    // Where the agents' language is German, an English walk is told in German.
    let relay = spawn_with(|_, site| {
        publish(site, "de", &german);
        site.editions.rotate_left(1);
    })
    .await;
    let body = ticket(&walked_in(GUIDE));
    assert_eq!(relay.post(KEY, &body).await.status().as_u16(), 201);
    let text = relay.tickets().await.remove(0).text;
    assert!(text.contains("Hören Sie am Telefon einen Ton?"), "{text}");
    assert!(text.contains("Read in: English (en); told here in Deutsch (de)\n"));
}

#[tokio::test]
async fn a_walk_that_is_not_published_in_the_first_language_is_told_in_the_customers() {
    // The German is of a version that was never published in English.
    let newer = german(&GUIDE.replace("2026.1", "2026.2"));
    // This one has the version, and a question that the English does not have.
    let other = german(
        &GUIDE
            .replace("\"tone\"", "\"lamps\"")
            .replace("steps.tone", "steps.lamps"),
    );
    let relay = spawn_with(|config, site| {
        config.tickets_per_minute = 0;
        publish(site, "de", &newer);
        publish(site, "fr", &other.replace("\"de\"", "\"fr\""));
    })
    .await;
    for (number, (guide, read_in)) in [
        (newer.clone(), "Read in: Deutsch (de)\n"),
        (
            other.replace("\"de\"", "\"fr\""),
            "Read in: Français (fr)\n",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let body = ticket(&walked_in(&guide));
        let key = key(u32::try_from(number).unwrap());
        assert_eq!(relay.post(&key, &body).await.status().as_u16(), 201);
        let stored = relay.tickets().await.remove(0);
        assert_eq!(stored.unverified, None);
        assert!(
            stored.text.contains("Starten Sie den Router neu"),
            "{}",
            stored.text
        );
        assert!(stored.text.contains(read_in), "{}", stored.text);
    }
}

#[tokio::test]
async fn a_walk_on_a_kept_version_is_told_in_the_first_language_of_that_version() {
    let old = german(GUIDE);
    let relay = spawn_with(|_, site| publish(site, "de", &old)).await;
    let newer = GUIDE
        .replace("2026.1", "2026.2")
        .replace("Restart the router", "Turn the router off and on");
    let relay = spawn_in(relay.stop().await, |_, site| {
        *site = Site::default();
        publish(site, "en", &newer);
        publish(site, "de", &german(&newer));
    })
    .await;
    let body = ticket(&walked_in(&old));
    assert_eq!(relay.post(KEY, &body).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    assert_eq!(stored.unverified, None);
    assert!(
        stored.text.contains("- Restart the router\n"),
        "{}",
        stored.text
    );
    assert!(stored.text.contains("Guide: no-internet 2026.1 ("));
}

#[tokio::test]
async fn a_trail_that_fits_only_partly_is_told_as_far_as_it_fits() {
    let german = german(GUIDE);
    let relay = spawn_with(|_, site| publish(site, "de", &german)).await;
    let mut body = ticket(&walked_in(&german));
    body["trail"]["visits"][2]["place"] = json!("restart");
    assert_eq!(relay.post(KEY, &body).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    let unverified = stored.unverified.unwrap_or_default();
    assert!(
        unverified.starts_with("does-not-fit: at answer 3"),
        "{unverified}"
    );
    assert!(
        stored.text.contains("2. 12:00:30  Restart the router\n"),
        "{}",
        stored.text
    );
}
