//! The second part of the core measures, keeps and sends tickets, and draws what no walk begins with. Without it the walk goes
//! on, says so, and takes it up when it comes.

use crate::harness::{Host, Line, Page, Relay, in_chromium, stage};

/// What stands in for a screen of it.
const COMING: &str = "This part of the help is still on its way.";

/// Why nothing was measured.
const WHY: &str = "What measures this could not be loaded over this connection.";

/// Opens the widget over a line on which something in between answers in place of the second part.
async fn without(page: &Page) -> (Host, Relay, Line) {
    let (host, relay) = stage::relay_and_websites().await;
    let line = Line::to(relay.port()).await;
    line.stand_in("second.wasm", "503 Service Unavailable");
    page.goto(&line.url("/")).await;
    page.open_widget().await;
    (host, relay, line)
}

/// Goes on at checks that nothing measured.
async fn go_on(page: &Page) {
    page.wait_text(WHY).await;
    page.click("Next").await;
}

#[test]
fn the_walk_goes_on_to_the_telephone_and_a_ticket_says_that_nothing_was_measured() {
    in_chromium(async |page| {
        let (_host, relay, line) = without(page).await;
        page.click("No internet at all").await;
        go_on(page).await;
        go_on(page).await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        page.click("Nothing helps, talk to us").await;
        page.wait_heading("We take it from here").await;
        page.wait_text(COMING).await;
        page.wait_text("0808 157 0142").await;
        line.mend();
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        let ticket = relay.only_ticket().await;
        assert_eq!(ticket.unverified, None);
        assert!(ticket.text.contains("not measured"), "{}", ticket.text);
    });
}

#[test]
fn who_comes_back_is_shown_the_way_on_as_soon_as_it_can_be_read() {
    in_chromium(async |page| {
        let (_host, _relay, line) = without(page).await;
        page.click("No internet at all").await;
        go_on(page).await;
        go_on(page).await;
        let question = "What happens on your devices at home?";
        page.wait_heading(question).await;
        // The topics do not wait for what cannot be fetched, and what is stored stays.
        page.goto(&line.url("/")).await;
        page.open_widget().await;
        page.wait_text("No internet at all").await;
        line.mend();
        page.wait_text("You stopped at").await;
        page.click("Go on where you were").await;
        page.wait_heading(question).await;
    });
}

#[test]
fn who_comes_back_does_not_wait_long_for_it() {
    in_chromium(async |page| {
        let (_host, _relay, line) = without(page).await;
        page.click("No internet at all").await;
        go_on(page).await;
        line.mend();
        line.hold("second.wasm");
        page.goto(&line.url("/")).await;
        page.open_widget().await;
        assert!(!page.text().await.contains("You stopped at"));
        line.let_go();
        page.wait_text("You stopped at").await;
    });
}

#[test]
fn it_is_taken_up_when_the_line_carries_it() {
    in_chromium(async |page| {
        let (_host, _relay, line) = without(page).await;
        page.click("No internet at all").await;
        page.wait_text(COMING).await;
        page.wait_text(WHY).await;
        line.mend();
        let gone = "return !text().includes('still on its way');";
        page.wait_until("the second part", gone).await;
        page.click("Check again").await;
        page.wait_seen("No known fault in your area").await;
        page.wait_seen("Your connection works here").await;
    });
}

#[test]
fn a_check_waits_for_it_while_it_is_on_its_way() {
    in_chromium(async |page| {
        let (_host, relay) = stage::relay_and_websites().await;
        let line = Line::to(relay.port()).await;
        line.hold("second.wasm");
        page.goto(&line.url("/")).await;
        page.open_widget().await;
        page.click("No internet at all").await;
        page.wait_text(COMING).await;
        line.let_go();
        page.pass_all_checks().await;
    });
}

#[test]
fn what_is_fetched_apart_is_there_before_it_is_needed() {
    in_chromium(async |page| {
        let (_host, relay) = stage::relay_and_websites().await;
        let line = Line::to(relay.port()).await;
        page.goto(&line.url("/")).await;
        page.open_widget().await;
        for name in [
            "second.wasm",
            "speed.js",
            "walk.js",
            "send.js",
            "speed-en.json",
        ] {
            line.wait_asked(name).await;
        }
    });
}
