//! The second part of the core measures, and draws what no walk begins with. Without it the walk goes on, says so, and
//! takes it up when it comes.

use crate::harness::{Host, Line, Page, Relay, in_chromium, stage};

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
fn nothing_is_measured_and_a_ticket_says_so() {
    in_chromium(async |page| {
        let (_host, relay, _line) = without(page).await;
        page.click("No internet at all").await;
        go_on(page).await;
        go_on(page).await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        let ticket = page.give_up(&relay).await;
        assert!(ticket.text.contains("not measured"), "{}", ticket.text);
    });
}

#[test]
fn it_is_taken_up_when_the_line_carries_it() {
    in_chromium(async |page| {
        let (_host, _relay, line) = without(page).await;
        page.click("No internet at all").await;
        page.wait_text("This part of the help is still on its way.")
            .await;
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
        page.wait_text("This part of the help is still on its way.")
            .await;
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
