//! The line drops by our own instruction, and comes back.

use std::time::Duration;

use crate::harness::{in_chromium, stage};

/// From the line's return until it is noticed and checked.
const NOTICED: Duration = Duration::from_secs(30);

#[test]
fn the_walk_goes_on_by_itself_when_the_line_is_back() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::sample_page(page).await;
        page.walk_to_the_restart().await;
        page.wait_text("The line drops in this step").await;

        relay.kill();
        page.wait_text_for(NOTICED, "The line is down, as it should be")
            .await;
        page.wait_text("The line went down at").await;
        // The pictures of the step were loaded while there was a line.
        let broken =
            "return every('img').filter((img) => !(img.complete && img.naturalWidth)).length;";
        assert_eq!(page.ask(broken).await, 0);

        relay.start_again().await;
        page.wait_seen_for(NOTICED, "Your connection works now")
            .await;
        page.wait_heading("Does the internet at home work again?")
            .await;
    });
}

#[test]
fn a_drop_while_the_clock_runs_is_noticed_too() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::sample_page(page).await;
        page.walk_to_the_restart().await;
        page.click("Done").await;
        page.wait_text("We go on as soon as the line is back.")
            .await;
        relay.kill();
        page.wait_text_for(NOTICED, "The line is down, as it should be")
            .await;
        relay.start_again().await;
        page.wait_seen_for(NOTICED, "Your connection works now")
            .await;
    });
}
