//! Who comes back is met as somebody, one line at a time, and is never asked the same twice.

use crate::harness::{Host, Relay, Setup, axe, in_chromium, stage};

/// As if the customer had been here three days ago, in German.
const CAME_BACK: &str = "localStorage['firstline.last'] = JSON.stringify({ at: Date.now() - 3 * 86400000, guide: 'no-internet',
    language: 'de', topic: 'No internet at all', helped: 'Switch both boxes off and on again', did: [] });";

/// What is said on the welcome screen; empty if nothing is.
const STRIP: &str = "return every('.fl-loyal').map((one) => one.innerText).join('');";

#[test]
fn who_comes_back_is_asked_once_whether_it_is_the_same() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        assert_eq!(page.ask(STRIP).await, "");
        page.ask(CAME_BACK).await;
        page.reload().await;
        axe::prepare(page).await;
        page.open_widget().await;
        page.wait_text("\"Switch both boxes off and on again\" helped. Is it the same again?")
            .await;
        // It is a line in the page: nothing opened, and the focus is where it was.
        let over = page.ask("return every('dialog[open]').length;").await;
        assert_eq!(over, 1, "the panel alone");
        assert_eq!(page.focused().await, "What isn't working?");
        let above = "return every('.fl-loyal')[0].previousElementSibling.className;";
        assert_eq!(page.ask(above).await, "fl-bar", "it stands below the bar");
        let language = "return every('.fl-loyal bdi')[0].lang;";
        assert_eq!(page.ask(language).await, "de", "as the step was called");
        axe::must_be_clean(page, "who comes back").await;
        page.click("No, something else").await;
        assert_eq!(page.ask(STRIP).await, "");
        assert_eq!(page.focused().await, "What isn't working?");
        page.reload().await;
        page.open_widget().await;
        page.wait_heading("What isn't working?").await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(page.ask(STRIP).await, "");

        page.ask(CAME_BACK).await;
        page.reload().await;
        page.open_widget().await;
        page.click("Yes, look at it again").await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;
        assert_eq!(page.ask(STRIP).await, "");
    });
}

#[test]
fn who_signs_out_is_not_met_as_somebody() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.ask(CAME_BACK).await;
        page.reload().await;
        // Nobody has opened the help on this page.
        page.wait_until("the loader", "return !!window.Firstline?.open;")
            .await;
        page.ask("Firstline.identify({ facts: { technology: 'fibre' } });")
            .await;
        let kept = "return 'firstline.last' in localStorage;";
        assert_eq!(page.ask(kept).await, true, "facts are no sign-out");
        page.ask("Firstline.identify({ token: null });").await;
        assert_eq!(page.ask(kept).await, false);
        page.open_widget().await;
        page.wait_heading("What isn't working?").await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(page.ask(STRIP).await, "");
    });
}

#[test]
fn a_sentence_is_a_topic_with_facts_to_be_confirmed() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::sample_page(page).await;
        page.fill(
            "Search the topics",
            "my fibre internet is slow in the evening",
        )
        .await;
        page.wait_text("It sounds like \"Slow internet\", with:")
            .await;
        let pressed = "return every('.fl-loyal [aria-pressed]').map((one) => [one.textContent, one.getAttribute('aria-pressed')].join(' ')).join();";
        assert_eq!(page.ask(pressed).await, "Fibre true");
        page.click("Fibre").await;
        assert_eq!(page.ask(pressed).await, "Fibre false");
        page.click("Fibre").await;
        page.click("That is right, go on").await;
        let told = "return JSON.parse(localStorage['firstline.session'] || '{}').trail?.facts?.technology === 'fibre';";
        page.wait_until("the fact is told", told).await;
        assert_eq!(page.ask(STRIP).await, "");
    });
}

#[test]
fn planned_work_that_is_ahead_is_told_once() {
    in_chromium(async |page| {
        let host = Host::start().await;
        let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(30);
        let until = soon + jiff::SignedDuration::from_hours(2);
        let status = format!(
            r#"{{"state":"ok","items":[{{"id":"M-1","kind":"maintenance",
            "title":{{"en":"New software in the exchange","de":"Neue Software in der Vermittlung"}},
            "began":"{soon}","expected_end":"{until}"}}]}}"#
        );
        let setup = Setup {
            internet: host.websites(),
            languages: &["en", "de"],
            status,
            ..Setup::default()
        };
        let relay = Relay::start(&setup).await;
        page.goto(&relay.url("/")).await;
        page.open_widget().await;
        page.wait_text("Planned work: New software in the exchange, ")
            .await;
        // It is not lost where the widget starts anew, and follows the language of the page.
        for (language, said) in [
            (
                "de",
                "Geplante Arbeiten: Neue Software in der Vermittlung, ",
            ),
            ("en", "Planned work: New software in the exchange, "),
        ] {
            let speak = "document.documentElement.lang = arguments[0];";
            page.ask_with(speak, vec![language.into()]).await;
            page.wait_text(said).await;
        }
        page.click("All right").await;
        page.reload().await;
        page.open_widget().await;
        page.wait_heading("What isn't working?").await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        assert_eq!(page.ask(STRIP).await, "");
    });
}
