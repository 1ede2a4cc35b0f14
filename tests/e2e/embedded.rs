//! How the widget stands on a page: by its element, over pages that change, and gone without trace.

use crate::harness::{in_chromium, in_each_browser, stage};

const ELEMENT: &str = "<h1>Help</h1><firstline-help guide=\"no-internet\"></firstline-help>";

#[test]
fn the_element_opens_its_guide_in_the_page_and_takes_no_focus() {
    in_chromium(async |page| {
        let (_host, relay) = stage::site(page, "", ELEMENT).await;
        page.wait_seen("No known fault in your area").await;
        assert_eq!(
            page.ask("return document.activeElement === document.body;")
                .await,
            true
        );
        assert!(!page.offers("Close").await, "there is nothing to close");
        assert!(
            !page.offers("Help with your connection").await,
            "one way in is enough"
        );
        page.pass_all_checks().await;
        page.answer_up_to_a_ticket().await;
        page.fill_in_the_ticket().await;
        page.send_the_ticket().await;
        assert_eq!(relay.tickets().await.len(), 1);
    });
}

#[test]
fn a_new_body_keeps_the_widget_as_it_is() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", ELEMENT).await;
        page.pass_all_checks().await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;
        // As Turbo and its like do it; the same script tag is in the new page too.
        page.ask(
            "const body = document.createElement('body');
             body.append(document.createElement('firstline-help'));
             const again = document.createElement('script');
             again.src = document.querySelector('script[src*=\"firstline.js\"]').src;
             body.append(again);
             document.documentElement.replaceChild(body, document.body);",
        )
        .await;
        page.wait_heading("This device is online. Which network does it use?")
            .await;
        page.answer("Mobile data (4G, 5G), or a phone's hotspot")
            .await;
        page.wait_heading("What happens on your devices at home?")
            .await;
        let count = page
            .ask("return every('#fl-heading').filter(shown).length;")
            .await;
        assert_eq!(count, 1);
    });
}

#[test]
fn calls_from_before_the_script_came_are_kept() {
    in_chromium(async |page| {
        let before = "window.Firstline = { q: [['on', 'ready', () => { window.told = true; }],
            ['open', { guide: 'no-internet' }]] };";
        let (_host, _relay) = stage::site(page, before, "<h1>Help</h1>").await;
        page.wait_seen("No known fault in your area").await;
        assert_eq!(page.ask("return window.told;").await, true);
    });
}

#[test]
fn a_link_opens_a_guide() {
    in_chromium(async |page| {
        let (host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        page.ask("location.hash = '#help=no-internet';").await;
        page.wait_seen("No known fault in your area").await;
        page.goto("about:blank").await;
        page.goto(&host.url("/#help=no-internet")).await;
        page.wait_seen("No known fault in your area").await;
    });
}

#[test]
fn a_link_opens_the_help_each_time_that_it_is_pressed() {
    in_each_browser(async |page| {
        let (_host, _relay) = stage::site(page, "", "<a id=\"way\" href=\"#help\">Help</a>").await;
        page.wait_launcher().await;
        for _ in 0..2 {
            page.ask("document.getElementById('way').click();").await;
            page.wait_heading("What isn't working?").await;
            page.click("Close").await;
            page.wait_launcher().await;
        }
    });
}

#[test]
fn an_element_that_comes_after_a_call_does_not_undo_it() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        page.wait_launcher().await;
        page.ask(
            "window.Firstline.open({ guide: 'no-internet' });
             document.body.append(document.createElement('firstline-help'));",
        )
        .await;
        page.wait_seen("No known fault in your area").await;
    });
}

#[test]
fn what_was_destroyed_while_it_loaded_leaves_the_element_to_the_next() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        page.wait_launcher().await;
        // The panel is asked for within the first of these, and is not here in the second.
        page.ask(
            "document.body.append(document.createElement('firstline-help'));
             queueMicrotask(() => {
                 window.Firstline.destroy();
                 const again = document.createElement('script');
                 again.src = document.querySelector('script[src*=\"firstline.js\"]').src;
                 document.body.append(again);
             });",
        )
        .await;
        page.wait_heading("What isn't working?").await;
        let frames = page
            .ask("return document.querySelector('firstline-help').shadowRoot.querySelectorAll('.fl-in-page').length;")
            .await;
        assert_eq!(frames, 1);
    });
}

#[test]
fn destroy_leaves_nothing_behind() {
    in_chromium(async |page| {
        let (_host, _relay) = stage::site(page, "", "<h1>Help</h1>").await;
        let before = "return [document.documentElement.children.length, document.body.innerHTML];";
        page.open_widget().await;
        page.ask("window.Firstline.destroy();").await;
        let after = page.ask(before).await;
        assert_eq!(after[0], 2, "head and body");
        assert_eq!(after[1], "<h1>Help</h1>");
        assert_eq!(
            page.ask("return typeof window.Firstline;").await,
            "undefined"
        );
        assert_eq!(page.text().await, "");
        // The address does nothing any more.
        page.ask("location.hash = '#help';").await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(page.text().await, "");
    });
}
