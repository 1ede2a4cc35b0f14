//! Coming back later: a wait of hours is not sat out, and asks first when it is over.

use crate::harness::{Host, OTHER_BOX, Page, Relay, THE_LAMPS, in_chromium, stage};

const AN_HOUR: &str = "Give the update one more hour";
const IT_WORKS: &str = "Does the internet at home work now?";

/// At the wait of an hour, which is under way.
async fn wait_an_hour(page: &Page) -> (Host, Relay) {
    let (host, relay) = stage::sample_page(page).await;
    page.walk_to_the_lamps("A telephone socket").await;
    page.click(OTHER_BOX).await;
    page.answer_all(&[
        (THE_LAMPS, "It updates itself"),
        (
            "This is what the lights mean",
            "Something does not work. Help me",
        ),
        (
            "Let the box finish its update",
            "It has been like this for longer",
        ),
        (AN_HOUR, "Done"),
    ])
    .await;
    page.wait_text("We look again in 60 min").await;
    (host, relay)
}

/// What is stored is as if it had been stored an hour and a minute earlier.
async fn an_hour_passes(page: &Page) {
    page.ask(
        "const stored = JSON.parse(localStorage['firstline.session']);
         const passed = 61 * 60000;
         stored.at -= passed;
         stored.later -= passed;
         stored.trail.stage.since -= passed;
         localStorage['firstline.session'] = JSON.stringify(stored);",
    )
    .await;
}

#[test]
fn who_comes_back_in_time_is_asked_first_whether_it_got_better() {
    in_chromium(async |page| {
        let (_host, relay) = wait_an_hour(page).await;
        an_hour_passes(page).await;
        page.reload().await;
        page.open_widget().await;
        page.wait_text("You wanted to see whether it got better")
            .await;
        page.wait_text("It is time to look again.").await;
        let places = "const at = (words) => text().indexOf(words);
            return [at('It is time to look again.'), at('Search the topics'), at('Slow internet')]";
        let places: Vec<i64> = serde_json::from_value(page.ask(places).await).unwrap();
        assert!(
            places[0] > 0 && places[0] < places[2],
            "it comes first: {places:?}"
        );
        page.click("Check now").await;
        page.wait_heading(IT_WORKS).await;
        page.click("Yes").await;
        page.wait_heading("You are back online").await;
        assert_eq!(relay.tickets().await.len(), 0);
    });
}

#[test]
fn who_looks_in_before_the_time_can_look_or_wait_on() {
    in_chromium(async |page| {
        let (_host, _relay) = wait_an_hour(page).await;
        page.reload().await;
        page.open_widget().await;
        page.wait_text("We look again in 60 min").await;

        // "Not yet" leaves the topics alone, and goes on where it was when asked.
        page.click("Not yet").await;
        page.click("Go on where you were").await;
        page.wait_heading(AN_HOUR).await;
        page.wait_text("We look again in 60 min").await;

        page.reload().await;
        page.open_widget().await;
        page.click("Check now").await;
        page.wait_heading(IT_WORKS).await;
        page.click("No").await;
        page.wait_heading("Look at the router once more: what are its lights doing?")
            .await;
    });
}

#[test]
fn what_got_better_need_not_be_waited_for() {
    in_chromium(async |page| {
        let (_host, _relay) = wait_an_hour(page).await;
        page.click("It is better already").await;
        page.wait_heading("You are back online").await;
    });
}

#[test]
fn a_wait_that_ends_while_the_page_is_open_goes_on_by_itself() {
    in_chromium(async |page| {
        let (_host, _relay) = wait_an_hour(page).await;
        an_hour_passes(page).await;
        page.reload().await;
        page.open_widget().await;
        page.click("Not yet").await;
        page.click("Go on where you were").await;
        page.wait_heading(IT_WORKS).await;
    });
}
