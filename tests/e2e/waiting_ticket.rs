//! A ticket that the provider does not have yet: nothing that stands between, no second tab and no page that
//! empties its storage takes it away, and it goes out without anybody opening help.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Answer, Host, Line, OWN_SCRIPTS, Page, Relay, in_chromium, stage};

/// From the first try to the one that gets through, with the pauses between.
const RETRIES: Duration = Duration::from_secs(40);

/// A ticket that was sent over a line, where something answered in the relay's place.
async fn one_waits(page: &Page, status: &str) -> (Host, Relay, Line) {
    let (host, relay, line) = stage::filled_in_ticket_over_a_line(page).await;
    line.stand_in("/api/v1/tickets", status);
    page.send_in_vain().await;
    (host, relay, line)
}

#[test]
fn an_answer_in_the_relays_place_ends_no_ticket() {
    in_chromium(async |page| {
        let (_host, relay, line) = one_waits(page, "404 Not Found").await;
        line.stand_in("/api/v1/tickets", "403 Forbidden");
        page.click("Try now").await;
        page.wait_heading("Your message waits for your line").await;
        assert_eq!(relay.tickets().await.len(), 0);
        line.mend();
        page.wait_heading_for(RETRIES, "We have your message").await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}

#[test]
fn a_page_in_place_of_a_topic_is_a_topic_that_did_not_come() {
    in_chromium(async |page| {
        let (_host, _relay, line) = stage::sample_page_over_a_line(page).await;
        line.stand_in(".pack", "200 OK");
        page.open_widget().await;
        page.click("No internet at all").await;
        page.wait_heading("This topic didn't load").await;
        // The browser was told to keep that page, and is not believed.
        line.mend();
        page.click("Try again").await;
        page.wait_seen("No known fault in your area").await;
    });
}

#[test]
fn a_page_in_place_of_the_words_is_help_that_did_not_load() {
    in_chromium(async |page| {
        let (_host, _relay, line) = stage::sample_page_over_a_line(page).await;
        line.stand_in("/words-en.json", "200 OK");
        page.click("Help with your connection").await;
        page.wait_text("The help could not load").await;
        line.mend();
        page.click("Try again").await;
        page.wait_heading("What isn't working?").await;
    });
}

#[test]
fn it_goes_out_on_the_next_page_without_anybody_opening_help() {
    in_chromium(async |page| {
        let (_host, relay, line) = one_waits(page, "502 Bad Gateway").await;
        page.driver.goto("about:blank").await.unwrap();
        line.mend();
        page.goto(&line.url("/")).await;
        page.wait_until(
            "the number of the ticket",
            "return Object.keys(localStorage).some((key) => key.startsWith('firstline.outbox.told.'));",
        )
        .await;
        let ticket = relay.only_ticket().await;
        assert_eq!(ticket.unverified, None);
        let stored = format!("{:?}", page.stored().await);
        assert!(!stored.contains("Sam Example"), "{stored}");
        let opened = page.ask("return every('.fl-page').length;").await;
        assert_eq!(opened, 0, "nobody opened anything");
        // Whoever opens help next is told.
        page.click("Help with your connection").await;
        page.wait_heading("We have your message").await;
        page.wait_text(&ticket.number).await;
        page.click("Finish").await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}

#[test]
fn two_tabs_with_the_same_walk_send_one_ticket() {
    in_chromium(async |page| {
        let (_host, relay, line) = stage::filled_in_ticket_over_a_line(page).await;
        let first = page.driver.window().await.unwrap();
        let second = page.driver.new_tab().await.unwrap();
        page.driver.switch_to_window(second.clone()).await.unwrap();
        page.goto(&line.url("/")).await;
        page.open_widget().await;
        page.click("Go on where you were").await;
        page.wait_heading("You are online, but it does not work as it should")
            .await;

        page.driver.switch_to_window(first).await.unwrap();
        page.send_the_ticket().await;
        let number = relay.only_ticket().await.number;

        page.driver.switch_to_window(second).await.unwrap();
        page.wait_heading("We have your message").await;
        page.wait_text(&number).await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}

#[test]
fn a_page_that_is_not_listed_says_so_and_leads_to_the_telephone() {
    in_chromium(async |page| {
        let (host, relay) = stage::relay_and_websites().await;
        host.put("/", Answer::page(OWN_SCRIPTS, &relay.tag("")));
        page.goto(&host.url("/")).await;
        page.open_widget().await;
        page.click("No internet at all").await;
        page.click("Nothing helps, talk to us").await;
        page.wait_heading("We take it from here").await;
        page.fill_in_the_ticket().await;
        page.click("Send to support").await;
        page.wait_heading("Your message could not be sent").await;
        page.wait_text("This web page is not allowed to send messages to us.")
            .await;
        let told = page
            .ask("return [window.complaints.join(), window.heard.join()];")
            .await;
        let [said, heard] = [&told[0], &told[1]].map(|told| told.as_str().unwrap());
        assert!(
            said.contains(&host.origin()) && said.contains("origins"),
            "{said}"
        );
        assert!(heard.contains(r#"error {"reason":"origins"}"#), "{heard}");
    });
}

#[test]
fn a_page_that_empties_its_storage_takes_no_ticket_away() {
    in_chromium(async |page| {
        let (_host, relay, line) = one_waits(page, "502 Bad Gateway").await;
        // As a portal does at its log-out, which then leads to another page.
        page.ask("localStorage.clear(); location.reload();").await;
        page.wait_launcher().await;
        let keys = page.ask("return Object.keys(localStorage).join();").await;
        assert!(
            keys.as_str().unwrap().contains("firstline.outbox."),
            "{keys}"
        );
        line.mend();
        page.click("Help with your connection").await;
        page.wait_heading_for(RETRIES, "We have your message").await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}

#[test]
fn what_a_browser_filled_in_without_a_word_is_sent() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        page.walk_to_a_ticket().await;
        for (label, filled, told) in [
            (
                "Your name",
                "Sam Example",
                "new Event('change', { bubbles: true })",
            ),
            ("E-mail", "sam@customer.example", "null"),
        ] {
            let script = format!(
                "const control = field(arguments[0]); control.value = arguments[1];
                 const event = {told}; if (event) control.dispatchEvent(event);"
            );
            page.ask_with(&script, vec![json!(label), json!(filled)])
                .await;
        }
        page.click("You may use what is shown above to help me.")
            .await;
        page.send_the_ticket().await;
        let contact = relay.only_ticket().await.request["contact"].clone();
        let filled = json!({ "name": "Sam Example", "email": "sam@customer.example" });
        assert_eq!(contact, filled);
    });
}
