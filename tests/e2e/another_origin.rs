//! The widget on a page of another origin than its relay's.

use crate::harness::{PHONE, in_chromium, stage};

#[test]
fn a_page_of_another_origin_can_send_a_ticket() {
    in_chromium(async |page| {
        let (host, relay, tag) = stage::site_and_tag().await;
        host.put_page(&tag);
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        let tickets = relay.tickets().await;
        assert_eq!(tickets.len(), 1);
        assert_eq!(tickets[0].unverified, None);

        // What the page hears of it says nothing of the customer.
        let heard = page.ask("return window.heard;").await.to_string();
        for name in ["ready", "open", "step", "check", "outcome", "ticket"] {
            assert!(
                heard.contains(&format!("\"{name} ")),
                "{name} is missing: {heard}"
            );
        }
        for personal in ["Sam", "customer.example", "Monday", &tickets[0].number] {
            assert!(!heard.contains(personal), "{personal} in {heard}");
        }
    });
}

#[test]
fn a_page_that_is_not_on_the_list_cannot() {
    in_chromium(async |page| {
        let (host, relay) = stage::relay_and_websites().await;
        host.put_page(&relay.tag(""));
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.click("No internet at all").await;
        // The known faults come from the API, which is closed to this page.
        page.pass_checks("We can't see right now whether there is a fault")
            .await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;
        page.answer_up_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.click("Send to support").await;
        page.wait_heading("Your message could not be sent").await;
        assert!(page.offers(&format!("Call {PHONE}")).await);
        assert_eq!(relay.tickets().await.len(), 0);
    });
}
