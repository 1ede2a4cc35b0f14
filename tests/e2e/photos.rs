//! Photos with a ticket: added, looked at, removed, kept over a reload, and sent once the ticket has a number.

use std::time::Duration;

use crate::harness::{Page, Relay, axe, eventually, in_chromium, paths, stage};

const PATIENCE: Duration = Duration::from_secs(60);

/// Chooses a picture as a customer would, in the browser's own dialog.
async fn add(page: &Page) {
    let input = eventually(PATIENCE, async || {
        page.find("return every('.fl-photos input')[0] ?? null;", Vec::new())
            .await
    });
    let picture = paths::root().join("docs/screenshots/step-phone.png");
    let input = input.await.expect("no photo can be added");
    input.send_keys(picture.to_str().unwrap()).await.unwrap();
}

async fn photos(relay: &Relay, count: i64) {
    let all = "SELECT count(*) FROM photos";
    let held = eventually(PATIENCE, async || {
        (relay.count(all).await == count).then_some(())
    });
    assert!(held.await.is_some(), "{} photos", relay.count(all).await);
}

/// How many wait in the browser.
async fn waiting(page: &Page) -> serde_json::Value {
    let script = "const done = arguments[arguments.length - 1];
        const asked = indexedDB.open('firstline.photos', 1);
        asked.onsuccess = () => {
            const all = asked.result.transaction('photos').objectStore('photos').count();
            all.onsuccess = () => (asked.result.close(), done(all.result));
        };";
    let answer = page.driver.execute_async(script, Vec::new()).await;
    answer.unwrap().json().clone()
}

#[test]
fn a_photo_is_shown_can_be_removed_outlives_a_reload_and_arrives_once() {
    in_chromium(async |page| {
        let (_host, relay) = stage::sample_page(page).await;
        axe::prepare(page).await;
        page.walk_to_a_ticket().await;
        page.wait_text("Up to 4, such as of the lights on your box.")
            .await;
        add(page).await;
        page.wait_text("They go out with your message.").await;
        page.click("Remove photo 1").await;
        page.wait_until("it is gone", "return every('.fl-photos li').length === 0;")
            .await;
        assert_eq!(waiting(page).await, 0, "and nowhere kept");
        assert_eq!(page.ask("return focused().id;").await, "fl-photos-add");
        let language = "return every('.fl-photos')[0].lang + every('.fl-photos')[0].dir;";
        assert_eq!(page.ask(language).await, "enltr");
        add(page).await;
        page.wait_until(
            "it is shown",
            "return every('.fl-photos canvas').length === 1;",
        )
        .await;
        axe::must_be_clean(page, "the form with a photo").await;

        page.reload().await;
        page.open_widget().await;
        page.click("Go on where you were").await;
        page.wait_until(
            "it is still there",
            "return every('.fl-photos canvas').length === 1;",
        )
        .await;
        assert_eq!(relay.count("SELECT count(*) FROM photos").await, 0);
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        page.wait_text_for(PATIENCE, "Your photos have arrived.")
            .await;
        photos(&relay, 1).await;
        assert_eq!(waiting(page).await, 0);
        let kept = page.stored().await;
        assert!(
            kept.iter().all(|(name, _)| name != "firstline.photos"),
            "{kept:?}"
        );
        let large = "SELECT max(length(data)) FROM photos";
        assert!((5_000..600_000).contains(&relay.count(large).await));
        page.click("See how it stands").await;
        page.wait_text("I sent a photo.").await;
    });
}

#[test]
fn a_photo_waits_with_its_ticket_for_the_line() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::sample_page(page).await;
        page.walk_to_a_ticket().await;
        add(page).await;
        page.wait_until(
            "it is shown",
            "return every('.fl-photos canvas').length === 1;",
        )
        .await;
        page.fill_in_the_ticket().await;
        relay.kill();
        page.send_in_vain().await;
        assert_eq!(waiting(page).await, 1);
        relay.start_again().await;
        page.wait_heading_for(PATIENCE, "We have your message")
            .await;
        photos(&relay, 1).await;
    });
}
