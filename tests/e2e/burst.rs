//! In a burst the browser works for its ticket by itself, and the customer need do nothing.

use std::time::Duration;

use crate::harness::{Host, Relay, Setup, in_chromium};

#[test]
fn a_ticket_in_a_burst_goes_out_once_the_browser_has_worked_for_it() {
    in_chromium(async |page| {
        let host = Host::start().await;
        let relay = Relay::start(&Setup {
            internet: host.websites(),
            more: "[tickets]\nwork_from_per_minute = 1\n".to_owned(),
            ..Setup::default()
        })
        .await;
        // The first ticket is an ordinary one, the second more than a minute may have here.
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        assert_eq!(relay.tickets().await.len(), 1);
        // Another customer, another browser.
        page.ask("localStorage.clear();").await;
        page.goto("about:blank").await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.click("Send to support").await;
        page.wait_heading_for(Duration::from_secs(60), "We have your message")
            .await;
        assert_eq!(relay.tickets().await.len(), 2);
        let proved = "SELECT count(*) FROM proofs";
        assert_eq!(relay.count(proved).await, 1, "it was worked for");
    });
}
