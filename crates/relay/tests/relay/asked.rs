//! What a form asks for besides how to reach the customer, as agents read it.

use firstline_diagnosis::{CheckId, Verdict};
use firstline_guide::session::Event;
use serde_json::json;

use crate::support::{
    GUIDE, KEY, act, checked, json as answer, key, publish, spawn_with, ticket, walk,
};

/// The sample guide, whose tickets ask which website it is.
fn guide() -> String {
    let asked = r#""ask": [{ "fact": "site", "label": "Which website is it?" }, "#;
    GUIDE.replace(r#""ask": ["#, asked)
}

#[tokio::test]
async fn agents_read_what_the_form_asked_for_in_the_guides_words() {
    let guide = guide();
    assert_ne!(guide, GUIDE);
    let relay = spawn_with(|_, site| publish(site, "en", &guide)).await;
    let trail = walk(&guide, &|session| {
        let failed = [CheckId::Isp, CheckId::Internet].map(|check| (check, Verdict::Fail));
        checked(session, &failed);
        act(session, Event::Continued);
        act(session, Event::InstructionImpossible);
        act(session, Event::OptionsChosen(vec!["no".to_owned()]));
    });
    let mut sent = ticket(&trail);
    sent["facts"] = json!({ "site": "example.com\nand more", "odd-one": "7" });
    assert_eq!(relay.post(KEY, &sent).await.status().as_u16(), 201);
    let stored = relay.tickets().await.remove(0);
    let (_, said) = stored.text.split_once("== Asked in the form ==\n").unwrap();
    let mut lines = said.lines();
    assert_eq!(lines.next(), Some("odd-one 7"));
    let line = lines.next().unwrap();
    assert!(
        line.starts_with("Which website is it? example.com"),
        "{line}"
    );
    for (number, facts, place) in [
        (1, json!({ "Site": "x" }), "/facts"),
        (2, json!({ "site": "x".repeat(501) }), "/facts/site"),
    ] {
        sent["facts"] = facts;
        let (status, problem) = answer(relay.post(&key(number), &sent).await).await;
        assert_eq!(status.as_u16(), 400, "{problem}");
        assert!(problem.to_string().contains(place), "{problem}");
    }
}
