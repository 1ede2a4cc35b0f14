//! The relay is gone while a ticket is sent, and comes back: one ticket, not two.

use std::time::Duration;

use crate::harness::{Host, Line, PHONE, Page, Relay, in_chromium, stage};

/// From the first try to the one that gets through, with the pauses between.
const RETRIES: Duration = Duration::from_secs(40);

#[test]
fn a_ticket_waits_for_the_line_and_goes_out_by_itself() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::filled_in_ticket(page).await;
        relay.kill();
        page.send_in_vain().await;
        assert!(page.offers("Delete from this device").await);
        assert!(page.offers(&format!("Call instead: {PHONE}")).await);
        // A try of the customer's own changes nothing, and makes no second ticket.
        page.click("Try now").await;

        relay.start_again().await;
        page.wait_heading_for(RETRIES, "We have your message").await;
        let tickets = relay.tickets().await;
        assert_eq!(tickets.len(), 1);
        assert_eq!(tickets[0].unverified, None);
        page.wait_text(&tickets[0].number).await;
        page.click("Finish").await;
        assert_eq!(page.stored_of_the_customer().await, []);
    });
}

/// Sends a ticket over a line that loses the answer to it, so that it waits.
async fn lose_the_answer(page: &Page) -> (Host, Relay, Line) {
    let (host, relay, line) = stage::filled_in_ticket_over_a_line(page).await;
    line.lose_answers_to_tickets();
    page.send_in_vain().await;
    (host, relay, line)
}

#[test]
fn a_ticket_waits_over_a_reload() {
    in_chromium(async |page| {
        let (_host, relay, line) = lose_the_answer(page).await;

        page.reload().await;
        page.open_widget().await;
        page.wait_text("Your message to us waits for your line.")
            .await;
        line.mend();
        page.wait_heading_for(RETRIES, "We have your message").await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}

#[test]
fn an_answer_that_is_lost_makes_no_second_ticket() {
    in_chromium(async |page| {
        let (_host, relay, line) = lose_the_answer(page).await;
        let stored = relay.tickets().await;
        assert_eq!(
            stored.len(),
            1,
            "the ticket arrived, and only its answer was lost"
        );
        let waiting = page.stored().await;
        let name = format!("firstline.outbox.{}", stored[0].key);
        assert!(
            waiting.iter().any(|(key, _)| *key == name),
            "the key of the try is kept"
        );

        line.mend();
        page.wait_heading_for(RETRIES, "We have your message").await;
        page.wait_text(&stored[0].number).await;
        let tickets = relay.tickets().await;
        assert_eq!(tickets.len(), 1, "the same key gets the same ticket");
        assert_eq!(tickets[0].number, stored[0].number);
    });
}

#[test]
fn what_waits_can_be_deleted() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::filled_in_ticket(page).await;
        relay.kill();
        page.send_in_vain().await;
        page.click("Delete from this device").await;
        page.wait_until(
            "forgetting",
            "return !Object.keys(localStorage).some((key) => /^firstline.outbox.(?!told)/.test(key));",
        )
        .await;
        assert!(!format!("{:?}", page.stored().await).contains("sam@customer.example"));

        relay.start_again().await;
        tokio::time::sleep(Duration::from_secs(6)).await;
        assert_eq!(relay.tickets().await.len(), 0);
    });
}

#[test]
fn a_ticket_that_cannot_be_kept_says_to_keep_the_page_open() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::filled_in_ticket(page).await;
        relay.kill();
        page.ask(
            "for (let size = 1 << 22; size; size >>= 1) {
                try {
                    for (;;) localStorage.setItem('full' + Math.random(), 'x'.repeat(size));
                } catch {}
            }
            return true;",
        )
        .await;
        page.send_in_vain().await;
        page.wait_text("Please keep this page open until it has gone out")
            .await;

        relay.start_again().await;
        page.wait_heading_for(RETRIES, "We have your message").await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}
