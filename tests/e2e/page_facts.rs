//! What the page knows of customer and line is not asked; what cannot be so is refused aloud.

use serde_json::{Value, json};

use crate::harness::{Answer, Host, Page, Relay, THE_LAMPS, WHICH_ROUTER, in_chromium, stage};

/// A page that tells this of the customer before our script is there.
async fn site(page: &Page, facts: &Value) -> (Host, Relay) {
    let (host, relay, tag) = stage::site_and_tag().await;
    let told = format!("window.Firstline = {{ q: [['identify', {{ facts: {facts} }}]] }};");
    host.put("/told.js", Answer::of("text/javascript", told));
    host.put_page(&format!("<script src=\"/told.js\"></script>{tag}"));
    page.goto(&host.url("/")).await;
    (host, relay)
}

const TECHNOLOGY: &str = "How does the internet come into your home?";
const PLAN: &str = "How fast should your internet be?";

/// What the page heard of facts, and what its console says about them.
async fn said_of_facts(page: &Page) -> (Vec<String>, Vec<String>) {
    let said = page
        .ask(
            "return [window.heard.filter((event) => event.startsWith('fact ')),
                window.complaints.filter((words) => words.includes('fact of the page'))];",
        )
        .await;
    serde_json::from_value(said).unwrap()
}

/// Every heading that was shown since the page was loaded.
async fn headings(page: &Page) -> Vec<String> {
    serde_json::from_value(page.ask("return window.headings;").await).unwrap()
}

/// From the welcome screen to what follows the speed of a slow line.
async fn measure(page: &Page) {
    page.click("Slow internet").await;
    page.wait_seen("No known fault in your area").await;
    page.answer_all(&[(
        "How is this device connected right now?",
        "My Wi-Fi at home",
    )])
    .await;
    page.wait_seen("Your connection works here").await;
    page.wait_heading("What does a speed test show here?").await;
    page.fill("Your answer in Mbit/s", "20").await;
    page.click("Next").await;
}

#[test]
fn what_the_page_knows_is_not_asked() {
    in_chromium(async |page| {
        let told = json!({ "technology": "dsl", "equipment.router": "fritz-7590", "unasked": 1 });
        let (_host, relay) = site(page, &told).await;
        page.open_widget().await;
        page.choose_the_lamps().await;
        page.wait_heading(THE_LAMPS).await;
        page.wait_text("FRITZ!Box 7590, as it looks when all is well")
            .await;
        let shown = headings(page).await;
        for asked in [TECHNOLOGY, WHICH_ROUTER] {
            assert!(!shown.iter().any(|heading| heading == asked), "{shown:?}");
        }
        assert_eq!(said_of_facts(page).await, (vec![], vec![]));

        let ticket = page.give_up(&relay).await;
        let facts = &ticket.request["trail"]["facts"];
        assert_eq!(facts["technology"], "dsl");
        assert_eq!(facts["equipment.router"], "fritz-7590");
        assert_eq!(facts.get("unasked"), None, "no guide asks for that");
    });
}

#[test]
fn what_cannot_be_so_is_refused_aloud_and_asked() {
    in_chromium(async |page| {
        let told = json!({ "plan-down": "300", "technology": "dsl" });
        let (_host, _relay) = site(page, &told).await;
        page.open_widget().await;
        measure(page).await;
        page.wait_heading(PLAN).await;
        assert_eq!(
            said_of_facts(page).await,
            (
                vec![r#"fact {"refused":"plan-down: number"}"#.to_owned()],
                vec![
                    "Firstline leaves a fact of the page out. Expected: plan-down: number."
                        .to_owned()
                ]
            )
        );
    });
}

#[test]
fn what_the_page_tells_late_counts_for_the_next_guide() {
    in_chromium(async |page| {
        let (_host, _relay) = site(page, &json!({ "technology": "carrier pigeon" })).await;
        page.open_widget().await;
        page.choose_the_lamps().await;
        page.wait_heading(TECHNOLOGY).await;
        let (heard, complaints) = said_of_facts(page).await;
        assert_eq!(heard, [r#"fact {"refused":"technology: choice"}"#]);
        assert_eq!(complaints.len(), 1);

        page.ask("window.Firstline.identify({ facts: { 'plan-down': 300, technology: 'dsl' } });")
            .await;
        page.click("Back").await;
        page.wait_heading("What isn't working?").await;
        measure(page).await;
        page.wait_heading("Stop everything else, for a test").await;
        assert!(!headings(page).await.iter().any(|heading| heading == PLAN));
        assert_eq!(said_of_facts(page).await.0.len(), 1, "nothing new");
    });
}
