//! The speed test on the sample: measured, stopped, without a line in its middle, on pages that forbid a part of it.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{Answer, Host, Line, OWN_SCRIPTS, Page, Relay, Setup, in_chromium, stage};

/// A test takes at most 15 seconds, and more on a machine that does other things.
const MEASURED: Duration = Duration::from_secs(60);

/// What each connection of the line carries; with those of a test it is some 30 Mbit/s.
const PACE: u64 = 800_000;

/// A relay to measure against, a line to it, and the sample's relay, whose speed test goes over that line.
struct Measured {
    target: Relay,
    line: Line,
    relay: Relay,
    websites: Host,
}

/// The same for a test that is light on data: so slow that it goes on for seconds, and enough is asked beside it for the delay under load
/// on a machine that is busy.
const LIGHT_PACE: u64 = 300_000;

async fn measured() -> Measured {
    measured_at(PACE).await
}

async fn measured_at(pace: u64) -> Measured {
    let target = Relay::start(&Setup::default()).await;
    let line = Line::to(target.port()).await;
    line.slow_to(pace);
    let websites = Host::start().await;
    let relay = Relay::start(&Setup {
        internet: websites.websites(),
        origins: vec![websites.origin()],
        speed: vec![line.url("/")],
        ..Setup::default()
    })
    .await;
    Measured {
        target,
        line,
        relay,
        websites,
    }
}

async fn walk_to_the_test(page: &Page) {
    page.open_widget().await;
    page.click("Slow internet").await;
    page.wait_seen("No known fault in your area").await;
    page.click("My Wi-Fi at home").await;
    page.wait_heading("How fast is it here?").await;
}

#[test]
fn a_walk_measures_the_speed_and_the_ticket_has_it() {
    in_chromium(async |page| {
        let stand = measured_at(LIGHT_PACE).await;
        page.goto(&stand.relay.url("/")).await;
        walk_to_the_test(page).await;
        page.wait_text("It uses about 40 MB of data").await;
        page.click("Use less data").await;
        page.wait_text("It uses up to 10 MB of data").await;
        page.click("Start the speed test").await;
        page.wait_text_for(MEASURED, "Compare places and times")
            .await;
        let text = page.text().await;
        for said in ["Download", "Upload", "Delay", "under load", "Mbit/s"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        // What is kept says nothing of who measured.
        let kept = page.stored().await;
        let (_, kept) = kept
            .iter()
            .find(|(key, _)| key == "firstline.speed")
            .unwrap();
        let kept: Value = serde_json::from_str(kept).unwrap();
        assert_eq!(kept.as_array().unwrap().len(), 1, "{kept}");
        for name in kept[0].as_object().unwrap().keys() {
            let known = [
                "time",
                "down",
                "up",
                "latency",
                "loaded",
                "place",
                "light",
                "confidence",
                "server",
                "plan",
            ];
            assert!(known.contains(&name.as_str()), "{name}");
        }
        page.click("Compare places and times").await;
        page.fill("Where was this measured?", "Kitchen").await;
        page.click("Keep the place").await;
        page.wait_text("The place is kept.").await;

        // It is drawn again after a reload, with its course and its place, and kept once.
        page.reload().await;
        page.open_widget().await;
        page.click("Go on where you were").await;
        page.wait_text("Compare places and times").await;
        let courses = "return every('#fl-speed [data-line]').length > 0;";
        assert_eq!(page.ask(courses).await, true);
        let kept = page.stored().await;
        let kept = kept.iter().find(|(key, _)| key == "firstline.speed");
        let kept: Value = serde_json::from_str(&kept.unwrap().1).unwrap();
        assert_eq!(kept.as_array().unwrap().len(), 1, "{kept}");
        assert_eq!(kept[0]["place"], "Kitchen");

        page.click("Next").await;
        page.wait_heading("How fast should your internet be?").await;
        page.click("Nothing helps, talk to us").await;
        page.wait_text("Mbit/s down").await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        let ticket = stand.relay.only_ticket().await;
        assert_eq!(ticket.unverified, None);
        assert!(ticket.text.contains("download"), "{}", ticket.text);
        drop(stand.websites);
    });
}

#[test]
fn a_test_can_be_stopped_begun_again_and_left() {
    in_chromium(async |page| {
        let stand = measured().await;
        page.goto(&stand.relay.url("/")).await;
        walk_to_the_test(page).await;
        page.click("Start the speed test").await;
        page.wait_text("0 ms").await;
        page.click("Stop").await;
        page.wait_text("The test was stopped.").await;
        let answered = stand.line.answered();
        page.click("Start again").await;
        page.wait_text("Stop").await;
        page.click("Go on without waiting").await;
        page.wait_heading("What does a speed test show here?").await;
        assert!(stand.line.answered() >= answered);
    });
}

#[test]
fn a_line_that_is_lost_in_the_middle_gives_no_number() {
    in_chromium(async |page| {
        let mut stand = measured().await;
        page.goto(&stand.relay.url("/")).await;
        walk_to_the_test(page).await;
        page.click("Start the speed test").await;
        page.wait_until(
            "the download",
            "return text().includes('Mbit/s') && every('[data-line=down]')[0]?.getAttribute('d').length > 40;",
        )
        .await;
        stand.target.kill();
        page.wait_text_for(MEASURED, "Nothing answered in time.")
            .await;
        let text = page.text().await;
        assert!(text.contains("not measured"), "{text}");
        assert!(!text.contains("What it is good for"), "{text}");
        page.click("Next").await;
        page.wait_heading("What does a speed test show here?").await;
    });
}

#[test]
fn without_a_speed_test_nobody_hears_of_one() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.click("Slow internet").await;
        page.wait_seen("No known fault in your area").await;
        page.click("My Wi-Fi at home").await;
        page.wait_heading("What does a speed test show here?").await;
    });
}

/// A page of the provider's with the widget, under this policy.
async fn embedded(page: &Page, stand: &Measured, answer: impl Fn(Answer) -> Answer) {
    let site = Answer::page(OWN_SCRIPTS, &stand.relay.tag(""));
    stand.websites.put("/", answer(site));
    page.goto(&stand.websites.url("/")).await;
    walk_to_the_test(page).await;
    page.click("Use less data").await;
    page.click("Start the speed test").await;
}

/// A policy that allows the relay and these besides.
fn policy(stand: &Measured, more: &str) -> String {
    let relay = stand.relay.origin();
    format!(
        "default-src 'none'; script-src 'self' {relay} 'wasm-unsafe-eval'; img-src {relay}; \
         connect-src {relay} {} {more}; require-trusted-types-for 'script'; trusted-types 'none'",
        stand.websites.origin()
    )
}

#[test]
fn a_page_that_forbids_the_target_learns_that_and_no_number() {
    in_chromium(async |page| {
        let stand = measured().await;
        let policy = policy(&stand, "");
        embedded(page, &stand, |site| site.under(&policy)).await;
        page.wait_text_for(MEASURED, "This web page doesn't allow us to measure it.")
            .await;
    });
}

#[test]
fn an_upload_is_measured_where_no_websocket_is_allowed_too() {
    in_chromium(async |page| {
        let stand = measured().await;
        let policy = policy(&stand, &stand.line.url(""));
        embedded(page, &stand, |site| site.under(&policy)).await;
        page.wait_text_for(MEASURED, "Compare places and times")
            .await;
        let text = page.text().await;
        assert!(!text.contains("could not be measured"), "{text}");
        let asked = stand.line.asked();
        assert!(
            asked.iter().any(|path| path.starts_with("/probe/upload?")),
            "{asked:?}"
        );
        assert!(
            !asked.iter().any(|path| path == "/probe/socket"),
            "{asked:?}"
        );
    });
}

#[test]
fn a_page_that_is_isolated_from_others_is_measured() {
    in_chromium(async |page| {
        let stand = measured().await;
        embedded(page, &stand, Answer::isolated).await;
        page.wait_text_for(MEASURED, "Compare places and times")
            .await;
    });
}
