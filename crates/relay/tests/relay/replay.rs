//! What the relay makes of trails: proved, or stored and marked.

use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::model::Value as FactValue;
use firstline_guide::session::{Event, Trail};
use serde_json::{Value, json};

use crate::support::{
    GUIDE, KEY, Other, act, checked, key, pack_of, site, spawn, spawn_in, spawn_with, ticket, walk,
    walked,
};

#[tokio::test]
async fn a_trail_that_is_not_proved_is_stored_and_marked() {
    let relay = spawn_with(|config, _| config.tickets_per_minute = 0).await;
    let good = ticket(&walked());
    let with = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let resolved = walk(GUIDE, &|session| {
        checked(
            session,
            &[
                (CheckId::Isp, Verdict::Pass),
                (CheckId::Internet, Verdict::Pass),
            ],
        );
        act(session, Event::Continued);
    });
    let halfway = walk(GUIDE, &|session| {
        checked(
            session,
            &[
                (CheckId::Isp, Verdict::Fail),
                (CheckId::Internet, Verdict::Fail),
            ],
        );
        act(session, Event::Continued);
    });
    let mut removed = good.clone();
    removed["removed"] = json!(["internet", "latency"]);
    let mut environment = good.clone();
    environment["removed"] = json!(["environment"]);
    environment.as_object_mut().unwrap().remove("environment");
    for (number, (what, body, marked, category)) in [
        ("as it was walked", good.clone(), "", Some("line")),
        ("without the environment", environment, "", Some("line")),
        (
            "a trail of another shape",
            with("/trail", json!({ "format": 1 })),
            "unreadable-trail: ",
            None,
        ),
        (
            "a trail of a newer format",
            with("/trail/format", json!(99)),
            "unreadable-trail: ",
            None,
        ),
        (
            "an unknown guide",
            with("/trail/guide", json!("warp-drive")),
            "unknown-guide: ",
            None,
        ),
        (
            "an unknown pack",
            with("/trail/hash", json!("0123456789abcdef")),
            "unknown-pack: ",
            Some("line"),
        ),
        (
            "a hash that is none",
            with("/trail/hash", json!("' OR 1=1 --")),
            "unknown-pack: ",
            Some("line"),
        ),
        (
            "another step's answer",
            with("/trail/visits/2/place", json!("restart")),
            "does-not-fit: at answer 3: ",
            None,
        ),
        (
            "an end that says it works",
            ticket(&resolved),
            "not-unresolved: ",
            None,
        ),
        ("no end at all", ticket(&halfway), "not-unresolved: ", None),
        (
            "numbers removed",
            removed,
            "removed-diagnostics: the customer removed the numbers of internet, latency",
            Some("line"),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let response = relay
            .post(&key(u32::try_from(number).unwrap()), &body)
            .await;
        assert_eq!(
            response.status().as_u16(),
            201,
            "{what}: {}",
            response.text().await.unwrap()
        );
        let stored = relay.tickets().await.remove(0);
        let mark = stored.unverified.clone().unwrap_or_default();
        assert!(
            mark.starts_with(marked) && mark.is_empty() == marked.is_empty(),
            "{what}: {mark}"
        );
        assert_eq!(stored.category.as_deref(), category, "{what}");
        assert_eq!(
            stored.text.contains("\nUnverified – "),
            !marked.is_empty(),
            "{what}"
        );
        assert!(stored.text.contains("Phone: +49 30 5550 1234\n"), "{what}");
        assert!(
            stored.text.ends_with(&format!("{body}\n")),
            "{what}: the JSON is there"
        );
    }
}

#[tokio::test]
async fn a_ticket_is_replayed_on_the_guide_that_it_was_lived_on() {
    let relay = spawn().await;
    let pack = format!("/guides/no-internet.en.{}.pack", walked().hash);
    let first = relay.get(&pack).await;
    assert_eq!(
        first.headers()["cache-control"],
        "public, max-age=31536000, immutable"
    );
    let first = first.bytes().await.unwrap();
    // The next version asks another question there.
    let newer = GUIDE
        .replace("\"tone\"", "\"lamps\"")
        .replace("2026.1", "2026.2");
    assert_ne!(pack_of(&newer), pack_of(GUIDE));
    let relay = spawn_in(relay.stop().await, |_, site| {
        let hash = pack_of(&newer).bytes;
        *site = self::site(&newer);
        assert!(site.files.values().any(|asset| asset.bytes == hash));
    })
    .await;
    let index = relay.index().await;
    assert_ne!(index["guides"][0]["hash"], walked().hash);
    assert_eq!(
        relay.get(&pack).await.bytes().await.unwrap(),
        first,
        "the old pack is still served"
    );
    assert_eq!(
        relay.post(KEY, ticket(&walked())).await.status().as_u16(),
        201
    );
    let stored = relay.tickets().await.remove(0);
    assert_eq!(stored.unverified, None);
    assert!(
        stored.text.contains("Guide: no-internet 2026.1 ("),
        "{}",
        stored.text
    );
}

#[tokio::test]
async fn a_pack_that_an_earlier_release_wrote_in_another_form_loses_no_ticket() {
    let relay = spawn().await;
    let mut earlier = Other::of(&relay.data).await;
    let insert = "INSERT INTO published (path, hash, content_type, bytes, last_seen) VALUES \
         ('guides/no-internet.en.0123456789abcdef.json', '0123456789abcdef', 'application/json', \
          CAST('{\"format\":1}' AS BLOB), 9999999999999)";
    earlier.execute(insert).await;
    let mut trail = walked();
    trail.hash = "0123456789abcdef".to_owned();
    assert_eq!(relay.post(KEY, ticket(&trail)).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    let marked = stored.unverified.unwrap_or_default();
    assert!(marked.starts_with("unknown-pack: "), "{marked}");
    assert_eq!(stored.category.as_deref(), Some("line"));
    let page = "/guides/no-internet.en.0123456789abcdef.json";
    let open_page = relay.get(page).await;
    assert_eq!(open_page.headers()["content-type"], "application/json");
    assert_eq!(open_page.text().await.unwrap(), "{\"format\":1}");
}

#[tokio::test]
async fn nothing_in_a_ticket_can_steer_the_agents_terminal_or_forge_a_line() {
    let relay = spawn().await;
    let mut body = ticket(&walked());
    body["contact"]["address"] = json!("Street 1\n== Contact ==\nPhone: 666");
    body["note"] = json!("a\n== As JSON ==\n{}");
    body["trail"]["version"] = json!("\u{1b}]0;owned\u{7}\n== Contact ==");
    assert_eq!(relay.post(KEY, &body).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    assert!(
        !stored
            .text
            .chars()
            .any(|character| character.is_control() && character != '\n')
    );
    for heading in ["== Contact ==", "== As JSON =="] {
        assert_eq!(
            stored.text.lines().filter(|line| *line == heading).count(),
            1,
            "{heading}"
        );
    }
    assert!(!stored.text.lines().any(|line| line == "Phone: 666"));
}

#[tokio::test]
async fn a_fact_in_the_title_of_the_end_stays_on_the_line_of_the_summary() {
    let guide = GUIDE
        .replace(
            "\"facts\": {",
            "\"facts\": { \"area\": { \"type\": \"text\", \"from\": \"website\" },",
        )
        .replace("Your line needs", "Your line in {area} needs");
    assert!(guide.contains("{area}"));
    let relay = spawn_with(|_, site| *site = self::site(&guide)).await;
    let mut trail = walked();
    trail.hash = pack_of(&guide).hash;
    let area = "Berlin\n\n== Contact ==\nPhone: 0900 555 0100\u{1b}[2J";
    trail
        .facts
        .push(("area".to_owned(), FactValue::Text(area.to_owned())));
    assert_eq!(relay.post(KEY, ticket(&trail)).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    assert_eq!(stored.unverified, None);
    assert!(
        stored
            .summary
            .contains("in Berlin == Contact == Phone: 0900 555 0100\u{fffd}[2J needs"),
        "{}",
        stored.summary
    );
    assert_eq!(stored.text.matches("\n== Contact ==\n").count(), 1);

    // A long one does not fill the store either, as often as it may be said.
    trail.facts = vec![("area".to_owned(), FactValue::Text("ö".repeat(30_000)))];
    let long = relay.post(&key(2), ticket(&trail)).await;
    assert_eq!(long.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    assert!(stored.summary.contains("öö… (line, critical)"));
    assert!(stored.summary.chars().count() < 700);
}

/// A trail that goes round as often as a request has room for, with as many facts as one may have.
fn long() -> (String, Trail) {
    let guide = GUIDE.replace(
        "{ \"id\": \"yes\", \"to\": \"ticket\" }",
        "{ \"id\": \"yes\", \"to\": \"restart\" }",
    );
    let mut trail = walk(&guide, &|session| {
        let fail = [CheckId::Isp, CheckId::Internet].map(|check| (check, Verdict::Fail));
        checked(session, &fail);
        act(session, Event::Continued);
        for answer in ["yes", "no"] {
            act(session, Event::InstructionDone);
            act(session, Event::HelpJudged("no".to_owned()));
            act(session, Event::OptionsChosen(vec![answer.to_owned()]));
        }
    });
    let round = trail.visits[1..3].to_vec();
    for _ in 0..650 {
        trail.visits.splice(1..1, round.clone());
    }
    let fact = |number| (format!("f{number}"), FactValue::Number(1.0));
    trail.facts = (0..1000).map(fact).collect();
    (guide, trail)
}

#[tokio::test]
async fn the_longest_trail_is_proved_like_any_other() {
    let (guide, trail) = long();
    let relay = spawn_with(|_, site| *site = self::site(&guide)).await;
    let answer = relay.post(&key(0), &ticket(&trail).to_string()).await;
    assert_eq!(answer.status().as_u16(), 201);
    assert_eq!(relay.tickets().await.remove(0).unverified, None);
}
