//! Customers say it in their own words, with slips, and find the guide that they mean.

use crate::harness::{Page, in_chromium, stage};

const FIELD: &str = "Search the topics";

/// Types this instead of what stands in the field.
async fn say(page: &Page, words: &str) {
    page.empty(FIELD).await;
    page.fill(FIELD, words).await;
}

/// The topics that are shown, in their order.
async fn topics(page: &Page) -> Vec<String> {
    let script = "return every('button.fl-option').filter(shown).map((row) => names(row).at(-1));";
    serde_json::from_value(page.ask(script).await).unwrap()
}

#[test]
fn a_slip_of_the_finger_finds_the_guide_that_is_meant() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        let all = topics(page).await;
        for (words, title) in [
            ("slwo internet", "Slow internet"),
            ("wfi is week in the bedroom", "Weak Wi-Fi"),
            ("red ligth on my roter", "What the lights on my box mean"),
            ("my ipad wont conect", "One device does not get online"),
            ("interent not workng at all", "No internet at all"),
        ] {
            say(page, words).await;
            page.wait_with(
                &format!("{title:?} first for {words:?}"),
                "return names(every('button.fl-option').filter(shown)[0]).at(-1) === arguments[0];",
                vec![title.into()],
            )
            .await;
            assert_eq!(page.typed(FIELD).await, words);
        }
        say(page, "slwo").await;
        let found = topics(page).await.len();
        assert!(found < all.len(), "what does not fit is left out: {found}");
        page.wait_text(&format!(
            "{found} {}",
            if found == 1 {
                "topic fits"
            } else {
                "topics fit"
            }
        ))
        .await;
        page.click("Slow internet").await;
        page.wait_heading("How is this device connected right now?")
            .await;
    });
}

#[test]
fn words_that_no_guide_knows_leave_ways_on() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        let all = topics(page).await;
        page.fill(FIELD, "zebra").await;
        page.wait_text("We have no topic for these words.").await;
        assert_eq!(topics(page).await, [""; 0]);
        assert!(page.offers("Call 0808 157 0142").await);
        page.click("Show all topics").await;
        assert_eq!(topics(page).await, all);
        assert_eq!(page.typed(FIELD).await, "");
    });
}
