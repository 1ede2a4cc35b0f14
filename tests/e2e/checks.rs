//! What the checks find, against targets that answer and targets that do not.

use crate::harness::{Host, in_chromium, stage};

#[test]
fn websites_that_are_silent_are_told_from_a_line_that_is_down() {
    in_chromium(async |page| {
        // Nothing listens there any more, so each of them refuses.
        let websites = Host::start().await.websites();
        let relay = stage::relay_that_asks(websites).await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.click("No internet at all").await;
        page.wait_seen("No known fault in your area").await;
        page.wait_heading("Your line works. Other websites don't answer.")
            .await;
        page.wait_text("Other websites no answer").await;
        page.click("Next").await;
        page.wait_heading("Turn off VPN, ad blocker and web filter for a test")
            .await;
        page.click("I can't do this").await;
        page.wait_heading("We will find out where the connection stops")
            .await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        let tickets = relay.tickets().await;
        assert_eq!(tickets[0].unverified, None);
        assert_eq!(tickets[0].category.as_deref(), Some("network"));
        assert!(
            tickets[0].text.contains("fault at internet"),
            "{}",
            tickets[0].text
        );
    });
}

#[test]
fn one_website_that_is_down_is_no_fault() {
    in_chromium(async |page| {
        let host = Host::start().await;
        let mut websites = host.websites();
        websites.extend(Host::start().await.websites().into_iter().take(1));
        let relay = stage::relay_that_asks(websites).await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
    });
}

#[test]
fn nobody_has_to_wait_for_a_check() {
    in_chromium(async |page| {
        let host = Host::start().await;
        host.keep_waiting();
        let relay = stage::relay_that_asks(host.websites()).await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.click("No internet at all").await;
        page.wait_seen("No known fault in your area").await;
        page.wait_text("3 of 4 checked").await;
        page.click("Go on without waiting").await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        page.click("Nothing helps, talk to us").await;
        page.wait_heading("We take it from here").await;
        page.wait_text("Other websites not measured: You went on without it.")
            .await;
    });
}
