//! A page that is loaded anew in the middle of a walk.

use std::time::Duration;

use crate::harness::{in_chromium, in_each_browser, stage};

#[test]
fn a_reload_goes_on_at_the_same_step() {
    in_each_browser(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.walk_to_the_devices().await;

        page.reload().await;
        page.open_widget().await;
        page.wait_text(r#"You stopped at "What happens on your devices at home?", just now."#)
            .await;
        page.click("Go on where you were").await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        page.click("Back").await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;

        // What is declined is forgotten.
        page.reload().await;
        page.open_widget().await;
        page.click("Start over instead").await;
        page.reload().await;
        page.open_widget().await;
        assert!(!page.offers("Go on where you were").await);
        assert_eq!(page.stored_of_the_customer().await, []);
    });
}

#[test]
fn a_wait_goes_on_by_the_wall_clock() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.walk_to_the_restart().await;
        page.click("Done").await;
        page.wait_text("Give it a moment").await;
        let left = async || {
            let shown = page
                .ask("return plain(every('.fl-ring span')[0].textContent);")
                .await;
            let (minutes, seconds) = shown.as_str().unwrap().split_once(':').unwrap();
            minutes.parse::<u64>().unwrap() * 60 + seconds.parse::<u64>().unwrap()
        };
        let before = left().await;
        assert!((290..=300).contains(&before), "{before}");
        tokio::time::sleep(Duration::from_secs(3)).await;

        page.reload().await;
        page.open_widget().await;
        page.click("Go on where you were").await;
        page.wait_text("Give it a moment").await;
        let after = left().await;
        assert!(
            after <= before - 3 && after >= before - 30,
            "{before} s were left, now {after}"
        );

        // The clock is the device's own: what passed while the tab slept has passed.
        page.ask(
            "const stored = JSON.parse(localStorage['firstline.session']);
             stored.trail.stage.since -= 290000;
             localStorage['firstline.session'] = JSON.stringify(stored);",
        )
        .await;
        page.reload().await;
        page.open_widget().await;
        page.click("Go on where you were").await;
        page.wait_seen_for(Duration::from_secs(30), "Your connection works now")
            .await;
    });
}
