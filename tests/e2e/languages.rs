//! The widget speaks the page's language, or the one that the customer chose, and keeps what was done.

use crate::harness::{
    Answer, Host, OWN_SCRIPTS, PHONE, Page, Relay, Setup, in_chromium, in_each_browser, stage,
};

/// A page of a provider in this language, with our tag. All that there are are served.
async fn site(page: &Page, language: &str) -> (Host, Relay) {
    site_of(page, language, &["en", "de", "ar"]).await
}

async fn site_of(page: &Page, language: &str, served: &'static [&str]) -> (Host, Relay) {
    let (host, relay) = stage::site_in(language, served, "").await;
    page.goto(&host.url("/")).await;
    (host, relay)
}

/// The language and the direction of everything of ours that can be seen, each once.
async fn spoken(page: &Page) -> String {
    let script = "const said = new Set();
        every('.fl-page').filter(shown).forEach((one) =>
          said.add(`${one.lang} ${getComputedStyle(one).direction}`));
        return [...said].join();";
    page.ask(script)
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_german_page_is_helped_in_german_and_english_goes_on_at_the_same_step() {
    in_each_browser(async |page| {
        let (_host, _relay) = site(page, "de-AT").await;
        page.click("Hilfe mit Ihrem Anschluss").await;
        page.wait_heading("Was funktioniert nicht?").await;
        assert_eq!(spoken(page).await, "de ltr");
        let before = page.stored().await;
        assert!(
            before.iter().all(|(key, _)| !key.contains("language")),
            "nothing is remembered that nobody chose: {before:?}"
        );
        page.click("Gar kein Internet").await;
        page.wait_heading("Dieses Gerät ist online. Über welches Netz?")
            .await;
        page.click("Mobile Daten (4G, 5G) oder der Hotspot eines Handys")
            .await;
        page.wait_until(
            "the next step",
            "return heading().startsWith('Was passiert');",
        )
        .await;

        page.reload().await;
        page.click("Hilfe mit Ihrem Anschluss").await;
        page.wait_heading("Was funktioniert nicht?").await;
        page.click("English").await;
        page.wait_heading("What isn't working?").await;
        assert_eq!(spoken(page).await, "en ltr");
        page.click("Go on where you were").await;
        page.wait_heading("What happens on your devices at home?")
            .await;

        // The choice is kept, from the launcher on.
        page.reload().await;
        page.click("Help with your connection").await;
        page.wait_heading("What isn't working?").await;
    });
}

#[test]
fn arabic_is_written_from_right_to_left_and_numbers_are_not_turned() {
    in_each_browser(async |page| {
        let (_host, _relay) = site(page, "ar").await;
        page.click("مساعدة في اتصالك بالإنترنت").await;
        page.wait_heading("ما الذي لا يعمل؟").await;
        assert_eq!(spoken(page).await, "ar rtl");
        // The first digit of the phone number stands left of its last.
        let turned = "const link = every('a[href^=\"tel:\"]').filter(shown)[0];
            const label = document.createTreeWalker(link, NodeFilter.SHOW_TEXT).nextNode();
            const at = (digit) => {
              const range = document.createRange();
              range.setStart(label, digit);
              range.setEnd(label, digit + 1);
              return range.getBoundingClientRect().left;
            };
            const first = label.data.search(/[0-9]/);
            const last = label.data.search(/[0-9][^0-9]*$/);
            return [last - first, at(first) < at(last)];";
        let answer = page.ask(turned).await;
        assert_eq!(answer[1], true, "{answer}");
        assert!(answer[0].as_u64() > Some(8), "{answer}");
    });
}

#[test]
fn a_language_that_nobody_speaks_here_is_english() {
    in_chromium(async |page| {
        let (_host, _relay) = site(page, "cy").await;
        page.open_widget().await;
        assert_eq!(spoken(page).await, "en ltr");
    });
}

#[test]
fn a_provider_speaks_its_own_languages_from_the_launcher_on() {
    in_chromium(async |page| {
        let (_host, relay) = site_of(page, "ar", &["de"]).await;
        page.click("Hilfe mit Ihrem Anschluss").await;
        page.wait_heading("Was funktioniert nicht?").await;
        assert_eq!(spoken(page).await, "de ltr");
        page.goto(&relay.url("/firstline.js")).await;
        let loader = page.ask("return document.body.textContent;").await;
        let loader = loader.as_str().unwrap_or_default();
        assert!(loader.contains("Schließen"), "{loader}");
        for other in ["Close", "إغلاق"] {
            assert!(!loader.contains(other), "{other} in {loader}");
        }
    });
}

#[test]
fn words_that_are_not_there_end_in_the_fallback() {
    in_chromium(async |page| {
        let host = Host::start().await;
        let relay = Relay::start(&Setup::default()).await;
        host.put_widget(&relay).await;
        host.remove(".json");
        let tag = format!("<script async src=\"/firstline.js\" data-phone=\"{PHONE}\"></script>");
        host.put("/", Answer::page(OWN_SCRIPTS, &tag));
        page.goto(&host.url("/")).await;
        page.click("Help with your connection").await;
        page.wait_text(PHONE).await;
        page.wait_text("The help could not load").await;
        page.wait_until(
            "the complaint",
            "return window.complaints.join().includes('(missing)');",
        )
        .await;
    });
}
