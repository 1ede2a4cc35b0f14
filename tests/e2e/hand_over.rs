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
        // The guide is there to press; the phone stays within reach.
        assert!(page.offers("Call 0808 157 0142").await);
        assert!(page.offers("Back to all topics").await);
        page.click("Slow internet").await;
        page.wait_heading("How is this device connected right now?")
            .await;
        assert_eq!(relay.tickets().await.len(), 0);
    });
}
