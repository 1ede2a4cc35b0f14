//! The relay is killed right after it said that it has the ticket.

use crate::harness::{in_chromium, stage};

#[test]
fn a_ticket_that_has_a_number_survives_a_kill() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::filled_in_ticket(page).await;
        page.send_the_ticket().await;
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
