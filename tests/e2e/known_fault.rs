//! A known fault is said before anything is asked, and ends the walk.

use crate::harness::{Host, Relay, Setup, in_each_browser};

const FAULT: &str = r#"{"state":"outage","items":[{"id":"F-7","kind":"outage",
    "title":"Cable cut in Elm Street","text":"Our people are there.",
    "expected_end":"2030-01-07T14:00:00Z"}]}"#;

#[test]
fn a_known_fault_is_said_before_anything_is_asked() {
    in_each_browser(async |page| {
        let host = Host::start().await;
        let status = FAULT.to_owned();
        let setup = Setup {
            internet: host.websites(),
            status,
            ..Setup::default()
        };
        let relay = Relay::start(&setup).await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.wait_text("Known fault Cable cut in Elm Street Our people are there.")
            .await;
        page.wait_text("Expected to be over: Monday").await;

        page.click("No internet at all").await;
        page.pass_checks("There is a known fault in your area")
            .await;
        page.wait_heading("There is a fault in your area. We are working on it")
            .await;
        page.wait_text("Cable cut in Elm Street").await;
        page.wait_text("Expected to be over: Monday").await;
        assert_eq!(relay.tickets().await.len(), 0);

        // A fault that is known is no trap: it may be something else.
        page.click("It still doesn't work").await;
        page.wait_heading("We take it from here").await;
    });
}
