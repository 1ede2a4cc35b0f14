//! The widget on a page of another origin than its relay's.

use crate::harness::{Answer, Host, OWN_SCRIPTS, PHONE, Relay, Setup, in_each_browser};

#[test]
fn a_page_of_another_origin_can_send_a_ticket() {
    in_each_browser(async |page| {
        let host = Host::start().await;
        let relay = Relay::start(&Setup {
            internet: host.websites(),
            origins: vec![host.origin()],
            ..Setup::default()
        })
        .await;
        let tag = format!(
            "<script async src=\"{}\"></script>",
            relay.url("/firstline.js")
        );
        host.put("/", Answer::page(OWN_SCRIPTS, &tag));
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.click("Send to support").await;
        page.wait_heading("We have your message").await;
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
    in_each_browser(async |page| {
        let host = Host::start().await;
        let relay = Relay::start(&Setup {
            internet: host.websites(),
            ..Setup::default()
        })
        .await;
        let tag = format!(
            "<script async src=\"{}\"></script>",
            relay.url("/firstline.js")
        );
        host.put("/", Answer::page(OWN_SCRIPTS, &tag));
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.click("No internet at all").await;
        // The known faults come from the API, which is closed to this page.
        page.pass_checks("We can't see right now whether there is a fault")
            .await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;
        page.answer("My Wi-Fi or cable at home").await;
        page.wait_heading("Your internet works on this device. What is wrong?")
            .await;
        page.answer("It is slow").await;
        page.wait_heading("You are online, but it does not work as it should")
            .await;
        page.fill_in_the_ticket().await;
        page.click("Send to support").await;
        page.wait_heading("Your message waits for your line").await;
        assert!(page.offers(&format!("Call instead: {PHONE}")).await);
        assert_eq!(relay.tickets().await.len(), 0);
    });
}
