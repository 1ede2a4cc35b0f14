//! Where another guide helps, the customer is led to it and not to a ticket.

use crate::harness::{in_chromium, stage};

#[test]
fn a_line_that_is_only_slow_is_led_to_its_own_guide() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_the_first_question().await;
        page.answer("My Wi-Fi or cable at home").await;
        page.wait_heading("Your internet works on this device. What is wrong?")
            .await;
        page.answer("It is slow").await;
        page.wait_heading(r#"The guide "Slow internet" helps with this"#)
            .await;
        page.wait_text(r#"Press "Back to all topics" and choose "Slow internet"."#)
            .await;

        // It is the one thing to do next; the phone stays within reach.
        let primary =
            "return every('[data-style=primary]').filter(shown).map((one) => names(one).at(-1));";
        assert_eq!(
            page.ask(primary).await,
            serde_json::json!(["Back to all topics"])
        );
        assert!(page.offers("Call 0808 157 0142").await);
        page.click("Back to all topics").await;
        page.wait_heading("What isn't working?").await;
        assert!(
            !page.offers("Go on where you were").await,
            "that way is at its end"
        );
        page.click("Slow internet").await;
        page.wait_heading("How is this device connected right now?")
            .await;
        assert_eq!(relay.tickets().await.len(), 0);
    });
}
