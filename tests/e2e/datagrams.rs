//! Whether datagrams pass, on a line in the laboratory: an echo that is down is no line that lets none pass.

use std::time::Duration;

use firstline_lab::{Fault, Line};

use crate::harness::{Page, eventually, in_laboratory};

const GUIDE: &str = r#"{
  "format": 1, "id": "measure", "version": "1", "language": "en", "title": "Measure the line", "summary": "Counts datagrams.",
  "owner": "lab@isp.example", "reviewBy": "2099-01-01", "start": "ready", "stuck": "end",
  "steps": {
    "ready": { "kind": "instruction", "title": "Ready to measure", "actions": ["Press the button."], "to": "line",
      "ifCannot": "end" },
    "line": { "kind": "check", "title": "Measuring", "run": ["loss"], "on": { "otherwise": "ready" } },
    "end": { "kind": "outcome", "ends": "hand-over", "title": "It is nothing that is known" }
  }
}"#;

/// The waits for a session, for the witness and for the relay, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_dead_echo_is_told_from_a_line_without_datagrams() {
    // Nobody listens there.
    let dead = [(
        "FIRSTLINE_CHECKS_LOSS",
        "https://192.0.2.10:4434/probe/echo",
    )];
    in_laboratory(GUIDE, &dead, async |page, lab, browser| {
        page.goto("https://help.isp.example/").await;
        page.open_widget().await;
        page.click("Measure the line").await;
        page.wait_heading("Ready to measure").await;
        // Nobody answers at the echo's address, and a server elsewhere answers over UDP.
        let said = measure(page).await;
        assert!(said.contains("not measured"), "{browser}: {said}");
        lab.fault(Fault::NoDatagrams).unwrap();
        let said = measure(page).await;
        assert!(
            said.contains("calls don't get through"),
            "{browser}: {said}"
        );
    });
}

#[test]
fn lost_datagrams_are_counted_by_the_relays_own_echo() {
    let echo = [("FIRSTLINE_PROBE_ECHO", "[::]:4433")];
    in_laboratory(GUIDE, &echo, async |page, lab, browser| {
        page.goto("https://help.isp.example/").await;
        page.open_widget().await;
        page.click("Measure the line").await;
        page.wait_heading("Ready to measure").await;
        page.click("Done").await;
        page.wait_text_for(PATIENCE, "Lost data nearly none").await;
        page.wait_heading_for(PATIENCE, "Ready to measure").await;
        // Of a hundred packets ten are lost on their way down, and ten on their way up.
        lab.set_line(Line::default().losing(0.1));
        let said = measure(page).await;
        lab.set_line(Line::default());
        assert!(said.contains("too much"), "{browser}: {said}");
        let is_of_number = |letter: char| letter.is_ascii_digit() || letter == '.';
        let before = said.split('%').next().unwrap_or_default();
        let share = before.rsplit(|letter: char| !is_of_number(letter)).next();
        let share: f64 = share
            .and_then(|share| share.parse().ok())
            .unwrap_or_default();
        assert!((8.0..32.0).contains(&share), "{browser}: {share} of {said}");
    });
}

async fn measure(page: &Page) -> String {
    page.click("Done").await;
    let ended = eventually(PATIENCE, async || page.offers("Next").await.then_some(()));
    ended.await.expect("the measurement does not end");
    let said = page.text().await;
    page.click("Next").await;
    page.wait_heading("Ready to measure").await;
    said
}
