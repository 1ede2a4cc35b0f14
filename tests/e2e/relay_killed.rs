//! The relay is killed right after it said that it has the ticket.

use crate::harness::{Host, Relay, Setup, in_each_browser};

#[test]
fn a_ticket_that_has_a_number_survives_a_kill() {
    in_each_browser(async |page| {
        let host = Host::start().await;
        let mut relay = Relay::start(&Setup {
            internet: host.websites(),
            ..Setup::default()
        })
        .await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.walk_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.click("Send to support").await;
        page.wait_heading("We have your message").await;
        relay.kill();

        page.wait_heading("We have your message").await;
        let number = page
            .ask("return plain(every('.fl-number')[0].textContent);")
            .await;
        relay.start_again().await;
        let shown = relay.tickets_command(&["show", number.as_str().unwrap()]);
        assert_eq!(shown["number"], number);
        assert_eq!(shown["request"]["contact"]["email"], "sam@customer.example");
        assert_eq!(relay.tickets().await.len(), 1);
    });
}
