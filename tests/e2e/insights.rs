//! What the widget tells of walks, what it asks at good ends, and the pages that come of it.

use std::time::Duration;

use crate::harness::{
    A_FAULT, Page, Relay, THE_LIGHT, TO_THE_LIGHT, axe, eventually, in_chromium, stage,
};

/// Walks to the end that says that it works again, because the customer says so.
async fn to_a_good_end(page: &Page) {
    page.walk_to_the_first_question().await;
    page.answer_all(&TO_THE_LIGHT).await;
    page.answer_lights(THE_LIGHT, A_FAULT).await;
    page.answer_all(&[
        ("Switch both boxes off and on again", "Start the timer"),
        ("Switch both boxes off and on again", "Done"),
        ("Switch both boxes off and on again", "Go on now"),
        ("Does the internet at home work again?", "Yes"),
    ])
    .await;
    page.wait_heading("You are back online").await;
}

/// A count in the store, once it is that: it is written down within a second, and told within ten.
async fn wait_for(relay: &Relay, sql: &'static str, expected: i64) {
    let found = eventually(Duration::from_secs(25), async || {
        let count = relay.count(sql).await;
        (count == expected).then_some(count)
    })
    .await;
    assert!(
        found.is_some(),
        "{sql}: {} and not {expected}",
        relay.count(sql).await
    );
}

#[test]
fn a_good_end_asks_in_the_page_and_never_twice() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        to_a_good_end(page).await;
        page.wait_text("Did this help?").await;
        // Nothing lies over the page, and the focus stays where it was.
        let over = page.ask("return document.querySelectorAll('dialog[open]').length + document.querySelectorAll('[role=alertdialog]').length;").await;
        assert!(over.as_i64().unwrap() <= 1);
        assert_eq!(page.focused().await, "You are back online");
        page.click("Yes").await;
        page.click("5, very easy").await;
        page.wait_text("Do you want to tell us more?").await;
        page.wait_text("And how is it if").await;
        page.ask(
            "const rows = every('.fl-ask fieldset fieldset');
             rows[0].querySelector('button').click(); rows[1].querySelectorAll('button')[4].click();",
        )
        .await;
        page.wait_text("Thank you.").await;
        wait_for(&relay, "SELECT SUM(begun) FROM insight_walks", 1).await;
        wait_for(&relay, "SELECT SUM(claimed) FROM insight_walks", 1).await;
        wait_for(&relay, "SELECT COUNT(*) FROM insight_ratings", 2).await;
        wait_for(&relay, "SELECT SUM(customers) FROM insight_kano WHERE functional = 'like' AND dysfunctional = 'dislike'", 1).await;
        let asked = page.stored().await;
        let asked = asked
            .iter()
            .find(|(key, _)| key == "firstline.asked")
            .unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&asked.1).unwrap().len(),
            1
        );

        // Who was asked twice is asked no more.
        page.ask("localStorage['firstline.asked'] = '[\"a\",\"b\"]';")
            .await;
        page.click("Finish").await;
        page.reload().await;
        page.open_widget().await;
        to_a_good_end(page).await;
        page.wait_text("Did this help?").await;
        page.click("No").await;
        page.wait_text("Do you want to tell us more?").await;
        assert!(!page.text().await.contains("And how is it if"));
        // The same browser is back within a week.
        wait_for(&relay, "SELECT SUM(returned) FROM insight_walks", 1).await;
        page.click("No thanks").await;
        assert!(!page.text().await.contains("Did this help?"));
        assert_eq!(page.focused().await, "You are back online");
    });
}

#[test]
fn a_step_is_called_unclear_by_one_tap() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_first_question().await;
        page.click("This step was unclear").await;
        page.wait_text("Noted, thank you.").await;
        // What was pressed is gone, and a keyboard goes on from there.
        assert_eq!(page.focused().await, "Noted, thank you.");
        wait_for(&relay, "SELECT SUM(unclear) FROM insight_steps", 1).await;
    });
}

#[test]
fn a_tag_that_says_off_tells_nothing() {
    in_chromium(async |page| {
        let (host, relay, _) = stage::site_and_tag().await;
        host.put_page(&relay.tag(" data-insights=\"off\""));
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
        tokio::time::sleep(Duration::from_secs(11)).await;
        assert_eq!(relay.count("SELECT COUNT(*) FROM insight_walks").await, 0);
        let stored = page.stored().await;
        assert!(
            stored.iter().all(|(key, _)| key != "firstline.events"),
            "{stored:?}"
        );
    });
}

/// As if the system were set to light or dark.
async fn prefer(page: &Page, scheme: &str) {
    let features =
        serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    page.driver
        .cdp()
        .send_raw("Emulation.setEmulatedMedia", features)
        .await
        .unwrap();
}

#[test]
fn the_pages_of_insights_are_clean_in_light_and_dark() {
    in_chromium(async |page| {
        let (_host, relay) = stage::relay_and_websites().await;
        relay.fill_with_a_sample();
        for look in ["light", "dark"] {
            prefer(page, look).await;
            for path in [
                "overview", "guide", "steps", "changes", "searches", "checks", "feedback", "kano",
                "alarms", "report",
            ] {
                page.goto(&relay.insights(path)).await;
                axe::must_be_clean(page, &format!("/insights/{path}, {look}")).await;
                let wide = page
                    .ask("return document.documentElement.scrollWidth - innerWidth;")
                    .await;
                assert!(
                    wide.as_i64().unwrap() <= 0,
                    "{path} scrolls sideways by {wide}"
                );
            }
        }
    });
}
