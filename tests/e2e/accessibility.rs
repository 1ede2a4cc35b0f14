//! axe-core finds nothing on any screen, in light and in dark.

use serde_json::json;

use crate::harness::{
    A_FAULT, Host, Page, Relay, Setup, THE_LIGHT, TO_THE_LIGHT, axe, in_chromium, stage,
};

async fn scheme(page: &Page, scheme: &str) {
    let features = json!({ "features": [
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ] });
    page.driver
        .cdp()
        .send_raw("Emulation.setEmulatedMedia", features)
        .await
        .unwrap();
}

async fn look(page: &Page, heading: &str) {
    page.wait_heading(heading).await;
    for colours in ["light", "dark"] {
        scheme(page, colours).await;
        axe::must_be_clean(page, &format!("{colours}, {heading}")).await;
    }
}

#[test]
fn every_screen_on_the_way_to_a_ticket_is_clean() {
    in_chromium(async |page| {
        let (_host, mut relay) = stage::relay_and_websites().await;
        page.goto(&relay.url("/")).await;
        axe::prepare(page).await;
        axe::must_be_clean(page, "the closed widget").await;
        page.open_widget().await;
        look(page, "What isn't working?").await;
        page.fill("Search the topics", "zebra").await;
        page.wait_text("We have no topic for these words.").await;
        look(page, "What isn't working?").await;
        page.click("Show all topics").await;
        page.click("No internet at all").await;
        look(page, "This device is online. Which network does it use?").await;
        page.click("My Wi-Fi or cable at home").await;
        look(page, "Your internet works on this device. What is wrong?").await;
        page.click("Something else").await;
        let form = "You are online, but it does not work as it should";
        look(page, form).await;
        page.click("Send to support").await;
        page.wait_text("Please fill this in").await;
        page.click("4 steps you took").await;
        look(page, form).await;
        page.fill_in_the_ticket().await;
        relay.kill();
        page.click("Send to support").await;
        look(page, "Your message waits for your line").await;
        relay.start_again().await;
        page.click("Try now").await;
        look(page, "We have your message").await;
    });
}

#[test]
fn every_other_screen_is_clean() {
    in_chromium(async |page| {
        let (_host, relay) = stage::relay_and_websites().await;
        page.goto(&relay.url("/")).await;
        axe::prepare(page).await;
        page.open_widget().await;
        page.walk_to_the_first_question().await;
        for (heading, answer) in TO_THE_LIGHT {
            look(page, heading).await;
            page.answer(answer).await;
        }
        page.come_to_lights(THE_LIGHT).await;
        let then = [
            (THE_LIGHT, A_FAULT),
            ("Switch both boxes off and on again", "Start the timer"),
            ("Switch both boxes off and on again", "Done"),
            ("Switch both boxes off and on again", "Go on now"),
            ("Does the internet at home work again?", "No"),
            ("Give it 5 more minutes", "Start the timer"),
            ("Give it 5 more minutes", "Go on now"),
            ("Does the internet at home work now?", "Yes"),
            ("You are back online", "It still doesn't work"),
            ("We take it from here", "Back"),
        ];
        for (heading, answer) in then {
            look(page, heading).await;
            page.answer(answer).await;
        }
        look(page, "You are back online").await;
    });
}

#[test]
fn what_ends_a_walk_early_is_clean() {
    in_chromium(async |page| {
        let host = Host::start().await;
        let status = r#"{"state":"outage","items":[{"id":"F-7","kind":"outage",
            "title":"Cable cut in Elm Street","text":"Our people are there."}]}"#;
        let setup = Setup {
            internet: host.websites(),
            status: status.to_owned(),
            ..Setup::default()
        };
        let mut relay = Relay::start(&setup).await;
        page.goto(&relay.url("/")).await;
        axe::prepare(page).await;
        page.open_widget().await;
        look(page, "What isn't working?").await;
        relay.kill();
        page.click("No internet at all").await;
        look(page, "This topic didn't load").await;
        relay.start_again().await;
        page.click("Try again").await;
        look(page, "There is a known fault in your area").await;
        page.click("Next").await;
        look(page, "There is a fault in your area. We are working on it").await;
    });
}

#[test]
fn what_checks_find_is_clean() {
    in_chromium(async |page| {
        // Nothing listens there any more.
        let silent = Host::start().await.websites();
        for (internet, heading) in [
            (silent, "Your line works. Other websites don't answer."),
            (Vec::new(), "Your line to us works. We looked no further."),
        ] {
            let relay = Relay::start(&Setup {
                internet,
                ..Setup::default()
            })
            .await;
            page.goto(&relay.url("/")).await;
            axe::prepare(page).await;
            page.open_widget().await;
            page.click("No internet at all").await;
            look(page, heading).await;
        }
    });
}

#[test]
fn the_fallback_is_clean() {
    in_chromium(async |page| {
        let mut relay = Relay::start(&Setup::default()).await;
        page.goto(&relay.url("/")).await;
        axe::prepare(page).await;
        page.wait_launcher().await;
        relay.kill();
        page.click("Help with your connection").await;
        page.wait_text("The help could not load").await;
        for colours in ["light", "dark"] {
            scheme(page, colours).await;
            axe::must_be_clean(page, &format!("{colours}, the fallback")).await;
        }
    });
}
